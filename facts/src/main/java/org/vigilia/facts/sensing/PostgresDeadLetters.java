package org.vigilia.facts.sensing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.db.Schema;

/** Dead letters in PostgreSQL. */
public final class PostgresDeadLetters implements DeadLetters {

    private static final Duration ALIKE_WITHIN = Duration.ofHours(1);
    private static final String COLUMNS =
            "id, at, way, source, device, agency, reason, payload, complete, repeats, settled_at, settled_how, settled_by";

    /** Counting all open letters takes a while, so the bound is kept by the minute. */
    private static final Duration ROOM_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final AtomicLong nextRoom = new AtomicLong(System.nanoTime());

    public PostgresDeadLetters(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Alike(String way, String source, String reason) {}

    @Override
    public void add(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return;
        }
        Map<Alike, List<DeadLetter>> groups = new HashMap<>();
        letters.forEach(l -> groups.computeIfAbsent(new Alike(l.way(), l.source(), l.reason()), x -> new ArrayList<>())
                .add(l));
        database.write("keep what was refused", connection -> {
            Map<Alike, Newest> newest = newest(connection, groups.keySet());
            try (PreparedStatement insert = connection.prepareStatement("insert into facts.dead_letter"
                            + " (at, way, source, device, agency, reason, payload, complete, repeats)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
                    PreparedStatement repeat = connection.prepareStatement(
                            "update facts.dead_letter set repeats = repeats + ? where id = ?")) {
                for (Map.Entry<Alike, List<DeadLetter>> group : groups.entrySet()) {
                    keep(group.getValue(), newest.get(group.getKey()), insert, repeat);
                }
                insert.executeBatch();
                repeat.executeBatch();
            }
            if (System.nanoTime() - nextRoom.get() >= 0) {
                nextRoom.set(System.nanoTime() + ROOM_EVERY.toNanos());
                makeRoom(connection);
            }
            return letters.size();
        });
    }

    /** How many like it are kept, and the newest of them. */
    private record Newest(int count, long id) {}

    private Map<Alike, Newest> newest(Connection connection, java.util.Set<Alike> wanted) throws SQLException {
        List<Alike> list = List.copyOf(wanted);
        String[] ways = list.stream().map(Alike::way).toArray(String[]::new);
        String[] sources = list.stream().map(Alike::source).toArray(String[]::new);
        String[] reasons = list.stream().map(Alike::reason).toArray(String[]::new);
        Map<Alike, Newest> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select d.way, d.source, d.reason, count(*), max(d.id) from facts.dead_letter d"
                        + " join unnest(?::text[], ?::text[], ?::text[]) w(way, source, reason) on md5(d.source) = md5(w.source)"
                        + " and d.source = w.source and d.reason = w.reason and d.way = w.way"
                        + " where d.settled_at is null and d.at > ? group by 1, 2, 3")) {
            select.setArray(1, connection.createArrayOf("text", ways));
            select.setArray(2, connection.createArrayOf("text", sources));
            select.setArray(3, connection.createArrayOf("text", reasons));
            select.setTimestamp(4, Timestamp.from(clock.instant().minus(ALIKE_WITHIN)));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new Alike(rows.getString(1), rows.getString(2), rows.getString(3)),
                            new Newest(rows.getInt(4), rows.getLong(5)));
                }
            }
        }
        return found;
    }

    private static void keep(
            List<DeadLetter> alike, @Nullable Newest newest, PreparedStatement insert, PreparedStatement repeat)
            throws SQLException {
        int room = Math.max(0, MAX_ALIKE - (newest == null ? 0 : newest.count()));
        int kept = Math.min(room, alike.size());
        int rest = alike.size() - kept;
        for (int i = 0; i < kept; i++) {
            DeadLetter letter = alike.get(i);
            insert.setTimestamp(1, Timestamp.from(letter.at()));
            insert.setString(2, letter.way());
            insert.setString(3, letter.source());
            insert.setString(4, letter.device());
            insert.setString(5, letter.agency() == null ? null : letter.agency().value());
            insert.setString(6, letter.reason());
            insert.setBytes(7, letter.payload());
            insert.setBoolean(8, letter.complete());
            insert.setInt(9, i == kept - 1 ? rest : 0);
            insert.addBatch();
        }
        if (kept == 0 && newest != null) {
            repeat.setInt(1, rest);
            repeat.setLong(2, newest.id());
            repeat.addBatch();
        }
    }

    /** Only one writer at a time counts; the others leave it to the next. */
    private void makeRoom(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                        "select pg_try_advisory_xact_lock(" + Schema.LOCK_DEAD_LETTERS + ", 0)");
                ResultSet row = lock.executeQuery()) {
            row.next();
            if (!row.getBoolean(1)) {
                return;
            }
        }
        try (PreparedStatement settle = connection.prepareStatement(
                "update facts.dead_letter set settled_at = ?, settled_how = ? where settled_at is null and id <="
                        + " (select id from facts.dead_letter where settled_at is null order by id desc offset ? limit 1)")) {
            settle.setTimestamp(1, Timestamp.from(clock.instant()));
            settle.setString(2, DROPPED);
            settle.setInt(3, MAX_OPEN);
            settle.executeUpdate();
        }
    }

    @Override
    public List<Kept> list(Search search, Page page) {
        return database.read("list what was refused", connection -> {
            List<Kept> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS
                    + " from facts.dead_letter where " + condition(search)
                    + (page.before() > 0 ? " and id < ?" : "") + " order by id desc limit ?")) {
                int next = bind(select, search);
                if (page.before() > 0) {
                    select.setLong(next++, page.before());
                }
                select.setInt(next, page.limit());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(kept(rows));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public long count(Search search) {
        return database.read("count what was refused", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select count(*) from facts.dead_letter where " + condition(search))) {
                bind(select, search);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public List<ReasonCount> reasons(Search search) {
        return database.read("count why things were refused", connection -> {
            List<ReasonCount> found = new ArrayList<>();
            try (PreparedStatement select =
                    connection.prepareStatement("select reason, sum(repeats + 1) from facts.dead_letter where "
                            + condition(search) + " group by reason order by 2 desc, 1 limit 100")) {
                bind(select, search);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        found.add(new ReasonCount(rows.getString(1), rows.getLong(2)));
                    }
                }
            }
            return found;
        });
    }

    private static String condition(Search search) {
        Whose whose = search.whose();
        Boolean settled = search.settled();
        return "true"
                + (whose.agency() == null
                        ? ""
                        : whose.nobodys() ? " and (agency = ? or agency is null)" : " and agency = ?")
                + (settled == null ? "" : settled ? " and settled_at is not null" : " and settled_at is null")
                + (search.text() == null
                        ? ""
                        : " and position(lower(?) in lower(source || ' ' || coalesce(device, '') || ' ' || reason)) > 0")
                + (search.reason() == null ? "" : " and reason = ?")
                + (search.way() == null ? "" : " and way = ?");
    }

    private static int bind(PreparedStatement statement, Search search) throws SQLException {
        int next = 1;
        AgencyId agency = search.whose().agency();
        if (agency != null) {
            statement.setString(next++, agency.value());
        }
        for (String text : new String[] {search.text(), search.reason(), search.way()}) {
            if (text != null) {
                statement.setString(next++, text.replace("\0", ""));
            }
        }
        return next;
    }

    @Override
    public Optional<Kept> find(long id) {
        return database.read("find what was refused", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select " + COLUMNS + " from facts.dead_letter where id = ?")) {
                select.setLong(1, id);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(kept(rows)) : Optional.empty();
                }
            }
        });
    }

    private static Kept kept(ResultSet row) throws SQLException {
        String agency = row.getString(6);
        Timestamp settled = row.getTimestamp(11);
        return new Kept(
                row.getLong(1),
                new DeadLetter(
                        row.getTimestamp(2).toInstant(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        agency == null ? null : new AgencyId(agency),
                        row.getString(7),
                        row.getBytes(8),
                        row.getBoolean(9)),
                row.getInt(10),
                settled == null ? null : settled.toInstant(),
                row.getString(12),
                row.getString(13));
    }

    @Override
    public List<Long> settle(List<Long> ids, String how, String by) {
        return database.write("settle what was refused", connection -> {
            try (PreparedStatement update = connection.prepareStatement("update facts.dead_letter set settled_at = ?,"
                    + " settled_how = ?, settled_by = ? where id = any(?) and settled_at is null returning id")) {
                update.setTimestamp(1, Timestamp.from(clock.instant()));
                update.setString(2, how);
                update.setString(3, by);
                update.setObject(4, ids.stream().mapToLong(Long::longValue).toArray());
                return ids(update);
            }
        });
    }

    @Override
    public List<Long> reopen(List<Long> ids) {
        return database.write("open again what was refused", connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "update facts.dead_letter set settled_at = null,"
                            + " settled_how = null, settled_by = null where id = any(?) and settled_at is not null returning id")) {
                update.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
                return ids(update);
            }
        });
    }

    private static List<Long> ids(PreparedStatement statement) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
