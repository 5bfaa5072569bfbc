package org.vigilia.server.evidence;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.Seal;
import tools.jackson.databind.json.JsonMapper;

/** Exhibits in PostgreSQL. */
@Component
public class ExhibitStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;

    ExhibitStore(JdbcClient sql) {
        this.sql = sql;
    }

    /** Adds one that is still to be made. Within the caller's transaction. */
    Exhibit add(
            String id,
            String caseId,
            Exhibit.Kind kind,
            String title,
            String why,
            Exhibit.Wish wish,
            Instant at,
            String by,
            @Nullable String derivedFrom) {
        sql.sql("select id from evidence_case where id = ? for update")
                .param(caseId)
                .query(String.class)
                .single();
        sql.sql("insert into exhibit (id, case_id, number, kind, title, why, state, wish, created_at, created_by,"
                        + " derived_from) select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, 'MAKING', ?, ?, ?, ?"
                        + " from exhibit where case_id = ?")
                .params(Arrays.asList(
                        id,
                        caseId,
                        kind.name(),
                        title,
                        why,
                        JSON.writeValueAsString(wish),
                        OffsetDateTime.ofInstant(at, ZoneOffset.UTC),
                        by,
                        derivedFrom,
                        caseId))
                .update();
        return find(id).orElseThrow();
    }

    public Optional<Exhibit> find(String id) {
        return sql.sql("select * from exhibit where id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    public List<Exhibit> list(String caseId) {
        return sql.sql("select * from exhibit where case_id = ? order by number")
                .param(caseId)
                .query((row, n) -> read(row))
                .list();
    }

    List<Exhibit> listIn(Exhibit.State state) {
        return sql.sql("select * from exhibit where state = ? order by created_at")
                .param(state.name())
                .query((row, n) -> read(row))
                .list();
    }

    public void progress(String id, double part) {
        sql.sql("update exhibit set progress = ? where id = ? and state = 'MAKING'")
                .params((float) part, id)
                .update();
    }

    public void fail(String id, String why) {
        sql.sql("update exhibit set state = 'FAILED', failure = ? where id = ? and state = 'MAKING'")
                .params(why, id)
                .update();
    }

    void ready(String id, Seal.Signed seal, byte[] wrappedKey, long bytes) {
        sql.sql("update exhibit set state = 'READY', progress = 1, seal = ?, seal_key = ?, seal_signature = ?,"
                        + " wrapped_key = ?, bytes = ? where id = ? and state = 'MAKING'")
                .params(seal.text(), seal.key(), seal.signature(), wrappedKey, bytes, id)
                .update();
    }

    void rewrap(String id, byte[] wrappedKey) {
        sql.sql("update exhibit set wrapped_key = ? where id = ?")
                .params(wrappedKey, id)
                .update();
    }

    private static Exhibit read(ResultSet row) throws SQLException {
        String seal = row.getString("seal");
        return new Exhibit(
                row.getString("id"),
                row.getString("case_id"),
                row.getInt("number"),
                Exhibit.Kind.valueOf(row.getString("kind")),
                row.getString("title"),
                row.getString("why"),
                Exhibit.State.valueOf(row.getString("state")),
                row.getFloat("progress"),
                row.getString("failure"),
                JSON.readValue(row.getString("wish"), Exhibit.Wish.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                seal == null ? null : new Seal.Signed(seal, row.getString("seal_key"), row.getString("seal_signature")),
                row.getBytes("wrapped_key"),
                row.getLong("bytes"),
                row.getString("derived_from"));
    }
}
