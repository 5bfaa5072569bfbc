package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.Database;
import org.vigilia.server.ServerSettings;
import org.vigilia.server.footage.Anonymiser;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.play.Micros;

/**
 * Has people and plates made unrecognisable in what is kept longer than a camera's policy shows them. The new file takes
 * the place of the old one, which is deleted; the journal says so and keeps the hash of both. What is held or needed by a
 * case stays as it is until it is let go.
 */
@Component
public class AnonymiseByAge {

    private static final Logger LOG = LoggerFactory.getLogger(AnonymiseByAge.class);
    private static final int MOST = 50;
    private static final int MOST_FAILED = 10_000;
    private static final Duration AGAIN = Duration.ofHours(6);
    /** A file that is not there is on its way to another pool, or its pool is away. */
    private static final Duration SOON = Duration.ofMinutes(2);

    private final FootageIndex index;
    private final Policies policies;
    private final Holds holds;
    private final Pools pools;
    private final Surround surround;
    /** Files that could not be anonymised, and when it is tried again. */
    private final Map<String, Instant> failed = new ConcurrentHashMap<>();

    /** What it works with. */
    @Component
    record Surround(
            ObjectProvider<Anonymiser> anonymiser,
            MediaArchive media,
            ServerSettings.Data data,
            Database database,
            Clock clock) {}

    AnonymiseByAge(FootageIndex index, Policies policies, Holds holds, Pools pools, Surround surround) {
        this.index = index;
        this.policies = policies;
        this.holds = holds;
        this.pools = pools;
        this.surround = surround;
    }

    /** Whether anything here can do it. */
    public boolean available() {
        Anonymiser anonymiser = surround.anonymiser().getIfAvailable();
        return anonymiser != null && anonymiser.available();
    }

    @Scheduled(
            fixedDelayString = "${footage.anonymise.every:60s}",
            initialDelayString = "${footage.anonymise.every:60s}")
    void run() {
        Anonymiser anonymiser = surround.anonymiser().getIfAvailable();
        if (anonymiser == null
                || !anonymiser.available()
                || !surround.database().ready()) {
            return;
        }
        try {
            for (FootageIndex.Cursor cursor : index.cursors()) {
                Integer days = policies.policy(cursor.camera()).anonymiseAfterDays();
                if (days != null) {
                    run(anonymiser, cursor.camera(), days);
                }
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("footage cannot be anonymised now");
        }
    }

    /** How many segments are due but could not be anonymised; each is tried again later. */
    public int failing() {
        return failed.size();
    }

    /** At most {@value #MOST} segments of a camera a time. What is held, and what failed, stops nothing else. */
    private void run(Anonymiser anonymiser, CameraId camera, int days) {
        Instant now = surround.clock().instant();
        long before = Micros.of(now.minus(Duration.ofDays(days)));
        List<Holds.Kept> kept = holds.kept(camera);
        failed.values().removeIf(at -> at.isBefore(now));
        int tried = 0;
        long from = 0;
        List<SegmentRow> rows;
        do {
            rows = index.listPlain(camera, from, before, MOST);
            for (SegmentRow row : rows) {
                Entry.Segment entry = row.entry();
                from = entry.startMicros() + 1;
                if (!failed.containsKey(row.file())
                        && kept.stream().noneMatch(k -> k.meets(entry.startMicros(), entry.endMicros()))) {
                    tried++;
                    attempt(anonymiser, row, days).ifPresent(pause -> failed.put(row.file(), now.plus(pause)));
                }
            }
        } while (rows.size() == MOST && tried < MOST && failed.size() < MOST_FAILED);
    }

    /** Empty when it was done; otherwise how long to wait before it is tried again. */
    private Optional<Duration> attempt(Anonymiser anonymiser, SegmentRow row, int days) {
        Duration pause = SOON;
        try {
            Path from = pools.fetch(row);
            pause = AGAIN;
            replace(anonymiser, row, from, days);
            return Optional.empty();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("camera", row.camera())
                    .addKeyValue("segment", row.number())
                    .addKeyValue("reason", e.getMessage())
                    .log("a segment could not be anonymised; it is tried again");
            return Optional.of(pause);
        }
    }

    private void replace(Anonymiser anonymiser, SegmentRow row, Path from, int days) throws IOException {
        Path work = Files.createDirectories(surround.data().dir().resolve("cache/anonymise"));
        Path made = Files.createTempFile(work, "segment", ".mp4");
        try {
            anonymiser.anonymise(row.entry(), from, made);
            String sha256 = FolderPool.hash(made);
            String file = row.file().replaceAll("\\.mp4$", "") + ".anonymous.mp4";
            Pool pool = pools.get(row.pool());
            if (!pool.put(made, file).equals(sha256)) {
                throw new IOException("the anonymised file in pool " + row.pool() + " is not what was made");
            }
            surround.media()
                    .moved(new Entry.Moved(
                            row.camera(),
                            0,
                            row.number(),
                            Micros.of(surround.clock().instant()),
                            row.pool(),
                            file,
                            sha256,
                            "anonymised after " + days + " days"));
            pool.remove(row.file(), row.sha256());
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
