package org.vigilia.facts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.db.Schema;

/**
 * The log in two tables of PostgreSQL.
 *
 * <p>A writer claims each part it writes to, in ascending order, before it takes numbers there, and holds it until its
 * commit. Numbers therefore become visible in the order they were given, and a reader that goes by number misses
 * nothing. Appends to one part wait for each other; sixteen parts keep that short.
 */
final class PostgresLog implements FactLog {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLog.class);

    private final Database database;
    private final Clock clock;
    private volatile long newestStretch = -1;

    PostgresLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void append(List<? extends Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        List<Row> rows = new ArrayList<>(facts.size());
        for (Fact fact : facts) {
            rows.add(new Row(Parts.of(fact.camera()), kindOf(fact), FactJson.write(fact)));
        }
        try {
            database.write("append facts", connection -> insertFacts(connection, rows));
        } catch (NoRoom e) {
            database.write("make room for facts", connection -> addStretches(connection, e.stretches));
            database.write("append facts", connection -> insertFacts(connection, rows));
        }
    }

    private record Row(int part, String kind, String body) {}

    private boolean insertFacts(Connection connection, List<Row> rows) throws SQLException {
        int[] parts = rows.stream().mapToInt(Row::part).distinct().sorted().toArray();
        Map<Integer, Long> next = claim(connection, "facts.claim_facts", parts);
        checkRoom(connection, next);
        Timestamp now = Timestamp.from(clock.instant());
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into facts.fact (part, seq, stored_at, kind, body) values (?, ?, ?, ?, ?)")) {
            for (Row row : rows) {
                insert.setInt(1, row.part);
                insert.setLong(2, next.merge(row.part, 1L, Long::sum) - 1);
                insert.setTimestamp(3, now);
                insert.setString(4, row.kind);
                insert.setString(5, row.body);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return true;
    }

    /**
     * Upkeep adds stretches days ahead; this is for a clock that leapt or an upkeep that could not run. Adding one here
     * would deadlock with other writers, so it is done by the caller in a transaction of its own.
     */
    private void checkRoom(Connection connection, Map<Integer, Long> next) throws SQLException {
        long newest = next.values().stream().mapToLong(Schema::stretchOf).max().orElse(0);
        if (newest <= newestStretch) {
            return;
        }
        Set<Long> missing = new TreeSet<>();
        try (PreparedStatement exists = connection.prepareStatement("select to_regclass(?) is not null")) {
            for (long seq : next.values()) {
                for (long stretch = Schema.stretchOf(seq); stretch <= Schema.stretchOf(seq) + 1; stretch++) {
                    exists.setString(1, Schema.tableOf(stretch));
                    try (ResultSet row = exists.executeQuery()) {
                        row.next();
                        if (!row.getBoolean(1)) {
                            missing.add(stretch);
                        }
                    }
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new NoRoom(missing);
        }
        newestStretch = newest;
    }

    private boolean addStretches(Connection connection, Set<Long> stretches) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (long stretch : stretches) {
                Schema.addStretch(statement, stretch);
            }
        }
        return true;
    }

    private static final class NoRoom extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Set<Long> stretches;

        NoRoom(Set<Long> stretches) {
            super("no table for facts of stretch " + stretches, null, false, false);
            this.stretches = stretches;
        }
    }

    @Override
    public void appendAlerts(List<AlertChange> changes) {
        if (!changes.isEmpty()) {
            database.write("append changes of alerts", connection -> insertAlerts(connection, changes));
        }
    }

    private boolean insertAlerts(Connection connection, List<AlertChange> changes) throws SQLException {
        int[] parts = changes.stream()
                .mapToInt(c -> Parts.of(c.source()))
                .distinct()
                .sorted()
                .toArray();
        Map<Integer, Long> next = claim(connection, "facts.claim_alerts", parts);
        Timestamp now = Timestamp.from(clock.instant());
        try (PreparedStatement insert = connection.prepareStatement(
                        "insert into facts.alert_change (part, seq, stored_at, alert, phase, at, body)"
                                + " values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing");
                PreparedStatement keep = connection.prepareStatement(PostgresPictures.KEEP)) {
            for (AlertChange change : changes) {
                int part = Parts.of(change.source());
                insert.setInt(1, part);
                insert.setLong(2, next.merge(part, 1L, Long::sum) - 1);
                insert.setTimestamp(3, now);
                insert.setString(4, change.alert().value());
                insert.setString(5, change.phase().name());
                insert.setTimestamp(6, Timestamp.from(change.at()));
                insert.setString(7, FactJson.write(change));
                insert.addBatch();
                if (change.proof().picture() != null) {
                    keep.setString(1, change.proof().picture().value());
                    keep.setTimestamp(2, now);
                    keep.addBatch();
                }
            }
            insert.executeBatch();
            keep.executeBatch();
        }
        return true;
    }

    /** Takes the lock of each part, lowest first so that writers cannot wait for each other in a ring. */
    private static Map<Integer, Long> claim(Connection connection, String function, int[] parts) throws SQLException {
        Map<Integer, Long> next = new HashMap<>();
        try (PreparedStatement claim =
                connection.prepareStatement("select p, " + function + "(p) from unnest(?::int[]) p")) {
            claim.setObject(1, parts);
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    next.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        return next;
    }

    @Override
    public List<Logged<Fact>> readFacts(Position after, int limit) {
        return read("facts.fact", after, limit, FactJson::readFact);
    }

    @Override
    public List<Logged<AlertChange>> readAlerts(Position after, int limit) {
        return read("facts.alert_change", after, limit, FactJson::readAlert);
    }

    /**
     * One query for all parts. Entries that this version cannot read are skipped and logged; when nothing else was
     * found, the search goes on behind them, or a reader would stand still there for ever.
     */
    private <T> List<Logged<T>> read(String table, Position after, int limit, Function<String, T> reader) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
        }
        Position position = after;
        while (true) {
            Position from = position;
            List<Logged<String>> rows = database.read("read from " + table, c -> select(c, table, from, limit));
            List<Logged<T>> found = new ArrayList<>(rows.size());
            for (Logged<String> row : rows) {
                try {
                    found.add(new Logged<>(row.part(), row.seq(), row.storedAt(), reader.apply(row.value())));
                } catch (IllegalArgumentException e) {
                    LOG.atWarn()
                            .addKeyValue("event", "entry-unreadable")
                            .addKeyValue("table", table)
                            .addKeyValue("part", row.part())
                            .addKeyValue("seq", row.seq())
                            .log(e.getMessage());
                }
            }
            if (!found.isEmpty() || rows.isEmpty()) {
                return found;
            }
            for (Logged<String> row : rows) {
                position = position.after(row);
            }
        }
    }

    private static List<Logged<String>> select(Connection connection, String table, Position after, int limit)
            throws SQLException {
        int[] parts = new int[Parts.COUNT];
        long[] seqs = new long[Parts.COUNT];
        for (int part = 0; part < Parts.COUNT; part++) {
            parts[part] = part;
            seqs[part] = after.seq(part);
        }
        List<Logged<String>> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select p.part, t.seq, t.stored_at, t.body"
                + " from unnest(?::int[], ?::bigint[]) as p(part, after) cross join lateral"
                + " (select seq, stored_at, body from " + table
                + " where part = p.part and seq > p.after order by seq limit ?) t order by t.seq limit ?")) {
            select.setObject(1, parts);
            select.setObject(2, seqs);
            select.setInt(3, (limit + Parts.COUNT - 1) / Parts.COUNT);
            select.setInt(4, limit);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    Instant storedAt = found.getTimestamp(3).toInstant();
                    rows.add(new Logged<>(found.getInt(1), found.getLong(2), storedAt, found.getString(4)));
                }
            }
        }
        return rows;
    }

    @Override
    public Position endOfFacts() {
        return end("facts.fact");
    }

    @Override
    public Position endOfAlerts() {
        return end("facts.alert_change");
    }

    @Override
    public Position factsFrom(Instant storedAt) {
        long before = Schema.micros(storedAt) - 1;
        Map<Integer, Long> seqs = new HashMap<>();
        for (int part = 0; part < Parts.COUNT; part++) {
            seqs.put(part, before);
        }
        return new Position(seqs);
    }

    private Position end(String table) {
        return database.read("find the end of " + table, connection -> {
            Map<Integer, Long> seqs = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("select p, (select max(seq) from " + table
                            + " where part = p) from generate_series(0, " + (Parts.COUNT - 1) + ") p");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long seq = rows.getLong(2);
                    if (!rows.wasNull()) {
                        seqs.put(rows.getInt(1), seq);
                    }
                }
            }
            return new Position(seqs);
        });
    }

    private static String kindOf(Fact fact) {
        if (fact instanceof TrackUpdate) {
            return "track";
        }
        if (fact instanceof SceneReading) {
            return "scene";
        }
        return fact instanceof CameraHealth ? "health" : "other";
    }
}
