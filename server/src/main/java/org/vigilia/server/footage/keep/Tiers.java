package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.Database;
import org.vigilia.server.footage.FootageSettings;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.play.Micros;

/**
 * Moves footage from pool to pool: by age, and earlier where the pool before is fuller than it may be. A copy is read
 * back and its hash compared before media is told; media then deletes its own and writes the move down. Until then the
 * footage plays from where it was. A pool that is away stops nothing but the moves into it.
 */
@Component
class Tiers {

    private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);
    private static final int MOST = 100;

    private final FootageIndex index;
    private final Pools pools;
    private final MediaArchive media;
    private final Database database;
    private final Clock clock;

    Tiers(FootageIndex index, Pools pools, MediaArchive media, Database database, Clock clock) {
        this.index = index;
        this.pools = pools;
        this.media = media;
        this.database = database;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${footage.tiers.every:30s}", initialDelayString = "${footage.tiers.every:30s}")
    void run() {
        if (!database.ready()) {
            return;
        }
        String from = Pools.FAST;
        for (Pools.Tier tier : pools.tiers()) {
            try {
                move(from, tier);
            } catch (IOException | DataAccessException | TransactionException e) {
                LOG.atWarn()
                        .addKeyValue("pool", tier.pool().name())
                        .addKeyValue("reason", e.getMessage())
                        .log("footage cannot be moved now; it stays where it is");
            }
            from = tier.pool().name();
        }
    }

    /** Moves what is due, at most 100 segments; returns how many. */
    int move(String from, Pools.Tier tier) throws IOException {
        long now = Micros.of(clock.instant());
        Duration after = tier.settings().after();
        long old = now - after.toNanos() / 1000;
        List<SegmentRow> due = index.listIn(from, Long.MIN_VALUE, old, MOST);
        String why = "older than " + words(after);
        if (due.isEmpty() && full(from, tier.settings())) {
            due = index.listIn(from, Long.MIN_VALUE, now, MOST);
            why = "the pool " + from + " is more than "
                    + Math.round(tier.settings().fill() * 100) + " % full";
        }
        for (SegmentRow row : due) {
            move(row, tier.pool(), why);
        }
        if (!due.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("from", from)
                    .addKeyValue("to", tier.pool().name())
                    .addKeyValue("segments", due.size())
                    .log("footage moved");
        }
        return due.size();
    }

    private static String words(Duration time) {
        return time.toDays() > 0 ? time.toDays() + " days" : time.toMinutes() + " minutes";
    }

    private boolean full(String from, FootageSettings.Pool settings) throws IOException {
        OptionalLong free = pools.get(from).freeBytes();
        OptionalLong total = pools.get(from).totalBytes();
        return settings.fill() < 1
                && free.isPresent()
                && total.isPresent()
                && total.getAsLong() > 0
                && 1 - (double) free.getAsLong() / total.getAsLong() > settings.fill();
    }

    private void move(SegmentRow row, Pool to, String why) throws IOException {
        Path path = pools.fetch(row);
        String file = row.file();
        String stored = to.put(path, file);
        if (!stored.equals(row.sha256())) {
            to.remove(file, stored);
            throw new IOException("the copy of " + file + " in pool " + to.name() + " is not what was copied");
        }
        media.moved(new Entry.Moved(
                row.camera(), 0, row.number(), Micros.of(clock.instant()), to.name(), file, row.sha256(), why));
        // media deletes what it recorded itself
        if (!row.pool().equals(Pools.FAST) || !file.equals(row.entry().file())) {
            pools.get(row.pool()).remove(file, row.sha256());
        }
    }
}
