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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.Seal;
import tools.jackson.databind.json.JsonMapper;

/** Exhibits in PostgreSQL. */
@Component
public class ExhibitStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String ALL = "select exhibit.*, stamp.state stamp_state, stamp.authority stamp_authority,"
            + " stamp.stamped_at, stamp.failure stamp_failure from exhibit"
            + " left join time_stamp stamp on stamp.exhibit = exhibit.id";

    private final JdbcClient sql;
    private final ApplicationEventPublisher events;

    ExhibitStore(JdbcClient sql, ApplicationEventPublisher events) {
        this.sql = sql;
        this.events = events;
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
        return sql.sql(ALL + " where exhibit.id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    public List<Exhibit> list(String caseId) {
        return sql.sql(ALL + " where case_id = ? order by number")
                .param(caseId)
                .query((row, n) -> read(row))
                .list();
    }

    List<Exhibit> listIn(Exhibit.State state) {
        return sql.sql(ALL + " where exhibit.state = ? order by created_at")
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
        int made = sql.sql(
                        "update exhibit set state = 'READY', progress = 1, seal = ?, seal_key = ?, seal_signature = ?,"
                                + " wrapped_key = ?, bytes = ? where id = ? and state = 'MAKING'")
                .params(seal.text(), seal.key(), seal.signature(), wrappedKey, bytes, id)
                .update();
        if (made > 0) {
            events.publishEvent(new ExhibitSealed(id));
        }
    }

    void rewrap(String id, byte[] wrappedKey) {
        sql.sql("update exhibit set wrapped_key = ? where id = ?")
                .params(wrappedKey, id)
                .update();
    }

    private static Exhibit.@Nullable Stamp stamp(ResultSet row) throws SQLException {
        String state = row.getString("stamp_state");
        OffsetDateTime at = row.getObject("stamped_at", OffsetDateTime.class);
        return state == null
                ? null
                : new Exhibit.Stamp(
                        Exhibit.Stamp.State.valueOf(state),
                        row.getString("stamp_authority"),
                        at == null ? null : at.toInstant(),
                        row.getString("stamp_failure"));
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
                row.getString("derived_from"),
                stamp(row));
    }
}
