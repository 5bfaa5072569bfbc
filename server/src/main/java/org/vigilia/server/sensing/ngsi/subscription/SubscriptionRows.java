package org.vigilia.server.sensing.ngsi.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Subscriptions in the database. */
@Component
class SubscriptionRows {

    private static final String SELECT =
            "select s.*, cast(s.body as text) text, (select count(*) from ngsi_outbox o where o.subscription_id = s.id) waiting"
                    + " from ngsi_subscription s ";

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    SubscriptionRows(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** How telling went so far. @param failures in a row */
    record Record(
            long sent,
            long failed,
            int failures,
            @Nullable Instant lastSent,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String failureReason,
            long waiting) {}

    /**
     * A subscription as it is stored.
     *
     * @param body as NGSI-LD has it, values of receiverInfo left out
     * @param secrets those values, sealed; null: none
     * @param activeSince what was stored before is not told
     * @param pausedBecause why the server made it inactive; null when it did not
     */
    record Row(
            String id,
            AgencyId agency,
            ObjectNode body,
            byte @Nullable [] secrets,
            boolean active,
            Instant activeSince,
            @Nullable Instant expiresAt,
            @Nullable String pausedBecause,
            Instant modifiedAt,
            Record record) {}

    void insert(Row row, SubscriptionRule rule, String by) {
        jdbc.update(
                "insert into ngsi_subscription (id, agency_id, body, secrets, active, active_since, expires_at, throttling_ms,"
                        + " created_at, created_by, modified_at) values (?, ?, cast(? as jsonb), ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id,
                row.agency.value(),
                row.body.toString(),
                row.secrets,
                row.active,
                row.activeSince.atOffset(ZoneOffset.UTC),
                offset(rule.expiresAt()),
                rule.throttlingMs(),
                row.modifiedAt.atOffset(ZoneOffset.UTC),
                by,
                row.modifiedAt.atOffset(ZoneOffset.UTC));
    }

    void update(Row row, SubscriptionRule rule) {
        jdbc.update(
                "update ngsi_subscription set body = cast(? as jsonb), secrets = ?, active = ?, active_since = ?,"
                        + " expires_at = ?, throttling_ms = ?, paused_because = ?, modified_at = ?, failures = 0,"
                        + " next_try_at = '-infinity' where id = ?",
                row.body.toString(),
                row.secrets,
                row.active,
                row.activeSince.atOffset(ZoneOffset.UTC),
                offset(rule.expiresAt()),
                rule.throttlingMs(),
                row.pausedBecause,
                row.modifiedAt.atOffset(ZoneOffset.UTC),
                row.id);
    }

    private static java.time.@Nullable OffsetDateTime offset(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    void remove(String id) {
        jdbc.update("delete from ngsi_subscription where id = ?", id);
    }

    /** @param hold whether others must wait to change it until this transaction ends */
    Optional<Row> find(String id, boolean hold) {
        return jdbc
                .query(SELECT + "where s.id = ?" + (hold ? " for update of s" : ""), (row, n) -> read(row), id)
                .stream()
                .findFirst();
    }

    List<Row> list(Optional<AgencyId> agency, int offset, int limit) {
        String owner = agency.map(AgencyId::value).orElse(null);
        return jdbc.query(
                SELECT + "where cast(? as text) is null or s.agency_id = ? order by s.id offset ? limit ?",
                (row, n) -> read(row),
                owner,
                owner,
                offset,
                limit);
    }

    int count(Optional<AgencyId> agency) {
        String owner = agency.map(AgencyId::value).orElse(null);
        Integer count = jdbc.queryForObject(
                "select count(*) from ngsi_subscription where cast(? as text) is null or agency_id = ?",
                Integer.class,
                owner,
                owner);
        return count == null ? 0 : count;
    }

    /** Those that want to be told now. */
    List<Row> listActive() {
        return jdbc.query(
                SELECT + "where s.active and (s.expires_at is null or s.expires_at > now()) order by s.id",
                (row, n) -> read(row));
    }

    boolean anyActive() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select exists (select 1 from ngsi_subscription where active)", Boolean.class));
    }

    /** Makes one inactive; what waits for it stays. */
    void pause(String id, String because) {
        jdbc.update("update ngsi_subscription set active = false, paused_because = ? where id = ?", because, id);
    }

    private Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getString("id"),
                new AgencyId(row.getString("agency_id")),
                (ObjectNode) json.readTree(row.getString("text")),
                row.getBytes("secrets"),
                row.getBoolean("active"),
                row.getTimestamp("active_since").toInstant(),
                time(row, "expires_at"),
                row.getString("paused_because"),
                row.getTimestamp("modified_at").toInstant(),
                new Record(
                        row.getLong("times_sent"),
                        row.getLong("times_failed"),
                        row.getInt("failures"),
                        time(row, "last_sent"),
                        time(row, "last_success"),
                        time(row, "last_failure"),
                        row.getString("failure_reason"),
                        row.getLong("waiting")));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
