package org.vigilia.server.footage.keep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.FreshId;
import org.vigilia.server.footage.play.Micros;

/** Legal holds, and what cases need: footage that no rule may delete. */
@Component
class Holds {

    private final JdbcClient sql;
    private final Clock clock;

    Holds(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * A legal hold.
     *
     * @param to null: until it is ended, also what is recorded later
     * @param endedReason why it was ended; null while it holds
     */
    record Hold(
            String id,
            List<CameraId> cameras,
            Instant from,
            @Nullable Instant to,
            String why,
            String by,
            Instant at,
            @Nullable Instant endedAt,
            @Nullable String endedBy,
            @Nullable String endedReason) {}

    /** A stretch that may not be deleted. */
    record Kept(long startMicros, long endMicros) {
        boolean meets(long from, long to) {
            return startMicros < to && endMicros > from;
        }
    }

    /** Of an agency, those that hold first. */
    List<Hold> list(@Nullable AgencyId agency) {
        return sql.sql("select h.*, (select string_agg(c.camera, ',' order by c.camera) from footage_hold_camera c"
                        + " where c.hold = h.id) as cameras from footage_hold h"
                        + " where :agency::text is null or agency = :agency order by ended_at desc nulls first, at desc"
                        + " limit 1000")
                .param("agency", agency == null ? null : agency.value())
                .query(Holds::read)
                .list();
    }

    Optional<AgencyId> findOwner(String id) {
        return sql.sql("select agency from footage_hold where id = ?")
                .param(id)
                .query((row, n) -> new AgencyId(row.getString(1)))
                .optional();
    }

    Optional<Hold> find(String id) {
        return list(null).stream().filter(hold -> hold.id().equals(id)).findFirst();
    }

    String add(AgencyId agency, List<CameraId> cameras, Instant from, @Nullable Instant to, String why, String by) {
        String id = FreshId.of("h");
        sql.sql("insert into footage_hold (id, agency, start_us, end_us, why, by_name, at) values (?,?,?,?,?,?,?)")
                .param(id)
                .param(agency.value())
                .param(Micros.of(from))
                .param(to == null ? null : Micros.of(to))
                .param(why)
                .param(by)
                .param(Timestamp.from(clock.instant()))
                .update();
        for (CameraId camera : cameras) {
            sql.sql("insert into footage_hold_camera values (?,?) on conflict do nothing")
                    .params(id, camera.value())
                    .update();
        }
        return id;
    }

    /** False when it had ended already. */
    boolean end(String id, String by, String reason) {
        return sql.sql("update footage_hold set ended_at = ?, ended_by = ?, ended_reason = ?"
                                + " where id = ? and ended_at is null")
                        .params(Timestamp.from(clock.instant()), by, reason, id)
                        .update()
                > 0;
    }

    /** All that may not be deleted of a camera, by holds and for cases. */
    List<Kept> kept(CameraId camera) {
        List<Kept> all = new ArrayList<>(sql.sql("select h.start_us, coalesce(h.end_us, 9223372036854775807)"
                        + " from footage_hold h join footage_hold_camera c on c.hold = h.id"
                        + " where c.camera = ? and h.ended_at is null")
                .param(camera.value())
                .query((row, n) -> new Kept(row.getLong(1), row.getLong(2)))
                .list());
        all.addAll(sql.sql("select start_us, end_us from footage_pin where camera = ?")
                .param(camera.value())
                .query((row, n) -> new Kept(row.getLong(1), row.getLong(2)))
                .list());
        return all;
    }

    private static Hold read(ResultSet row, int number) throws SQLException {
        long to = row.getLong("end_us");
        Instant end = row.wasNull() ? null : Micros.instant(to);
        Timestamp ended = row.getTimestamp("ended_at");
        String cameras = row.getString("cameras");
        return new Hold(
                row.getString("id"),
                cameras == null
                        ? List.of()
                        : java.util.Arrays.stream(cameras.split(","))
                                .map(CameraId::new)
                                .toList(),
                Micros.instant(row.getLong("start_us")),
                end,
                row.getString("why"),
                row.getString("by_name"),
                row.getTimestamp("at").toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("ended_by"),
                row.getString("ended_reason"));
    }
}
