package org.vigilia.server.evidence.redact;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Traces in PostgreSQL. */
@Component
class TraceStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;

    TraceStore(JdbcClient sql) {
        this.sql = sql;
    }

    void add(Trace trace) {
        sql.sql("insert into evidence_trace (id, exhibit, name, sha256, state, why, created_at, created_by)"
                        + " values (?, ?, ?, ?, 'WORKING', ?, ?, ?)")
                .params(
                        trace.id(),
                        trace.exhibit(),
                        trace.name(),
                        trace.sha256(),
                        trace.why(),
                        OffsetDateTime.ofInstant(trace.createdAt(), ZoneOffset.UTC),
                        trace.createdBy())
                .update();
    }

    Optional<Trace> find(String id) {
        return sql.sql("select * from evidence_trace where id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    List<Trace> list(String exhibit) {
        return sql.sql("select * from evidence_trace where exhibit = ? order by created_at desc limit 50")
                .param(exhibit)
                .query((row, n) -> read(row))
                .list();
    }

    void progress(String id, double share) {
        sql.sql("update evidence_trace set progress = ? where id = ?")
                .params((float) share, id)
                .update();
    }

    void done(String id, Trace.Result result) {
        sql.sql("update evidence_trace set state = 'DONE', progress = 1, result = ? where id = ?")
                .params(JSON.writeValueAsString(result), id)
                .update();
    }

    void fail(String id, String why) {
        sql.sql("update evidence_trace set state = 'FAILED', failure = ? where id = ?")
                .params(why, id)
                .update();
    }

    /** Files that were being looked at are gone after a restart. */
    void failAll(String why) {
        sql.sql("update evidence_trace set state = 'FAILED', failure = ? where state = 'WORKING'")
                .param(why)
                .update();
    }

    private static Trace read(ResultSet row) throws SQLException {
        String result = row.getString("result");
        return new Trace(
                row.getString("id"),
                row.getString("exhibit"),
                row.getString("name"),
                row.getString("sha256"),
                Trace.State.valueOf(row.getString("state")),
                row.getFloat("progress"),
                row.getString("failure"),
                result == null ? null : JSON.readValue(result, Trace.Result.class),
                row.getString("why"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"));
    }
}
