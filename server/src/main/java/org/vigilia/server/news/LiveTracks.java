package org.vigilia.server.news;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows what is seen now to the screens that watch: one reader of the log for all of them, at most five messages a second
 * and camera. It reads only while somebody watches, begins at the end of the log, and leaps there again when it is more
 * than {@link #TOO_OLD} behind: nobody wants to see the past here. One thread.
 */
@Component
class LiveTracks implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LiveTracks.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration IDLE_POLL = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(200);
    private static final Duration TOO_OLD = Duration.ofSeconds(3);
    private static final int BATCH = 4_096;
    private static final int MAX_ON_ALERT = 10_000;

    private final FactLog log;
    private final Audience audience;
    private final Access access;
    private final CameraOwners owners;
    private final JsonMapper json;
    private final Clock clock;
    private final Set<TrackId> onAlert = ConcurrentHashMap.newKeySet();
    private final Map<CameraId, LivePicture> pictures = new HashMap<>();
    private final Map<CameraId, Instant> sent = new HashMap<>();
    private @Nullable Position position;
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    LiveTracks(FactLog log, Audience audience, Access access, CameraOwners owners, JsonMapper json, Clock clock) {
        this.log = log;
        this.audience = audience;
        this.access = access;
        this.owners = owners;
        this.json = json;
        this.clock = clock;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void tracksOnAlert(TracksOnAlert tracks) {
        if (!tracks.active()) {
            onAlert.removeAll(tracks.tracks());
        } else if (onAlert.size() < MAX_ON_ALERT) {
            onAlert.addAll(tracks.tracks());
        }
    }

    private void follow() {
        boolean failing = false;
        try {
            while (!stopping) {
                try {
                    Set<CameraId> watched = watched();
                    if (watched.isEmpty()) {
                        position = null;
                        pictures.clear();
                        TimeUnit.MILLISECONDS.sleep(IDLE_POLL.toMillis());
                        continue;
                    }
                    boolean more = readOnce(watched);
                    show();
                    failing = false;
                    if (!more) {
                        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                    }
                } catch (RuntimeException e) {
                    if (!failing && !stopping) {
                        failing = true;
                        LOG.atWarn()
                                .addKeyValue("event", "live-tracks-failed")
                                .addKeyValue("reason", e.getMessage())
                                .log("what is seen now cannot be read; trying again");
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<CameraId> watched() {
        Set<CameraId> all = new HashSet<>();
        audience.screens().forEach(screen -> all.addAll(screen.watched()));
        return all;
    }

    /** True when there may be more at once. */
    private boolean readOnce(Set<CameraId> watched) {
        Position from = position == null ? log.endOfFacts() : position;
        List<Logged<Fact>> entries = log.readFacts(from, BATCH);
        if (entries.isEmpty()) {
            position = from;
            return false;
        }
        Map<Integer, Long> next = new HashMap<>(from.seqByPart());
        for (Logged<Fact> entry : entries) {
            next.merge(entry.part(), entry.seq(), Math::max);
            Fact fact = entry.value();
            if (watched.contains(fact.camera())) {
                pictures.computeIfAbsent(fact.camera(), LivePicture::new).take(fact);
            }
            if (fact instanceof TrackUpdate track && track.phase() == TrackPhase.ENDED) {
                onAlert.remove(track.track());
            }
        }
        Instant newest = entries.get(entries.size() - 1).storedAt();
        boolean behind = newest.plus(TOO_OLD).isBefore(clock.instant());
        position = behind ? log.endOfFacts() : new Position(next);
        pictures.keySet().retainAll(watched);
        sent.keySet().retainAll(watched);
        return true;
    }

    private void show() {
        Instant now = clock.instant();
        for (Map.Entry<CameraId, LivePicture> entry : pictures.entrySet()) {
            CameraId camera = entry.getKey();
            Instant last = sent.get(camera);
            if (!entry.getValue().changed()
                    || (last != null && last.plus(BETWEEN_MESSAGES).isAfter(now))) {
                continue;
            }
            Optional<AgencyId> owner = owners.findOwner(camera);
            if (owner.isEmpty()) {
                continue;
            }
            sent.put(camera, now);
            String message = json.writeValueAsString(entry.getValue().message(onAlert, now));
            for (Screen screen : audience.screens()) {
                if (screen.watched().contains(camera)
                        && access.may(screen.person(), Right.WATCH_CAMERAS, owner.get())) {
                    screen.show(camera, message);
                }
            }
        }
    }

    @Override
    public void start() {
        stopping = false;
        Thread started = new Thread(this::follow, "live-tracks");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    @Override
    public void stop() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
