package org.vigilia.facts;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log, the catalogue and the pictures of one city in a PostgreSQL database, schema {@code facts}.
 *
 * <p>Opening works while the database is away: calls throw {@link LogUnavailable} until it is there, and recover by
 * themselves whenever it comes back. The schema is created by the first call that reaches an empty database. A daemon
 * thread removes old entries every ten minutes. Safe for many threads; one per process is enough.
 */
public final class FactStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FactStore.class);

    private final Database database;
    private final PostgresLog log;
    private final PostgresCatalogue catalogue;
    private final PostgresPictures pictures;
    private final Upkeep upkeep;
    private final ScheduledExecutorService scheduler;

    private FactStore(FactsSettings settings, Clock clock) {
        database = new Database(settings, clock);
        log = new PostgresLog(database, clock);
        catalogue = new PostgresCatalogue(database, clock);
        pictures = new PostgresPictures(database, clock);
        upkeep = new Upkeep(database, settings.retention(), clock);
        scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "facts-upkeep");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.scheduleWithFixedDelay(this::keepUp, 1, 10, TimeUnit.MINUTES);
    }

    /** @throws IllegalArgumentException when the settings are wrong: an unreadable password file, an odd address */
    public static FactStore open(FactsSettings settings) {
        return open(settings, Clock.systemUTC());
    }

    static FactStore open(FactsSettings settings, Clock clock) {
        try {
            return new FactStore(settings, clock);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the fact store cannot be opened: " + e.getMessage(), e);
        }
    }

    public FactLog log() {
        return log;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public PictureStore pictures() {
        return pictures;
    }

    private void keepUp() {
        try {
            upkeep.run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("event", "upkeep-failed").setCause(e).log("old entries stay for now");
        }
    }

    /** The upkeep itself, for tests that cannot wait ten minutes. */
    void keepUpNow() {
        upkeep.run();
    }

    /** Gives all connections back; calls that are under way may fail. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        database.close();
    }
}
