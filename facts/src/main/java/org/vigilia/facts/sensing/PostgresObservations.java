package org.vigilia.facts.sensing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Parts;
import org.vigilia.facts.Position;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.db.Schema;

/**
 * Observations in PostgreSQL.
 *
 * <p>What is newer than all this process has stored of its datastream goes in by binary COPY; the rest, and everything
 * when the COPY meets a duplicate that another process stored, by an insert that leaves duplicates out.
 */
public final class PostgresObservations implements ObservationLog {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresObservations.class);
    private static final int MAX_REMEMBERED = 200_000;

    private final Database database;
    private final Clock clock;
    private final Map<DatastreamId, Instant> newest = new ConcurrentHashMap<>();

    public PostgresObservations(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Key(DatastreamId datastream, Instant at) {}

    @Override
    public Appended append(List<Observation> observations) {
        if (observations.isEmpty()) {
            return new Appended(0, 0);
        }
        Map<Key, Observation> distinct = new LinkedHashMap<>();
        observations.forEach(o -> distinct.putIfAbsent(new Key(o.datastream(), o.at()), o));
        List<Observation> wanted = List.copyOf(distinct.values());
        List<Observation> fresh = new ArrayList<>(wanted.size());
        List<Observation> doubtful = new ArrayList<>();
        Map<DatastreamId, Instant> newestHere = new HashMap<>();
        for (Observation o : wanted) {
            Instant known = newestHere.containsKey(o.datastream())
                    ? newestHere.get(o.datastream())
                    : newest.get(o.datastream());
            if (known != null && o.at().isAfter(known)) {
                fresh.add(o);
                newestHere.put(o.datastream(), o.at());
            } else {
                doubtful.add(o);
            }
        }
        int stored;
        try {
            stored = store(fresh, doubtful);
        } catch (IllegalArgumentException e) {
            if (!(e.getCause() instanceof SQLException sql) || !"23505".equals(sql.getSQLState())) {
                throw e;
            }
            stored = store(List.of(), wanted);
        }
        remember(wanted);
        return new Appended(stored, observations.size() - stored);
    }

    private int store(List<Observation> fresh, List<Observation> doubtful) {
        Instant now = clock.instant();
        return database.write("append observations", connection -> {
            List<Observation> stored = new ArrayList<>(fresh);
            if (!fresh.isEmpty()) {
                ObservationCopy.copy(connection, fresh, now);
            }
            if (!doubtful.isEmpty()) {
                stored.addAll(insertNew(connection, doubtful, now));
            }
            writeLog(connection, stored, List.of(), now);
            return stored.size();
        });
    }

    /** Sorted by key, so that two writers cannot wait for each other in a ring. */
    private static List<Observation> insertNew(Connection connection, List<Observation> all, Instant now)
            throws SQLException {
        List<Observation> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Observation::datastream).thenComparing(Observation::at));
        int count = sorted.size();
        Long[] streams = new Long[count];
        Timestamp[] ats = new Timestamp[count];
        Double[] values = new Double[count];
        Short[] qualities = new Short[count];
        Timestamp[] untils = new Timestamp[count];
        Timestamp[] resultTimes = new Timestamp[count];
        String[] results = new String[count];
        String[] extras = new String[count];
        Long[] features = new Long[count];
        Map<Key, Observation> byKey = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Observation o = sorted.get(i);
            byKey.put(new Key(o.datastream(), o.at()), o);
            streams[i] = o.datastream().value();
            ats[i] = Timestamp.from(o.at());
            values[i] = o.numeric() ? o.value() : null;
            qualities[i] = (short) o.quality();
            untils[i] = o.until() == null ? null : Timestamp.from(o.until());
            resultTimes[i] = o.resultTime() == null ? null : Timestamp.from(o.resultTime());
            results[i] = o.result();
            extras[i] = o.extra();
            features[i] = o.feature();
        }
        List<Observation> stored = new ArrayList<>();
        try (PreparedStatement insert =
                connection.prepareStatement("insert into facts.observation (datastream, at, value,"
                        + " quality, until, result_time, result, extra, feature, stored_at) select *, ? from unnest(?::bigint[],"
                        + " ?::timestamptz[], ?::float8[], ?::smallint[], ?::timestamptz[], ?::timestamptz[], ?::text[],"
                        + " ?::text[], ?::bigint[]) on conflict do nothing returning datastream, at")) {
            insert.setTimestamp(1, Timestamp.from(now));
            insert.setArray(2, connection.createArrayOf("bigint", streams));
            insert.setArray(3, connection.createArrayOf("timestamptz", ats));
            insert.setArray(4, connection.createArrayOf("float8", values));
            insert.setArray(5, connection.createArrayOf("smallint", qualities));
            insert.setArray(6, connection.createArrayOf("timestamptz", untils));
            insert.setArray(7, connection.createArrayOf("timestamptz", resultTimes));
            insert.setArray(8, connection.createArrayOf("text", results));
            insert.setArray(9, connection.createArrayOf("text", extras));
            insert.setArray(10, connection.createArrayOf("bigint", features));
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    Key key = new Key(
                            new DatastreamId(rows.getLong(1)),
                            rows.getTimestamp(2).toInstant());
                    stored.add(Objects.requireNonNull(byKey.get(key)));
                }
            }
        }
        return stored;
    }

    private static void setBody(PreparedStatement statement, int first, Observation o, Instant now)
            throws SQLException {
        if (o.numeric()) {
            statement.setDouble(first, o.value());
        } else {
            statement.setNull(first, Types.DOUBLE);
        }
        statement.setInt(first + 1, o.quality());
        statement.setTimestamp(first + 2, o.until() == null ? null : Timestamp.from(o.until()));
        statement.setTimestamp(first + 3, o.resultTime() == null ? null : Timestamp.from(o.resultTime()));
        statement.setString(first + 4, o.result());
        statement.setString(first + 5, o.extra());
        statement.setLong(first + 6, o.feature());
        statement.setTimestamp(first + 7, Timestamp.from(now));
    }

    private static void writeLog(
            Connection connection, List<Observation> stored, List<ObservationBatch.Correction> corrected, Instant now)
            throws SQLException {
        Map<Integer, List<Observation>> byPart = new TreeMap<>();
        stored.forEach(o -> byPart.computeIfAbsent(part(o.datastream()), x -> new ArrayList<>())
                .add(o));
        Map<Integer, List<ObservationBatch.Correction>> corrections = new TreeMap<>();
        corrected.forEach(c -> corrections
                .computeIfAbsent(part(c.datastream()), x -> new ArrayList<>())
                .add(c));
        corrections.keySet().forEach(part -> byPart.putIfAbsent(part, List.of()));
        if (byPart.isEmpty()) {
            return;
        }
        int[] parts = byPart.keySet().stream().mapToInt(Integer::intValue).toArray();
        Map<Integer, Long> next = new HashMap<>();
        try (PreparedStatement claim =
                connection.prepareStatement("select p, facts.claim_observations(p) from unnest(?::int[]) p")) {
            claim.setObject(1, parts);
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    next.put(rows.getInt(1), rows.getLong(2));
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into facts.observation_batch (part, seq, stored_at, body) values (?, ?, ?, ?)")) {
            for (Map.Entry<Integer, List<Observation>> entry : byPart.entrySet()) {
                ObservationBatch batch =
                        new ObservationBatch(entry.getValue(), corrections.getOrDefault(entry.getKey(), List.of()));
                insert.setInt(1, entry.getKey());
                insert.setLong(2, Objects.requireNonNull(next.get(entry.getKey())));
                insert.setTimestamp(3, Timestamp.from(now));
                insert.setBytes(4, batch.encode());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Which part of the log a datastream's observations go to; must never change. */
    static int part(DatastreamId datastream) {
        return (int) (datastream.value() % Parts.COUNT);
    }

    private void remember(List<Observation> stored) {
        if (newest.size() > MAX_REMEMBERED) {
            newest.clear();
        }
        stored.forEach(o -> newest.merge(o.datastream(), o.at(), (a, b) -> a.isAfter(b) ? a : b));
    }

    @Override
    public List<Added> addAll(List<Observation> observations) {
        if (observations.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Added> added = database.write("add observations", connection -> {
            List<Added> results = new ArrayList<>();
            List<Observation> stored = new ArrayList<>();
            for (Observation o : observations) {
                Added one = add(connection, o, now);
                results.add(one);
                if (!one.duplicate()) {
                    stored.add(o);
                }
            }
            writeLog(connection, stored, List.of(), now);
            return results;
        });
        remember(observations);
        return added;
    }

    private static Added add(Connection connection, Observation o, Instant now) throws SQLException {
        int again = 0;
        try (PreparedStatement same =
                connection.prepareStatement("select id, again, value, result from facts.observation"
                        + " where datastream = ? and at = ? order by again")) {
            same.setLong(1, o.datastream().value());
            same.setTimestamp(2, Timestamp.from(o.at()));
            try (ResultSet rows = same.executeQuery()) {
                while (rows.next()) {
                    boolean equal = o.numeric()
                            ? rows.getString(4) == null && rows.getDouble(3) == o.value()
                            : Objects.equals(rows.getString(4), o.result());
                    if (equal) {
                        return new Added(rows.getLong(1), true);
                    }
                    again = rows.getInt(2) + 1;
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into facts.observation (datastream, at, again,"
                        + " value, quality, until, result_time, result, extra, feature, stored_at) values (?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?) returning id")) {
            insert.setLong(1, o.datastream().value());
            insert.setTimestamp(2, Timestamp.from(o.at()));
            insert.setInt(3, again);
            setBody(insert, 4, o, now);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new Added(row.getLong(1), false);
            }
        }
    }

    @Override
    public boolean replace(long id, Observation observation) {
        Instant now = clock.instant();
        return database.write("replace an observation", connection -> {
            List<ObservationBatch.Correction> gone = delete(connection, List.of(id));
            if (gone.isEmpty()) {
                return false;
            }
            int again = 0;
            try (PreparedStatement taken = connection.prepareStatement(
                    "select coalesce(max(again) + 1, 0) from facts.observation where datastream = ? and at = ?")) {
                taken.setLong(1, observation.datastream().value());
                taken.setTimestamp(2, Timestamp.from(observation.at()));
                try (ResultSet row = taken.executeQuery()) {
                    row.next();
                    again = row.getInt(1);
                }
            }
            try (PreparedStatement insert = connection.prepareStatement("insert into facts.observation (id, datastream,"
                    + " at, again, value, quality, until, result_time, result, extra, feature, stored_at)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setLong(1, id);
                insert.setLong(2, observation.datastream().value());
                insert.setTimestamp(3, Timestamp.from(observation.at()));
                insert.setInt(4, again);
                setBody(insert, 5, observation, now);
                insert.executeUpdate();
            }
            List<ObservationBatch.Correction> corrections = new ArrayList<>(gone);
            corrections.add(new ObservationBatch.Correction(observation.datastream(), observation.at()));
            writeLog(connection, List.of(), corrections, now);
            return true;
        });
    }

    @Override
    public int remove(List<Long> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant();
        return database.write("remove observations", connection -> {
            List<ObservationBatch.Correction> gone = delete(connection, ids);
            writeLog(connection, List.of(), gone, now);
            return gone.size();
        });
    }

    private static List<ObservationBatch.Correction> delete(Connection connection, List<Long> ids) throws SQLException {
        List<ObservationBatch.Correction> gone = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement(
                "delete from facts.observation where id = any(?) returning datastream, at")) {
            delete.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    gone.add(new ObservationBatch.Correction(
                            new DatastreamId(rows.getLong(1)),
                            rows.getTimestamp(2).toInstant()));
                }
            }
        }
        return gone;
    }

    @Override
    public long[] ids(List<Observation> observations) {
        long[] ids = new long[observations.size()];
        if (ids.length == 0) {
            return ids;
        }
        Long[] streams = observations.stream().map(o -> o.datastream().value()).toArray(Long[]::new);
        Timestamp[] ats = observations.stream().map(o -> Timestamp.from(o.at())).toArray(Timestamp[]::new);
        return database.read("find ids of observations", connection -> {
            try (PreparedStatement select = connection.prepareStatement("select w.n, max(o.id) from unnest(?::bigint[],"
                    + " ?::timestamptz[]) with ordinality w(datastream, at, n) join facts.observation o"
                    + " on o.datastream = w.datastream and o.at = w.at group by w.n")) {
                select.setArray(1, connection.createArrayOf("bigint", streams));
                select.setArray(2, connection.createArrayOf("timestamptz", ats));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        ids[rows.getInt(1) - 1] = rows.getLong(2);
                    }
                }
            }
            return ids;
        });
    }

    /** Batches this version cannot read are skipped and logged; the search goes on behind them. */
    @Override
    public List<Logged<ObservationBatch>> read(Position after, int limit) {
        Position position = after;
        while (true) {
            Position from = position;
            List<Logged<byte[]>> rows = database.read("read observations", c -> select(c, from, limit));
            List<Logged<ObservationBatch>> found = new ArrayList<>(rows.size());
            for (Logged<byte[]> row : rows) {
                try {
                    found.add(
                            new Logged<>(row.part(), row.seq(), row.storedAt(), ObservationBatch.decode(row.value())));
                } catch (IllegalArgumentException e) {
                    LOG.atWarn()
                            .addKeyValue("event", "entry-unreadable")
                            .addKeyValue("table", "observation_batch")
                            .addKeyValue("part", row.part())
                            .addKeyValue("seq", row.seq())
                            .log(e.getMessage());
                }
            }
            if (!found.isEmpty() || rows.isEmpty()) {
                return found;
            }
            for (Logged<byte[]> row : rows) {
                position = position.after(row);
            }
        }
    }

    private static List<Logged<byte[]>> select(Connection connection, Position after, int limit) throws SQLException {
        int[] parts = new int[Parts.COUNT];
        long[] seqs = new long[Parts.COUNT];
        for (int part = 0; part < Parts.COUNT; part++) {
            parts[part] = part;
            seqs[part] = after.seq(part);
        }
        List<Logged<byte[]>> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select p.part, t.seq, t.stored_at, t.body"
                + " from unnest(?::int[], ?::bigint[]) as p(part, after) cross join lateral"
                + " (select seq, stored_at, body from facts.observation_batch"
                + " where part = p.part and seq > p.after order by seq limit ?) t order by t.seq limit ?")) {
            select.setObject(1, parts);
            select.setObject(2, seqs);
            select.setInt(3, (limit + Parts.COUNT - 1) / Parts.COUNT);
            select.setInt(4, limit);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    Instant storedAt = found.getTimestamp(3).toInstant();
                    rows.add(new Logged<>(found.getInt(1), found.getLong(2), storedAt, found.getBytes(4)));
                }
            }
        }
        return rows;
    }

    @Override
    public Position end() {
        return database.read("find the end of the observations", connection -> {
            Map<Integer, Long> seqs = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("select p, (select max(seq) from"
                            + " facts.observation_batch where part = p) from generate_series(0, " + (Parts.COUNT - 1)
                            + ") p");
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

    @Override
    public Position from(Instant storedAt) {
        long before = Schema.micros(storedAt) - 1;
        Map<Integer, Long> seqs = new HashMap<>();
        for (int part = 0; part < Parts.COUNT; part++) {
            seqs.put(part, before);
        }
        return new Position(seqs);
    }
}
