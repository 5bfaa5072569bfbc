package org.vigilia.server.footage.index;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;

/**
 * Writes lines of journals into the index, each once, in one transaction with the cursor; lines that are in it already
 * are left out, so two writers or a repeated batch do no harm. A line that does not hold is written all the same and
 * marked unproven: footage is shown with a doubt rather than not at all.
 */
@Component
public class IndexWriter {

    private static final int MAX_FAULT = 500;

    private final JdbcClient sql;
    private final JdbcTemplate batches;
    private final TransactionTemplate transaction;
    private final Clock clock;

    public IndexWriter(JdbcTemplate batches, PlatformTransactionManager transactions, Clock clock) {
        this.sql = JdbcClient.create(batches);
        this.batches = batches;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** What changed for others: files that are gone from where they were. */
    public record Written(
            long number,
            List<Entry.Deleted> deleted,
            List<Entry.Moved> moved,
            @Nullable String fault) {}

    /**
     * Writes lines of one camera, in order; returns how far the index is now.
     *
     * @param after the entry behind which the lines were read; where the index has not come so far, as while it is made
     *     anew, nothing is written
     */
    public Written write(CameraId camera, long after, List<Line> lines, List<VerifyKey> keys) {
        return transaction.execute(status -> {
            FootageIndex.Cursor cursor = lock(camera);
            return cursor.number() < after
                    ? new Written(cursor.number(), List.of(), List.of(), cursor.fault())
                    : new Batch(camera, cursor, keys).write(lines);
        });
    }

    /** Remembers a key media signs with; true when it is new. */
    public boolean addKey(VerifyKey key) {
        return sql.sql("insert into footage_key (id, key, seen_at) values (?, ?, ?) on conflict do nothing")
                        .params(key.id(), key.text(), Timestamp.from(clock.instant()))
                        .update()
                > 0;
    }

    /** Empties the index of all cameras; what people decided stays. */
    public void clear() {
        transaction.executeWithoutResult(status -> {
            for (String table : List.of("footage_segment", "footage_gap", "footage_span", "footage_cursor")) {
                sql.sql("truncate table " + table).update();
            }
        });
    }

    private FootageIndex.Cursor lock(CameraId camera) {
        sql.sql("insert into footage_cursor (camera, number, hash, changed_at) values (?, 0, ?, ?)"
                        + " on conflict do nothing")
                .params(camera.value(), Hash.NONE, Timestamp.from(clock.instant()))
                .update();
        return sql.sql("select * from footage_cursor where camera = ? for update")
                .param(camera.value())
                .query((row, n) -> new FootageIndex.Cursor(
                        camera,
                        row.getLong("number"),
                        row.getString("hash"),
                        row.getString("fault"),
                        row.getInt("faults")))
                .single();
    }

    private final class Batch {
        private final CameraId camera;
        private final List<VerifyKey> keys;
        private final List<Entry.Deleted> deleted = new ArrayList<>();
        private final List<Entry.Moved> moved = new ArrayList<>();
        private final List<Object[]> segments = new ArrayList<>();
        private final List<Object[]> gaps = new ArrayList<>();
        private final List<Told> told = new ArrayList<>();
        private final Map<Long, Entry.Segment> here = new HashMap<>();
        private FootageIndex.Cursor cursor;

        Batch(CameraId camera, FootageIndex.Cursor cursor, List<VerifyKey> keys) {
            this.camera = camera;
            this.cursor = cursor;
            this.keys = keys;
        }

        Written write(List<Line> lines) {
            FootageIndex.Cursor before = cursor;
            for (Line line : lines) {
                if (line.entry().number() > cursor.number()) {
                    boolean proven = check(line);
                    take(line, proven);
                }
            }
            if (cursor.number() == before.number()) {
                return new Written(cursor.number(), List.of(), List.of(), cursor.fault());
            }
            batches.batchUpdate(
                    "insert into footage_segment values (?,?,?,?,?,'fast'" + ",?".repeat(16)
                            + ") on conflict do nothing",
                    segments);
            batches.batchUpdate("insert into footage_gap values (?,?,?,?,?,?,?) on conflict do nothing", gaps);
            moved.forEach(this::move);
            deleted.forEach(this::delete);
            layOut();
            sql.sql("update footage_cursor set number = ?, hash = ?, fault = ?, faults = ?, changed_at = ?"
                            + " where camera = ?")
                    .param(cursor.number())
                    .param(cursor.hash())
                    .param(cursor.fault())
                    .param(cursor.faults())
                    .param(Timestamp.from(clock.instant()))
                    .param(camera.value())
                    .update();
            return new Written(cursor.number(), deleted, moved, cursor.fault());
        }

        private boolean check(Line line) {
            String fault = null;
            long expected = cursor.number() + 1;
            if (line.entry().number() != expected) {
                fault = "is missing, " + line.entry().number() + " came instead";
            } else if (!line.previous().equals(cursor.hash())) {
                fault = "does not follow the one before it";
            } else if (!line.holds()) {
                fault = "was changed: its hash is another";
            } else if (keys.stream().noneMatch(line::signedBy)) {
                fault = "is not signed by a known key";
            }
            String first = cursor.fault();
            if (first == null && fault != null) {
                first = "entry " + expected + " " + fault;
                first = first.substring(0, Math.min(MAX_FAULT, first.length()));
            }
            cursor = new FootageIndex.Cursor(
                    camera, line.entry().number(), line.hash(), first, cursor.faults() + (fault == null ? 0 : 1));
            return fault == null;
        }

        private void take(Line line, boolean proven) {
            Entry entry = line.entry();
            if (entry instanceof Entry.Segment s) {
                here.put(s.number(), s);
                segments.add(row(s, line.hash(), proven));
                told.add(new Told(new Span(s.startMicros(), s.endMicros(), Span.Kind.RECORDED, "", ""), false));
            } else if (entry instanceof Entry.Gap g) {
                gaps.add(new Object[] {
                    camera.value(),
                    g.number(),
                    g.startMicros(),
                    g.endMicros(),
                    g.cause().name(),
                    g.detail(),
                    proven
                });
                told.add(new Told(spanOf(g), false));
            } else if (entry instanceof Entry.Moved m) {
                moved.add(m);
            } else if (entry instanceof Entry.Deleted d) {
                deleted.add(d);
                Entry.Segment s = here.get(d.segment());
                long[] reach = s == null ? reachOf(d.segment()) : new long[] {s.startMicros(), s.endMicros()};
                if (reach.length == 2) {
                    told.add(new Told(new Span(reach[0], reach[1], Span.Kind.DELETED, d.rule(), d.why()), true));
                }
            }
        }

        private long[] reachOf(long number) {
            return sql.sql("select start_us, end_us from footage_segment where camera = ? and number = ?")
                    .params(camera.value(), number)
                    .query((row, n) -> new long[] {row.getLong(1), row.getLong(2)})
                    .optional()
                    .orElse(new long[0]);
        }

        private Object[] row(Entry.Segment s, String hash, boolean proven) {
            return new Object[] {
                camera.value(),
                s.number(),
                s.startMicros(),
                s.endMicros(),
                s.file(),
                s.file(),
                s.bytes(),
                s.sha256(),
                s.sha256(),
                s.clock().name(),
                s.uncertaintyMicros(),
                s.codec().name(),
                s.codecString(),
                s.widthPx(),
                s.heightPx(),
                s.sound(),
                s.pictures(),
                s.origin().name(),
                s.software(),
                hash,
                proven,
            };
        }

        private void move(Entry.Moved m) {
            sql.sql("update footage_segment set pool = ?, pool_file = ?, sha256 = ? where camera = ? and number = ?")
                    .params(m.pool(), m.file(), m.sha256(), camera.value(), m.segment())
                    .update();
        }

        private void delete(Entry.Deleted d) {
            sql.sql("update footage_segment set deleted_us = ?, deleted_rule = ?, deleted_why = ?"
                            + " where camera = ? and number = ?")
                    .params(d.atMicros(), d.rule(), d.why(), camera.value(), d.segment())
                    .update();
        }

        private void layOut() {
            if (told.isEmpty()) {
                return;
            }
            long from = told.stream().mapToLong(t -> t.span.startMicros()).min().orElseThrow();
            long to = told.stream().mapToLong(t -> t.span.endMicros()).max().orElseThrow();
            List<Span> known = sql.sql("select * from footage_span where camera = ? and end_us >= ? and start_us <= ?"
                            + " order by start_us")
                    .params(camera.value(), from - 2 * Layout.NO_GAP_MICROS, to + 2 * Layout.NO_GAP_MICROS)
                    .query(FootageIndex::span)
                    .list();
            Layout layout = new Layout(known);
            told.forEach(t -> t.tell(layout));
            Set<Span> before = new HashSet<>(known);
            Set<Span> now = new LinkedHashSet<>(layout.spans());
            List<Object[]> gone = known.stream()
                    .filter(span -> !now.contains(span))
                    .map(span -> new Object[] {camera.value(), span.startMicros()})
                    .toList();
            List<Object[]> come = now.stream()
                    .filter(span -> !before.contains(span))
                    .map(span -> new Object[] {
                        camera.value(),
                        span.startMicros(),
                        span.endMicros(),
                        span.kind().name(),
                        span.reason(),
                        span.detail()
                    })
                    .toList();
            batches.batchUpdate("delete from footage_span where camera = ? and start_us = ?", gone);
            batches.batchUpdate("insert into footage_span values (?,?,?,?,?,?)", come);
        }
    }

    /** The span of a gap. */
    public static Span spanOf(Entry.Gap gap) {
        return gap.cause() == Entry.Cause.NOT_WANTED
                ? new Span(gap.startMicros(), gap.endMicros(), Span.Kind.NOT_WANTED, "", gap.detail())
                : new Span(
                        gap.startMicros(),
                        gap.endMicros(),
                        Span.Kind.LOST,
                        gap.cause().name(),
                        gap.detail());
    }

    private record Told(Span span, boolean deletion) {
        void tell(Layout layout) {
            if (deletion) {
                layout.delete(span.startMicros(), span.endMicros(), span.reason(), span.detail());
            } else {
                layout.put(span);
            }
        }
    }
}
