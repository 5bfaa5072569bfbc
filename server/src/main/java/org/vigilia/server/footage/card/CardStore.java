package org.vigilia.server.footage.card;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.play.Micros;

/** What was asked of cards, in the database. Safe for use by many threads. */
@Component
class CardStore {

    private final JdbcClient sql;

    CardStore(JdbcClient sql) {
        this.sql = sql;
    }

    /** Writes down that a span is being asked for. */
    void ask(CameraId camera, Gaps.Gap span, String address, Instant now) {
        sql.sql("insert into footage_backfill (camera, start_us, end_us, address, state, asked_at)"
                        + " values (?, ?, ?, ?, 'ASKED', ?)")
                .params(camera.value(), Micros.of(span.from()), Micros.of(span.to()), address, Timestamp.from(now))
                .update();
    }

    /** Takes that back: media could not be asked. */
    void forget(CameraId camera) {
        sql.sql("delete from footage_backfill where camera = ? and state = 'ASKED'")
                .param(camera.value())
                .update();
    }

    /** How it went with what is being asked of a camera's card. */
    void end(CameraId camera, CardFetch.State state, int pictures, String detail, Instant now) {
        sql.sql("update footage_backfill set state = ?, pictures = ?, detail = ?, ended_at = ?"
                        + " where camera = ? and state = 'ASKED'")
                .params(state.name(), pictures, detail, Timestamp.from(now), camera.value())
                .update();
    }

    /** Whether something of a camera's card is being fetched now, from whatever address. */
    boolean isAsking(CameraId camera) {
        return sql.sql("select count(*) from footage_backfill where camera = ? and state = 'ASKED'")
                        .param(camera.value())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** What is being fetched now. */
    List<CardFetch> listAsked() {
        return sql.sql("select * from footage_backfill where state = 'ASKED' order by camera")
                .query(CardStore::fetch)
                .list();
    }

    /** What was asked of a camera's card at an address and ends after a moment, oldest first. */
    List<CardFetch> list(CameraId camera, String address, Instant since) {
        return sql.sql("select * from footage_backfill where camera = ? and address = ? and end_us > ? order by id")
                .params(camera.value(), address, Micros.of(since))
                .query(CardStore::fetch)
                .list();
    }

    /** What was asked last of each camera's card. */
    Map<CameraId, CardFetch> latest() {
        Map<CameraId, CardFetch> latest = new HashMap<>();
        sql.sql("select distinct on (camera) * from footage_backfill order by camera, id desc")
                .query(CardStore::fetch)
                .list()
                .forEach(one -> latest.put(one.camera(), one));
        return latest;
    }

    /** Forgets what was asked before a moment. */
    void deleteBefore(Instant moment) {
        sql.sql("delete from footage_backfill where asked_at < ? and state <> 'ASKED'")
                .param(Timestamp.from(moment))
                .update();
    }

    private static CardFetch fetch(ResultSet row, int number) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        return new CardFetch(
                new CameraId(row.getString("camera")),
                Micros.instant(row.getLong("start_us")),
                Micros.instant(row.getLong("end_us")),
                CardFetch.State.valueOf(row.getString("state")),
                row.getInt("pictures"),
                row.getString("detail"),
                row.getTimestamp("asked_at").toInstant(),
                ended == null ? null : ended.toInstant());
    }
}
