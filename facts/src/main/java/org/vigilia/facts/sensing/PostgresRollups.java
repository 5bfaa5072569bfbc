package org.vigilia.facts.sensing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.facts.db.Database;

/** Roll-ups by SQL, many in one statement. */
public final class PostgresRollups implements Rollups {

    private static final String BUCKETS =
            "with b as (select d, t from unnest(?::bigint[], ?::timestamptz[]) as u(d, t)), ";
    private static final String MINUTES = BUCKETS
            + "a as (select b.d, b.t, x.* from b cross join lateral (select"
            + " count(*) filter (where (quality & " + unusableBits() + ") = 0) n,"
            + " count(*) filter (where quality <> 0) f,"
            + " sum(value) filter (where (quality & " + unusableBits() + ") = 0) s,"
            + " min(value) filter (where (quality & " + unusableBits() + ") = 0) l,"
            + " max(value) filter (where (quality & " + unusableBits() + ") = 0) h"
            + " from facts.observation o where o.datastream = b.d and o.at >= b.t and o.at < b.t + interval '1 minute'"
            + " and o.value is not null) x),"
            + " gone as (delete from facts.rollup r using a where r.datastream = a.d and r.span = 'M' and r.at = a.t"
            + " and a.n = 0)"
            + " insert into facts.rollup (datastream, span, at, count, flagged, sum, low, high)"
            + " select d, 'M', t, n, f, s, l, h from a where n > 0 on conflict (datastream, span, at) do update set"
            + " count = excluded.count, flagged = excluded.flagged, sum = excluded.sum, low = excluded.low,"
            + " high = excluded.high returning datastream, at, sum / count, score";

    private final Database database;
    private final Clock clock;

    public PostgresRollups(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static int unusableBits() {
        int bits = 0;
        for (QualityFlag flag : QualityFlag.values()) {
            if (QualityFlag.unusable(flag.bit())) {
                bits |= flag.bit();
            }
        }
        return bits;
    }

    @Override
    public List<Minute> minutes(List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return List.of();
        }
        List<Minute> made = database.write("roll up minutes", connection -> {
            List<Minute> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(MINUTES)) {
                setBuckets(connection, statement, buckets);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Minute(
                                rows.getLong(1),
                                micros(rows.getTimestamp(2)),
                                rows.getDouble(3),
                                rows.getObject(4, Double.class)));
                    }
                }
            }
            return found;
        });
        made.sort(Comparator.comparingLong(Minute::at).thenComparingLong(Minute::datastream));
        return made;
    }

    @Override
    public void longer(Span span, List<Bucket> buckets) {
        if (buckets.isEmpty() || span == Span.MINUTE) {
            return;
        }
        String from = span == Span.HOUR ? "'M'" : "'H'";
        String length = span == Span.HOUR ? "interval '1 hour'" : "interval '24 hours'";
        String to = "'" + span.letter() + "'";
        String sql = BUCKETS
                + "a as (select b.d, b.t, sum(r.count) n, sum(r.flagged) f, sum(r.sum) s, min(r.low) l, max(r.high) h,"
                + " max(r.score) x from b left join facts.rollup r on r.datastream = b.d and r.span = " + from
                + " and r.at >= b.t and r.at < b.t + " + length + " group by b.d, b.t),"
                + " gone as (delete from facts.rollup r using a where r.datastream = a.d and r.span = " + to
                + " and r.at = a.t and a.n is null)"
                + " insert into facts.rollup (datastream, span, at, count, flagged, sum, low, high, score)"
                + " select d, " + to + ", t, n, f, s, l, h, x from a where n is not null"
                + " on conflict (datastream, span, at) do update set count = excluded.count, flagged = excluded.flagged,"
                + " sum = excluded.sum, low = excluded.low, high = excluded.high, score = excluded.score";
        database.write("roll up " + span, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                setBuckets(connection, statement, buckets);
                return statement.executeUpdate();
            }
        });
    }

    /** Sorted by key, so that two writers cannot wait for each other in a ring. */
    private static void setBuckets(Connection connection, PreparedStatement statement, List<Bucket> buckets)
            throws SQLException {
        List<Bucket> sorted = buckets.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Bucket::datastream).thenComparingLong(Bucket::at))
                .toList();
        statement.setArray(
                1,
                connection.createArrayOf(
                        "bigint", sorted.stream().map(Bucket::datastream).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "timestamptz",
                        sorted.stream().map(b -> timestamp(b.at())).toArray()));
    }

    @Override
    public void cells(Span span, List<CellBucket> buckets, Map<CellKey, List<Long>> members) {
        if (buckets.isEmpty()) {
            return;
        }
        String letter = "'" + span.letter() + "'";
        String sql = "with b as (select c, q, t from unnest(?::bigint[], ?::text[], ?::timestamptz[]) as u(c, q, t)),"
                + " m as (select c, q, d from unnest(?::bigint[], ?::text[], ?::bigint[]) as v(c, q, d)),"
                + " a as (select b.c, b.q, b.t, sum(r.count) n, sum(r.sum) s, min(r.low) l, max(r.high) h"
                + " from b left join m on m.c = b.c and m.q = b.q left join facts.rollup r on r.datastream = m.d"
                + " and r.span = " + letter + " and r.at = b.t group by b.c, b.q, b.t),"
                + " gone as (delete from facts.rollup_cell x using a where x.cell = a.c and x.quantity = a.q and x.span = "
                + letter + " and x.at = a.t and a.n is null)"
                + " insert into facts.rollup_cell (cell, quantity, span, at, count, sum, low, high)"
                + " select c, q, " + letter + ", t, n, s, l, h from a where n is not null"
                + " on conflict (cell, quantity, span, at) do update set count = excluded.count, sum = excluded.sum,"
                + " low = excluded.low, high = excluded.high";
        List<CellBucket> sorted = buckets.stream()
                .distinct()
                .sorted(Comparator.comparingLong(CellBucket::cell)
                        .thenComparing(CellBucket::quantity)
                        .thenComparingLong(CellBucket::at))
                .toList();
        List<Long> memberCells = new ArrayList<>();
        List<String> memberQuantities = new ArrayList<>();
        List<Long> memberStreams = new ArrayList<>();
        sorted.stream().map(b -> new CellKey(b.cell(), b.quantity())).distinct().forEach(key -> {
            for (Long datastream : members.getOrDefault(key, List.of())) {
                memberCells.add(key.cell());
                memberQuantities.add(key.quantity());
                memberStreams.add(datastream);
            }
        });
        database.write("roll up cells", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "bigint", sorted.stream().map(CellBucket::cell).toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "text",
                                sorted.stream().map(CellBucket::quantity).toArray()));
                statement.setArray(
                        3,
                        connection.createArrayOf(
                                "timestamptz",
                                sorted.stream().map(b -> timestamp(b.at())).toArray()));
                statement.setArray(4, connection.createArrayOf("bigint", memberCells.toArray()));
                statement.setArray(5, connection.createArrayOf("text", memberQuantities.toArray()));
                statement.setArray(6, connection.createArrayOf("bigint", memberStreams.toArray()));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void score(List<Scored> scored) {
        if (scored.isEmpty()) {
            return;
        }
        database.write("note scores", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("update facts.rollup r set score = u.s from"
                    + " unnest(?::bigint[], ?::timestamptz[], ?::float8[]) as u(d, t, s)"
                    + " where r.datastream = u.d and r.span = 'M' and r.at = u.t")) {
                statement.setArray(
                        1,
                        connection.createArrayOf(
                                "bigint",
                                scored.stream().map(Scored::datastream).toArray()));
                statement.setArray(
                        2,
                        connection.createArrayOf(
                                "timestamptz",
                                scored.stream().map(s -> timestamp(s.at())).toArray()));
                statement.setArray(
                        3,
                        connection.createArrayOf(
                                "float8", scored.stream().map(Scored::score).toArray()));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Optional<byte[]> findDetector(long datastream) {
        return database.read("read a detector", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select body from facts.detector where datastream = ?")) {
                select.setLong(1, datastream);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void saveDetectors(Map<Long, byte[]> bodies) {
        if (bodies.isEmpty()) {
            return;
        }
        database.write("save detectors", connection -> {
            try (PreparedStatement upsert =
                    connection.prepareStatement("insert into facts.detector (datastream, saved_at, body)"
                            + " values (?, ?, ?) on conflict (datastream) do update set saved_at = excluded.saved_at,"
                            + " body = excluded.body")) {
                for (Map.Entry<Long, byte[]> entry : new TreeMap<>(bodies).entrySet()) {
                    upsert.setLong(1, entry.getKey());
                    upsert.setTimestamp(2, Timestamp.from(clock.instant()));
                    upsert.setBytes(3, entry.getValue());
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
            return true;
        });
    }

    private static Timestamp timestamp(long micros) {
        return Timestamp.from(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static long micros(Timestamp at) {
        return ObservationBatch.micros(at.toInstant());
    }
}
