package org.vigilia.server.alerting.rules;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.databind.json.JsonMapper;

/** The city's rules in PostgreSQL. */
@Component
final class CityRuleStore {

    /** Most rules of one agency: each is matched with every sensor whenever one of them changes. */
    static final int MAX_RULES = 500;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final RowMapper<Stored> rows = this::read;

    CityRuleStore(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /**
     * A rule and who changed it last.
     *
     * @param version grows with every change
     * @param removed true when it is only kept to undo that
     */
    record Stored(
            CityRule rule, long version, Instant changedAt, String changedBy, String changedByName, boolean removed) {}

    private Stored read(ResultSet row, int number) throws SQLException {
        return new Stored(
                json.readValue(row.getString("body"), CityRule.class),
                row.getLong("version"),
                row.getTimestamp("changed_at").toInstant(),
                row.getString("changed_by"),
                row.getString("changed_by_name"),
                row.getTimestamp("removed_at") != null);
    }

    /** Also a removed one. */
    Optional<Stored> find(RuleId id) {
        return sql.sql("select * from city_rule where id = :id")
                .param("id", id.value())
                .query(rows)
                .optional();
    }

    /** By name, without removed ones. @param only of this agency; null: of all */
    List<Stored> list(@Nullable AgencyId only) {
        return sql.sql("select * from city_rule where removed_at is null"
                        + (only == null ? "" : " and agency = :agency") + " order by lower(body ->> 'name'), id")
                .param("agency", only == null ? null : only.value())
                .query(rows)
                .list();
    }

    int count(AgencyId agency) {
        return sql.sql("select count(*) from city_rule where agency = :agency and removed_at is null")
                .param("agency", agency.value())
                .query(Integer.class)
                .single();
    }

    /** Writes a rule, new or changed; also brings a removed one back. */
    void put(CityRule rule, SignedIn by, Instant at) {
        sql.sql("insert into city_rule (id, agency, body, changed_at, changed_by, changed_by_name)"
                        + " values (:id, :agency, cast(:body as jsonb), :at, :by, :name) on conflict (id) do update set"
                        + " body = excluded.body, version = city_rule.version + 1, changed_at = excluded.changed_at,"
                        + " changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name,"
                        + " removed_at = null")
                .param("id", rule.id().value())
                .param("agency", rule.agency().value())
                .param("body", json.writeValueAsString(rule))
                .param("at", Timestamp.from(at))
                .param("by", by.id().value())
                .param("name", by.displayName())
                .update();
    }

    void remove(RuleId id, SignedIn by, Instant at) {
        sql.sql("update city_rule set removed_at = :at, version = version + 1, changed_at = :at, changed_by = :by,"
                        + " changed_by_name = :name where id = :id")
                .param("id", id.value())
                .param("at", Timestamp.from(at))
                .param("by", by.id().value())
                .param("name", by.displayName())
                .update();
    }

    /** What the stream job does not know yet. */
    List<Stored> listUnpublished() {
        return sql.sql("select * from city_rule where published < version order by changed_at limit 100")
                .query(rows)
                .list();
    }

    void published(RuleId id, long version) {
        sql.sql("update city_rule set published = :version where id = :id and published < :version")
                .param("version", version)
                .param("id", id.value())
                .update();
    }
}
