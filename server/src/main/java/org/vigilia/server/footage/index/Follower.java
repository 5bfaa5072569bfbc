package org.vigilia.server.footage.index;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.footage.FootageSettings;

/**
 * Follows media's journals into the index. After an absence of days it catches up in batches, all cameras in turn. A
 * journal that does not hold is a fault that is told, and its lines are marked; following never stops for it. One thread.
 */
@Component
public class Follower implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int BATCH = 2_000;

    private final MediaArchive media;
    private final FootageIndex index;
    private final IndexWriter writer;
    private final Audit audit;
    private final Surround surround;
    private final Map<CameraId, FootageIndex.Cursor> cursors = new ConcurrentHashMap<>();
    private final Set<String> keysSeen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile MediaArchive.@Nullable Status status;
    private volatile @Nullable Instant answeredAt;
    private volatile List<VerifyKey> keys = List.of();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;

    /** What it works with. */
    @Component
    record Surround(FootageSettings settings, ApplicationEventPublisher events, Clock clock, MeterRegistry metrics) {}

    Follower(MediaArchive media, FootageIndex index, IndexWriter writer, Audit audit, Surround surround) {
        this.media = media;
        this.index = index;
        this.writer = writer;
        this.audit = audit;
        this.surround = surround;
        Gauge.builder("footage.index.lag.entries", this::lag)
                .description("Entries of media's journals that are not in the index yet")
                .register(surround.metrics());
        Gauge.builder("footage.index.faults", this::faults)
                .description("Entries of media's journals that did not hold")
                .register(surround.metrics());
    }

    /** Files of a camera were deleted or moved: whatever was made of them is stale. */
    public record Changed(CameraId camera, IndexWriter.Written written) {}

    @EventListener
    void databaseReady(DatabaseReady event) {
        ready.countDown();
    }

    /** What media told last; null before the first time. */
    public MediaArchive.@Nullable Status status() {
        return status;
    }

    /** When media answered last; null when never since this server started. */
    public @Nullable Instant answeredAt() {
        return answeredAt;
    }

    /** Entries that are not in the index yet, as far as media tells. */
    public long lag() {
        MediaArchive.Status told = status;
        if (told == null) {
            return 0;
        }
        return told.cameras().stream()
                .mapToLong(camera -> Math.max(0, camera.number() - numberOf(camera.id())))
                .sum();
    }

    /** The first camera whose journal does not hold. */
    public Optional<FootageIndex.Cursor> findFault() {
        return cursors.values().stream()
                .filter(cursor -> cursor.fault() != null)
                .findFirst();
    }

    private long faults() {
        return cursors.values().stream().mapToLong(FootageIndex.Cursor::faults).sum();
    }

    private long numberOf(CameraId camera) {
        FootageIndex.Cursor cursor = cursors.get(camera);
        return cursor == null ? 0 : cursor.number();
    }

    private void follow() {
        boolean failing = false;
        try {
            ready.await();
            while (!stopping) {
                try {
                    boolean more = look();
                    if (failing) {
                        failing = false;
                        LOG.atInfo().log("recordings are followed again");
                    }
                    if (!more) {
                        TimeUnit.MILLISECONDS.sleep(surround.settings().poll().toMillis());
                    }
                } catch (IOException | DataAccessException | TransactionException e) {
                    if (!failing && !stopping) {
                        failing = true;
                        LOG.atWarn()
                                .addKeyValue("reason", e.getMessage())
                                .log("recordings cannot be followed; trying again, none is lost");
                    }
                    TimeUnit.MILLISECONDS.sleep(1_000);
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("recordings cannot be followed");
                    TimeUnit.MILLISECONDS.sleep(5_000);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One turn over all cameras; true when there is more at once. */
    boolean look() throws IOException {
        MediaArchive.Status told = media.status();
        learn(told.key());
        if (cursors.isEmpty()) {
            index.cursors().forEach(cursor -> cursors.put(cursor.camera(), cursor));
        }
        status = told;
        answeredAt = surround.clock().instant();
        boolean more = false;
        for (MediaArchive.CameraStatus camera : told.cameras()) {
            if (camera.number() > numberOf(camera.id()) && !stopping) {
                more |= follow(camera.id());
            }
        }
        return more;
    }

    private void learn(String text) {
        if (text.isEmpty() || !keysSeen.add(text)) {
            return;
        }
        try {
            VerifyKey key = VerifyKey.parse(text);
            if (writer.addKey(key)) {
                audit.record(Deed.done(Who.SERVER, "footage.key-learnt").to("key", key.id(), "media"));
            }
            keys = index.keys();
        } catch (IllegalArgumentException e) {
            LOG.atError().log("media's key cannot be read; its journals cannot be verified");
        } catch (DataAccessException | TransactionException e) {
            keysSeen.remove(text);
            throw e;
        }
    }

    private boolean follow(CameraId camera) throws IOException {
        long after = numberOf(camera);
        List<String> texts = media.journal(camera, after, BATCH);
        List<Line> lines = new ArrayList<>();
        for (String text : texts) {
            try {
                lines.add(Line.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.atError().addKeyValue("camera", camera).log("a line of a journal cannot be read");
            }
        }
        if (lines.isEmpty()) {
            return false;
        }
        FootageIndex.Cursor before = cursors.get(camera);
        IndexWriter.Written written = writer.write(camera, after, lines, keys);
        cursors.putAll(byCamera(index.cursors()));
        if (written.fault() != null && (before == null || before.fault() == null)) {
            LOG.atError()
                    .addKeyValue("camera", camera)
                    .addKeyValue("fault", written.fault())
                    .log("a camera's journal does not hold");
        }
        if (!written.deleted().isEmpty() || !written.moved().isEmpty()) {
            surround.events().publishEvent(new Changed(camera, written));
        }
        return texts.size() >= BATCH;
    }

    private static Map<CameraId, FootageIndex.Cursor> byCamera(List<FootageIndex.Cursor> all) {
        Map<CameraId, FootageIndex.Cursor> map = new HashMap<>();
        all.forEach(cursor -> map.put(cursor.camera(), cursor));
        return map;
    }

    @Override
    public void start() {
        stopping = false;
        Thread started = new Thread(this::follow, "footage-follower");
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
