package org.vigilia.facts.sensing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.facts.FactJson;
import org.vigilia.facts.db.Database;
import org.vigilia.facts.db.Schema;

/**
 * Cards in one table of PostgreSQL. Writers take one lock before they take a version and hold it until their commit, so
 * versions become visible in order.
 */
public final class PostgresCards<T> implements Cards<T> {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCards.class);

    private final Database database;
    private final Clock clock;
    private final String kind;
    private final Class<T> type;

    /** @param kind name of the kind in the table; must never change */
    public PostgresCards(Database database, Clock clock, String kind, Class<T> type) {
        this.database = database;
        this.clock = clock;
        this.kind = kind;
        this.type = type;
    }

    @Override
    public long putAll(Map<String, T> bodies) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        bodies.forEach((id, body) -> texts.put(id, FactJson.writeAny(body)));
        return change(texts);
    }

    @Override
    public long remove(String id) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        texts.put(id, null);
        return change(texts);
    }

    private long change(Map<String, @Nullable String> texts) {
        return database.write("change the cards", connection -> {
            long version = newestVersion(connection);
            try (PreparedStatement upsert = connection.prepareStatement("insert into facts.card"
                    + " (kind, id, version, changed_at, body) values (?, ?, ?, ?, ?) on conflict (kind, id) do update set"
                    + " version = excluded.version, changed_at = excluded.changed_at, body = excluded.body")) {
                for (Map.Entry<String, @Nullable String> entry : texts.entrySet()) {
                    version++;
                    upsert.setString(1, kind);
                    upsert.setString(2, entry.getKey());
                    upsert.setLong(3, version);
                    upsert.setTimestamp(4, Timestamp.from(clock.instant()));
                    upsert.setString(5, entry.getValue());
                    upsert.addBatch();
                }
                upsert.executeBatch();
            }
            return version;
        });
    }

    private static long newestVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(" + Schema.LOCK_CARDS + ", 0)");
            try (ResultSet rows = statement.executeQuery("select coalesce(max(version), 0) from facts.card")) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Override
    public List<Card<T>> listAfter(long version) {
        return database.read("read the cards", connection -> {
            List<Card<T>> cards = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "select id, version, body from facts.card where kind = ? and version > ? order by version")) {
                select.setString(1, kind);
                select.setLong(2, version);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        cards.add(new Card<>(
                                rows.getString(1), rows.getLong(2), body(rows.getString(1), rows.getString(3))));
                    }
                }
            }
            return cards;
        });
    }

    @Override
    public Optional<T> find(String id) {
        return database.read("read a card", connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select body from facts.card where kind = ? and id = ?")) {
                select.setString(1, kind);
                select.setString(2, id);
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.ofNullable(body(id, rows.getString(1))) : Optional.empty();
                }
            }
        });
    }

    /** A card that this version cannot read counts as removed: the others must go on. */
    private @Nullable T body(String id, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return FactJson.readAny(text, type);
        } catch (IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("event", "card-unreadable")
                    .addKeyValue("kind", kind)
                    .addKeyValue("id", id)
                    .log(e.getMessage());
            return null;
        }
    }
}
