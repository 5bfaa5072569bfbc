package org.vigilia.facts;

import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.facts.sensing.DeadLetters;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.facts.sensing.PostgresCards;
import org.vigilia.facts.sensing.PostgresDeadLetters;
import org.vigilia.facts.sensing.PostgresObservations;
import org.vigilia.facts.sensing.PostgresRollups;
import org.vigilia.facts.sensing.PostgresRuleReports;
import org.vigilia.facts.sensing.Rollups;
import org.vigilia.facts.sensing.RuleReports;

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
    private final ObservationLog observations;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final Upkeep upkeep;
    private final ScheduledExecutorService scheduler;

    private FactStore(FactsSettings settings, Clock clock) {
        database = new Database(settings, clock);
        log = new PostgresLog(database, clock);
        catalogue = new PostgresCatalogue(database, clock);
        pictures = new PostgresPictures(database, clock);
        observations = new PostgresObservations(database, clock);
        deadLetters = new PostgresDeadLetters(database, clock);
        this.clock = clock;
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

    public ObservationLog observations() {
        return observations;
    }

    /** Datastreams by the decimal text of their id. */
    public Cards<DatastreamCard> datastreams() {
        return cards("datastream", DatastreamCard.class);
    }

    /** Devices that may speak to the MQTT broker, by device id. */
    public Cards<DeviceAccess> devices() {
        return cards("device", DeviceAccess.class);
    }

    /** Rules over the city's facts, by rule id. */
    public Cards<CityRule> cityRules() {
        return cards("rule", CityRule.class);
    }

    /** Cameras whose place is known, by camera id. */
    public Cards<CameraCard> cameras() {
        return cards("camera", CameraCard.class);
    }

    /** What was refused on any way in. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** What keeps rules over the city's facts from being judged. */
    public RuleReports ruleReports() {
        return new PostgresRuleReports(database, clock);
    }

    /** Minutes, hours and days. */
    public Rollups rollups() {
        return new PostgresRollups(database, clock);
    }

    private <T> Cards<T> cards(String kind, Class<T> type) {
        return new PostgresCards<>(database, clock, kind, type);
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
