package org.vigilia.server.footage.play;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.FreshId;
import org.vigilia.server.identity.SignedIn;

/** Moments people marked in recordings. */
@Component
class Bookmarks {

    private final JdbcClient sql;
    private final Clock clock;

    Bookmarks(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** A marked moment or stretch. @param by who marked it, for people */
    record Bookmark(String id, CameraId camera, Instant from, Instant to, String text, String by, Instant at) {}

    List<Bookmark> list(CameraId camera, long fromMicros, long toMicros) {
        return sql.sql("select * from footage_bookmark where camera = ? and start_us < ? and end_us >= ?"
                        + " order by start_us, id limit 1000")
                .params(camera.value(), toMicros, fromMicros)
                .query(Bookmarks::read)
                .list();
    }

    Optional<Bookmark> find(String id) {
        return sql.sql("select * from footage_bookmark where id = ?")
                .param(id)
                .query(Bookmarks::read)
                .optional();
    }

    Optional<Bookmark> find(CameraId camera, long atMicros, boolean next) {
        return sql.sql("select * from footage_bookmark where camera = ? and start_us " + (next ? ">" : "<")
                        + " ? order by start_us " + (next ? "asc" : "desc") + " limit 1")
                .params(camera.value(), atMicros)
                .query(Bookmarks::read)
                .optional();
    }

    Bookmark add(SignedIn by, AgencyId agency, CameraId camera, Instant from, Instant to, String text) {
        Bookmark made = new Bookmark(FreshId.of("b"), camera, from, to, text, by.displayName(), clock.instant());
        sql.sql("insert into footage_bookmark values (?,?,?,?,?,?,?,?,?)")
                .params(
                        made.id(),
                        agency.value(),
                        camera.value(),
                        Micros.of(from),
                        Micros.of(to),
                        text,
                        by.id().value(),
                        made.by(),
                        Timestamp.from(made.at()))
                .update();
        return made;
    }

    void remove(String id) {
        sql.sql("delete from footage_bookmark where id = ?").param(id).update();
    }

    private static Bookmark read(ResultSet row, int number) throws SQLException {
        return new Bookmark(
                row.getString("id"),
                new CameraId(row.getString("camera")),
                Micros.instant(row.getLong("start_us")),
                Micros.instant(row.getLong("end_us")),
                row.getString("text"),
                row.getString("by_name"),
                row.getTimestamp("at").toInstant());
    }
}
