package org.vigilia.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.db.Schema;

/**
 * Adds tables for the facts of the next two days and removes what is older than its retention. Any number of processes
 * may run it; one at a time does.
 */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int BATCH = 500;

    private final Database database;
    private final FactsSettings.Retention retention;
    private final Clock clock;

    Upkeep(Database database, FactsSettings.Retention retention, Clock clock) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
    }

    /** One round; what could not be done now is done in a later one. */
    void run() {
        Instant now = clock.instant();
        try {
            attempt(connection -> {
                try (Statement statement = connection.createStatement()) {
                    Schema.addStretches(statement, now);
                }
                return 0;
            });
            int stretches = attempt(connection -> dropStretches(connection, now.minus(retention.facts())));
            int pictures = deleteAll(
                    "delete from facts.picture where id in (select p.id from facts.picture p where p.stored_at < ? and"
                            + " not exists (select 1 from facts.picture_kept k where k.id = p.id) limit ?)",
                    now.minus(retention.pictures()));
            pictures += deleteAll(
                    "delete from facts.picture where id in (select p.id from facts.picture p where p.stored_at < ?"
                            + " limit ?)",
                    now.minus(longer(retention.keptPictures(), retention.pictures())));
            deleteAll(
                    "delete from facts.picture_kept where id in (select k.id from facts.picture_kept k where"
                            + " k.kept_at < ? and not exists (select 1 from facts.picture p where p.id = k.id) limit ?)",
                    now.minus(longer(retention.keptPictures(), retention.pictures())));
            int alerts = deleteAll(
                    "delete from facts.alert_change where (part, seq) in (select a.part, a.seq from facts.alert_change a"
                            + " where a.stored_at < ? limit ?)",
                    now.minus(retention.alerts()));
            deleteAll(
                    "delete from facts.dead_letter where id in (select d.id from facts.dead_letter d"
                            + " where d.settled_at < ? limit ?)",
                    now.minus(retention.alerts()));
            LOG.atInfo()
                    .addKeyValue("event", "upkeep")
                    .addKeyValue("stretchesDropped", stretches)
                    .addKeyValue("picturesDeleted", pictures)
                    .addKeyValue("alertChangesDeleted", alerts)
                    .log("old entries removed");
        } catch (LogUnavailable e) {
            LOG.atWarn().addKeyValue("event", "upkeep-postponed").log(e.getMessage());
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private int attempt(Database.Work<Integer> work) {
        return database.write("do the upkeep", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '2s'");
                try (ResultSet row =
                        statement.executeQuery("select pg_try_advisory_xact_lock(" + Schema.LOCK_UPKEEP + ", 0)")) {
                    row.next();
                    if (!row.getBoolean(1)) {
                        return 0;
                    }
                }
            }
            return work.with(connection);
        });
    }

    private static int dropStretches(Connection connection, Instant before) throws SQLException {
        long oldestKept = Schema.stretchOf(before);
        List<String> old = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select c.relname from pg_inherits i join pg_class c on"
                    + " c.oid = i.inhrelid where i.inhparent in"
                    + " ('facts.fact'::regclass, 'facts.observation_batch'::regclass)")) {
                while (rows.next()) {
                    String table = rows.getString(1);
                    if (Long.parseLong(table.substring(table.lastIndexOf('_') + 1)) < oldestKept) {
                        old.add(table);
                    }
                }
            }
            for (String table : old) {
                statement.execute("drop table facts." + table);
            }
        }
        return old.size();
    }

    private int deleteAll(String delete, Instant before) {
        int total = 0;
        int deleted;
        do {
            deleted = attempt(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(delete)) {
                    statement.setTimestamp(1, Timestamp.from(before));
                    statement.setInt(2, BATCH);
                    return statement.executeUpdate();
                }
            });
            total += deleted;
        } while (deleted == BATCH);
        return total;
    }
}
