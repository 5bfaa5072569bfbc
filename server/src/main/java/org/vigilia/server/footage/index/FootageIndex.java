package org.vigilia.server.footage.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.VerifyKey;

/** Reads the index of recordings. Safe for use by many threads. */
@Component
public class FootageIndex {

    private static final String THERE = " and deleted_us is null";

    private final JdbcClient sql;

    public FootageIndex(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * How far the index has come.
     *
     * @param number newest entry of the journal that is in it
     * @param fault the first thing that did not hold; null while all does
     * @param faults how many did not
     */
    public record Cursor(
            CameraId camera,
            long number,
            String hash,
            @Nullable String fault,
            int faults) {}

    /** Of every camera that ever recorded, by id. */
    public List<Cursor> cursors() {
        return sql.sql("select * from footage_cursor order by camera")
                .query((row, n) -> new Cursor(
                        new CameraId(row.getString("camera")),
                        row.getLong("number"),
                        row.getString("hash"),
                        row.getString("fault"),
                        row.getInt("faults")))
                .list();
    }

    /** The segments that are there and meet a span, in order of time. */
    public List<SegmentRow> list(CameraId camera, long fromMicros, long toMicros, int limit) {
        return sql.sql("select * from footage_segment where camera = :camera and start_us < :to and end_us > :from"
                        // no segment lasts longer than an hour: lets the index on the start do the work
                        + " and start_us > :from - 3600000000" + THERE + " order by start_us, number limit :limit")
                .param("camera", camera.value())
                .param("from", fromMicros)
                .param("to", toMicros)
                .param("limit", limit)
                .query(FootageIndex::segment)
                .list();
    }

    /** The segments that are there and begin in a span, in order of time. */
    public List<SegmentRow> listFrom(CameraId camera, long fromMicros, long toMicros, int limit) {
        return sql.sql("select * from footage_segment where camera = ? and start_us >= ? and start_us < ?" + THERE
                        + " order by start_us, number limit ?")
                .params(camera.value(), fromMicros, toMicros, limit)
                .query(FootageIndex::segment)
                .list();
    }

    /** The oldest segments that are there in a pool, of all cameras, that begin in a span. */
    public List<SegmentRow> listIn(String pool, long fromMicros, long toMicros, int limit) {
        return sql.sql("select * from footage_segment where pool = ? and start_us > ? and start_us < ?" + THERE
                        + " order by start_us limit ?")
                .params(pool, fromMicros, toMicros, limit)
                .query(FootageIndex::segment)
                .list();
    }

    /** The oldest segments of a camera that lie between two moments and are as the camera sent them. */
    public List<SegmentRow> listPlain(CameraId camera, long fromMicros, long beforeMicros, int limit) {
        return sql.sql("select * from footage_segment where camera = ? and start_us >= ? and end_us < ?"
                        + " and sha256 = first_sha256" + THERE + " order by start_us limit ?")
                .params(camera.value(), fromMicros, beforeMicros, limit)
                .query(FootageIndex::segment)
                .list();
    }

    /** All segments of a camera by number, also those that were deleted. */
    public Map<Long, SegmentRow> listAll(CameraId camera) {
        Map<Long, SegmentRow> all = new TreeMap<>();
        sql.sql("select * from footage_segment where camera = ?")
                .param(camera.value())
                .query(FootageIndex::segment)
                .list()
                .forEach(row -> all.put(row.number(), row));
        return all;
    }

    /** Bytes of what lies in each pool. */
    public Map<String, Long> usage() {
        Map<String, Long> usage = new TreeMap<>();
        sql.sql("select pool, sum(bytes) from footage_segment where deleted_us is null group by pool")
                .query(row -> {
                    usage.put(row.getString(1), row.getLong(2));
                });
        return usage;
    }

    /** A segment, also one that was deleted. */
    public Optional<SegmentRow> find(CameraId camera, long number) {
        return sql.sql("select * from footage_segment where camera = :camera and number = :number")
                .param("camera", camera.value())
                .param("number", number)
                .query(FootageIndex::segment)
                .optional();
    }

    /** The segment that shows a moment, or the first after it. */
    public Optional<SegmentRow> findAt(CameraId camera, long atMicros) {
        List<SegmentRow> at = list(camera, atMicros, atMicros + 1, 1);
        if (!at.isEmpty()) {
            return Optional.of(at.get(0));
        }
        return sql.sql("select * from footage_segment where camera = :camera and start_us >= :at" + THERE
                        + " order by start_us, number limit 1")
                .param("camera", camera.value())
                .param("at", atMicros)
                .query(FootageIndex::segment)
                .optional();
    }

    /** The newest segment of a camera. */
    public Optional<SegmentRow> findNewest(CameraId camera) {
        return sql.sql("select * from footage_segment where camera = :camera" + THERE
                        + " order by start_us desc limit 1")
                .param("camera", camera.value())
                .query(FootageIndex::segment)
                .optional();
    }

    /** What every instant between two moments is, cut at both, in order. */
    public List<Span> spans(CameraId camera, long fromMicros, long toMicros) {
        return sql
                .sql("select * from footage_span where camera = :camera and end_us > :from and start_us < :to"
                        + " order by start_us")
                .param("camera", camera.value())
                .param("from", fromMicros)
                .param("to", toMicros)
                .query(FootageIndex::span)
                .list()
                .stream()
                .map(span ->
                        span.between(Math.max(span.startMicros(), fromMicros), Math.min(span.endMicros(), toMicros)))
                .toList();
    }

    /** When a camera's first entry begins and its last ends; empty when it never recorded. */
    public Optional<Reach> findReach(CameraId camera) {
        return sql.sql("select min(start_us), max(end_us) from footage_span where camera = ? having count(*) > 0")
                .param(camera.value())
                .query((row, n) -> new Reach(row.getLong(1), row.getLong(2)))
                .optional();
    }

    /** From the first to the last thing that is known of a camera. */
    public record Reach(long startMicros, long endMicros) {}

    /** The keys media has signed with. */
    public List<VerifyKey> keys() {
        return sql.sql("select key from footage_key").query(String.class).list().stream()
                .map(VerifyKey::parse)
                .toList();
    }

    public static SegmentRow segment(ResultSet row, int number) throws SQLException {
        Entry.Segment entry = new Entry.Segment(
                new CameraId(row.getString("camera")),
                row.getLong("number"),
                row.getString("file"),
                row.getLong("start_us"),
                row.getLong("end_us"),
                StreamInfo.Clock.valueOf(row.getString("clock")),
                row.getLong("uncertainty_us"),
                StreamInfo.Codec.valueOf(row.getString("codec")),
                row.getString("codec_string"),
                row.getInt("width_px"),
                row.getInt("height_px"),
                row.getString("sound"),
                row.getInt("pictures"),
                row.getLong("bytes"),
                row.getString("first_sha256"),
                Entry.Origin.valueOf(row.getString("origin")),
                row.getString("software"));
        long deletedAt = row.getLong("deleted_us");
        SegmentRow.Deletion deletion = row.wasNull()
                ? null
                : new SegmentRow.Deletion(deletedAt, row.getString("deleted_rule"), row.getString("deleted_why"));
        return new SegmentRow(
                entry,
                row.getString("pool"),
                row.getString("pool_file"),
                row.getString("sha256"),
                row.getString("hash"),
                row.getBoolean("proven"),
                deletion);
    }

    static Span span(ResultSet row, int number) throws SQLException {
        return new Span(
                row.getLong("start_us"),
                row.getLong("end_us"),
                Span.Kind.valueOf(row.getString("kind")),
                row.getString("reason"),
                row.getString("detail"));
    }
}
