package org.vigilia.media.camera;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.media.record.BackfillWriter;
import org.vigilia.media.record.CameraRecorder;
import org.vigilia.media.record.Recordings;
import org.vigilia.media.relay.LiveStream;
import org.vigilia.media.relay.RelayServer;
import org.vigilia.media.rtsp.Replay;
import org.vigilia.media.rtsp.RtspAddress;
import org.vigilia.media.source.SourceFigures;

/**
 * All cameras of this machine and their feeds. A new list only touches the cameras that differ: whoever watches another
 * notices nothing. Used on one event loop only.
 */
public final class Cameras implements RelayServer.Streams {
    private static final Logger LOG = LoggerFactory.getLogger(Cameras.class);

    private static final long SOUND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Sources sources;
    private final Patience patience;
    private final Clock clock;
    private final long cacheMaxBytes;
    private final Map<CameraId, Watched> cameras = new LinkedHashMap<>();
    private final Recordings recordings;
    private final Future<?> watch;

    /** Those whose sound somebody asked for, and until when it is kept coming without anybody who listens. */
    private final Map<CameraId, Heard> heard = new HashMap<>();

    private record Watched(
            CameraEntry entry, CameraFeed main, @Nullable CameraFeed sub, CameraRecorder recorder) {}

    private record Heard(CameraFeed feed, long untilNanos) {}

    /** {@code cacheMaxBytes}: held for each stream since its last key picture. */
    public Cameras(Sources sources, Patience patience, Clock clock, long cacheMaxBytes, Recordings recordings) {
        this.recordings = recordings;
        this.sources = sources;
        this.patience = patience;
        this.clock = clock;
        this.cacheMaxBytes = cacheMaxBytes;
        EventLoop loop = sources.loop();
        this.watch = loop.scheduleWithFixedDelay(this::check, 1, 1, TimeUnit.SECONDS);
    }

    private void check() {
        for (Watched watched : List.copyOf(cameras.values())) {
            check(watched.main);
            if (watched.sub != null) {
                check(watched.sub);
            }
            record(watched);
        }
        for (Map.Entry<CameraId, Heard> entry : List.copyOf(heard.entrySet())) {
            Heard sound = entry.getValue();
            check(sound.feed);
            if (sound.feed.live().wanted()) {
                heard.put(entry.getKey(), new Heard(sound.feed, System.nanoTime() + SOUND_NANOS));
            } else if (System.nanoTime() - sound.untilNanos > 0) {
                heard.remove(entry.getKey());
                stop(sound.feed, false);
            }
        }
    }

    private void record(Watched watched) {
        try {
            watched.recorder.tick();
            Heard known = heard.get(watched.entry.id());
            if (watched.recorder.wantsSound()) {
                find(watched.entry.id(), StreamChoice.SOUND).ifPresent(live -> live.tap(watched.recorder.microphone()));
            } else if (known != null) {
                known.feed.live().untap(watched.recorder.microphone());
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("recording could not be checked");
        }
    }

    /** One broken feed must not end the watch over all others. */
    private static void check(CameraFeed feed) {
        try {
            feed.check();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("feed could not be checked");
        }
    }

    /** From now on these and no others. */
    public void set(List<CameraEntry> list) {
        Set<CameraId> gone = new LinkedHashSet<>(cameras.keySet());
        for (CameraEntry entry : list) {
            gone.remove(entry.id());
            Watched old = cameras.get(entry.id());
            if (old != null && old.entry.unrecorded().equals(entry.unrecorded())) {
                old.recorder.plan(entry.plan());
                cameras.put(entry.id(), new Watched(entry, old.main, old.sub, old.recorder));
            } else {
                cameras.put(entry.id(), watch(entry, old));
                LOG.atInfo().addKeyValue("camera", entry.id()).log(old == null ? "camera added" : "camera changed");
            }
        }
        recordings.listed();
        for (CameraId id : gone) {
            Watched old = cameras.remove(id);
            if (old != null) {
                old.main.live().untap(old.recorder);
                old.recorder.close();
                stop(old.main, false);
                stop(old.sub, false);
                Heard sound = heard.remove(id);
                stop(sound == null ? null : sound.feed, false);
                LOG.atInfo().addKeyValue("camera", id).log("camera removed");
            }
        }
    }

    /** Those who watch stay on when only the address or password changed. */
    private Watched watch(CameraEntry entry, @Nullable Watched old) {
        CameraFeed oldSub = old == null ? null : old.sub;
        CameraFeed main = feed(entry, StreamChoice.MAIN, old == null ? null : old.main);
        Heard sound = heard.get(entry.id());
        if (sound != null) {
            heard.put(entry.id(), new Heard(feed(entry, StreamChoice.SOUND, sound.feed), sound.untilNanos));
        }
        CameraFeed sub = null;
        if (entry.subUrl() != null) {
            sub = feed(entry, StreamChoice.SUB, oldSub);
        } else {
            stop(oldSub, false);
        }
        CameraRecorder recorder =
                old != null ? old.recorder : recordings.open(entry.id(), entry.plan(), () -> figures(entry.id()));
        recorder.plan(entry.plan());
        main.live().tap(recorder);
        return new Watched(entry, main, sub, recorder);
    }

    private SourceFigures figures(CameraId id) {
        Watched watched = cameras.get(id);
        return watched == null ? SourceFigures.NONE : watched.main.figures();
    }

    private CameraFeed feed(CameraEntry entry, StreamChoice choice, @Nullable CameraFeed old) {
        LiveStream live = old != null ? old.live() : new LiveStream(clock, cacheMaxBytes);
        stop(old, true);
        CameraFeed feed = new CameraFeed(entry, choice, sources, patience, live);
        feed.open();
        return feed;
    }

    private static void stop(@Nullable CameraFeed feed, boolean keepWatchers) {
        if (feed != null) {
            feed.close();
            if (!keepWatchers) {
                feed.live().close();
            }
        }
    }

    @Override
    public Optional<LiveStream> find(CameraId camera, StreamChoice choice) {
        Watched watched = cameras.get(camera);
        if (watched == null) {
            return Optional.empty();
        }
        if (choice == StreamChoice.SOUND) {
            // fetched only while somebody listens: what nobody asked for is not even taken in
            Heard sound = heard.computeIfAbsent(
                    camera,
                    id -> new Heard(feed(watched.entry, StreamChoice.SOUND, null), System.nanoTime() + SOUND_NANOS));
            return Optional.of(sound.feed.live());
        }
        return Optional.of(
                choice == StreamChoice.SUB && watched.sub != null ? watched.sub.live() : watched.main.live());
    }

    /**
     * Begins to fetch a span from a camera's own store; how it goes is told with the recordings. False while another is
     * being fetched from it, or when there is no such camera.
     *
     * @throws IllegalArgumentException when the address is none of RTSP, or {@code from} is not before {@code to}
     */
    public boolean backfill(CameraId camera, String address, Instant from, Instant to) {
        Watched watched = cameras.get(camera);
        Replay replay = new Replay(from, to);
        RtspAddress.parse(address);
        BackfillWriter writer = watched == null ? null : recordings.backfill(camera, from, to);
        if (watched == null || writer == null) {
            return false;
        }
        new Backfill(writer, sources, to).start(address, watched.entry.login(), replay);
        return true;
    }

    /** One report a stream. */
    public List<CameraReport> report() {
        List<CameraReport> reports = new ArrayList<>();
        cameras.forEach((id, watched) -> {
            reports.add(report(id, StreamChoice.MAIN, watched.main));
            if (watched.sub != null) {
                reports.add(report(id, StreamChoice.SUB, watched.sub));
            }
            Heard sound = heard.get(id);
            if (sound != null) {
                reports.add(report(id, StreamChoice.SOUND, sound.feed));
            }
        });
        return reports;
    }

    private static CameraReport report(CameraId id, StreamChoice choice, CameraFeed feed) {
        LiveStream live = feed.live();
        return new CameraReport(
                id, choice, live.status(), live.info(), live.figures(), feed.figures(), feed.reconnects());
    }

    /** Lets all cameras go. */
    public void close() {
        watch.cancel(false);
        set(List.of());
    }
}
