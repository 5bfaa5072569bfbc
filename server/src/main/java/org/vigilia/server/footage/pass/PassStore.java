package org.vigilia.server.footage.pass;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.footage.play.Micros;

/** The passes, as stored. Safe for use by many threads. */
@Component
class PassStore {

    /** Use is written down no more often than this: a player asks every few seconds. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final JdbcClient sql;

    PassStore(JdbcClient sql) {
        this.sql = sql;
    }

    /** A pass with what its secret must hash to. */
    record Stored(PlayerPass pass, byte[] hash) {

        /** Never prints the hash. */
        @Override
        public String toString() {
            return "Stored[" + pass.id() + "]";
        }
    }

    /** Also one that is expired or revoked. */
    Optional<Stored> find(String id) {
        return sql.sql("select * from footage_pass where id = ?")
                .param(id)
                .query((row, n) -> new Stored(pass(row), row.getBytes("hash")))
                .optional();
    }

    /** Of one person, the newest first. */
    List<PlayerPass> list(PersonId owner) {
        return sql.sql("select * from footage_pass where person_id = ? order by created_at desc, id")
                .param(owner.value())
                .query((row, n) -> pass(row))
                .list();
    }

    /** Until the end of the transaction nobody else makes one for this person. */
    void hold(PersonId owner) {
        sql.sql("select 1 from person where id = ? for no key update")
                .param(owner.value())
                .query()
                .listOfRows();
    }

    void insert(PlayerPass pass, byte[] hash) {
        PlayerPass.What what = pass.what();
        Instant to = what.to();
        sql.sql("insert into footage_pass (id, person_id, agency_id, camera, start_us, end_us, hash, created_at,"
                        + " expires_at) values (?,?,?,?,?,?,?,?,?)")
                .param(pass.id())
                .param(pass.owner().value())
                .param(what.agency().value())
                .param(what.camera().value())
                .param(Micros.of(what.from()))
                .param(to == null ? null : Micros.of(to))
                .param(hash)
                .param(Timestamp.from(pass.createdAt()))
                .param(Timestamp.from(pass.expiresAt()))
                .update();
    }

    /** @return false when it was revoked before */
    boolean revoke(String id, Instant now) {
        return sql.sql("update footage_pass set revoked_at = ? where id = ? and revoked_at is null")
                        .param(Timestamp.from(now))
                        .param(id)
                        .update()
                == 1;
    }

    void noteUse(PlayerPass pass, Instant now) {
        Instant last = pass.usedAt();
        if (last == null || last.isBefore(now.minus(USE_NOTED_EVERY))) {
            sql.sql("update footage_pass set used_at = ? where id = ?")
                    .param(Timestamp.from(now))
                    .param(pass.id())
                    .update();
        }
    }

    /** Forgets those that have been of no use since a moment; the audit log still knows them. */
    void forget(Instant before) {
        sql.sql("delete from footage_pass where expires_at < ?")
                .param(Timestamp.from(before))
                .update();
    }

    private static PlayerPass pass(ResultSet row) throws SQLException {
        long end = row.getLong("end_us");
        Instant to = row.wasNull() ? null : Micros.instant(end);
        return new PlayerPass(
                row.getString("id"),
                new PersonId(row.getString("person_id")),
                new PlayerPass.What(
                        new CameraId(row.getString("camera")),
                        new AgencyId(row.getString("agency_id")),
                        Micros.instant(row.getLong("start_us")),
                        to),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                instant(row, "used_at"),
                instant(row, "revoked_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
