package org.vigilia.server.evidence.redact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Redactions in PostgreSQL. */
@Component
class RedactionStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;

    RedactionStore(JdbcClient sql) {
        this.sql = sql;
    }

    void add(String id, String exhibit, RedactionWish wish, String why, Instant at, String by) {
        OffsetDateTime time = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
        sql.sql("insert into redaction (id, exhibit, state, wish, why, created_at, created_by, changed_at, changed_by)"
                        + " values (?, ?, 'PROPOSING', ?, ?, ?, ?, ?, ?)")
                .params(id, exhibit, JSON.writeValueAsString(wish), why, time, by, time, by)
                .update();
    }

    Optional<Redaction> find(String id) {
        return sql.sql("select * from redaction where id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    List<Redaction> list(String exhibit) {
        return sql.sql("select * from redaction where exhibit = ? order by created_at desc limit 100")
                .param(exhibit)
                .query((row, n) -> read(row))
                .list();
    }

    List<Redaction> listIn(Redaction.State state) {
        return sql.sql("select * from redaction where state = ? order by created_at")
                .param(state.name())
                .query((row, n) -> read(row))
                .list();
    }

    RedactionWish wish(String id) {
        return JSON.readValue(
                sql.sql("select wish from redaction where id = ?")
                        .param(id)
                        .query(String.class)
                        .single(),
                RedactionWish.class);
    }

    void progress(String id, double share) {
        sql.sql("update redaction set progress = ? where id = ?")
                .params((float) share, id)
                .update();
    }

    void fail(String id, String why) {
        sql.sql("update redaction set state = 'FAILED', failure = ? where id = ?")
                .params(why, id)
                .update();
    }

    /** The search is over. */
    void proposed(String id, RedactionPlan plan) {
        sql.sql("update redaction set state = 'REVIEW', progress = 1, plan = ? where id = ? and state = 'PROPOSING'")
                .params(JSON.writeValueAsString(plan), id)
                .update();
    }

    /** What a person decided; false when it is not under review. */
    boolean change(String id, RedactionPlan plan, Instant at, String by) {
        return sql.sql(
                                "update redaction set plan = ?, changed_at = ?, changed_by = ? where id = ? and state = 'REVIEW'")
                        .params(JSON.writeValueAsString(plan), OffsetDateTime.ofInstant(at, ZoneOffset.UTC), by, id)
                        .update()
                == 1;
    }

    /** It is being made; false when it is not under review. */
    boolean render(String id, String derived) {
        return sql.sql("update redaction set state = 'RENDERING', progress = 0, derived = ? where id = ?"
                                + " and state = 'REVIEW'")
                        .params(derived, id)
                        .update()
                == 1;
    }

    void ready(String id) {
        sql.sql("update redaction set state = 'READY', progress = 1 where id = ?")
                .param(id)
                .update();
    }

    private static Redaction read(ResultSet row) throws SQLException {
        String plan = row.getString("plan");
        return new Redaction(
                row.getString("id"),
                row.getString("exhibit"),
                row.getString("derived"),
                Redaction.State.valueOf(row.getString("state")),
                row.getFloat("progress"),
                row.getString("failure"),
                plan == null ? null : JSON.readValue(plan, RedactionPlan.class),
                row.getString("why"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"));
    }
}
