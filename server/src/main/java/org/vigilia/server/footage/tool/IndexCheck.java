package org.vigilia.server.footage.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Line;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.IndexWriter;
import org.vigilia.server.footage.index.Layout;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.index.Span;

/** Compares the index of a camera, as it stood when this was made, with its journal. */
final class IndexCheck {

    private static final int MOST_FAULTS = 20;

    private Optional<FootageIndex.Cursor> cursor = Optional.empty();
    private Map<Long, SegmentRow> segments = Map.of();
    private List<Span> spans = List.of();
    private long gaps;
    private long behind;

    IndexCheck(Surround surround, CameraId camera) {
        surround.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        surround.transaction.executeWithoutResult(status -> {
            cursor = surround.index.cursors().stream()
                    .filter(one -> one.camera().equals(camera))
                    .findFirst();
            segments = surround.index.listAll(camera);
            spans = surround.index.spans(camera, Long.MIN_VALUE, Long.MAX_VALUE);
            gaps = surround.sql
                    .sql("select count(*) from footage_gap where camera = ?")
                    .param(camera.value())
                    .query(Long.class)
                    .single();
        });
    }

    /** What differs. Entries the index has not come to yet are no difference: it catches up. */
    List<String> compare(List<Line> lines) {
        List<String> faults = new ArrayList<>();
        long number = cursor.map(FootageIndex.Cursor::number).orElse(0L);
        long last = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).entry().number();
        behind = Math.max(0, last - number);
        if (number > last) {
            faults.add("the index knows of entry " + number + ", the journal ends with " + last);
            return faults;
        }
        List<Line> known =
                lines.stream().filter(line -> line.entry().number() <= number).toList();
        if (!known.isEmpty()
                && cursor.isPresent()
                && !known.get(known.size() - 1).hash().equals(cursor.get().hash())) {
            faults.add("the index was made of another journal: the hash of entry " + number + " differs");
        }
        rows(known, faults);
        Layout layout = new Layout(List.of());
        Map<Long, Entry.Segment> told = new HashMap<>();
        for (Line line : known) {
            lay(layout, line.entry(), told);
        }
        if (!strip(layout.spans()).equals(strip(spans))) {
            faults.add(
                    "the index's spans are not those of the journal: './vigilia footage rebuild-index' makes them anew");
        }
        return faults.size() <= MOST_FAULTS ? faults : faults.subList(0, MOST_FAULTS);
    }

    private static List<Span> strip(List<Span> spans) {
        return spans.stream()
                .map(span -> new Span(span.startMicros(), span.endMicros(), span.kind(), span.reason(), ""))
                .toList();
    }

    private static void lay(Layout layout, Entry entry, Map<Long, Entry.Segment> told) {
        if (entry instanceof Entry.Segment s) {
            told.put(s.number(), s);
            layout.put(new Span(s.startMicros(), s.endMicros(), Span.Kind.RECORDED, "", ""));
        } else if (entry instanceof Entry.Gap g) {
            layout.put(IndexWriter.spanOf(g));
        } else if (entry instanceof Entry.Deleted d && told.containsKey(d.segment())) {
            Entry.Segment s = Objects.requireNonNull(told.get(d.segment()));
            layout.delete(s.startMicros(), s.endMicros(), d.rule(), d.why());
        }
    }

    private void rows(List<Line> known, List<String> faults) {
        Map<Long, Entry.Moved> moved = new HashMap<>();
        Map<Long, Entry.Deleted> gone = new HashMap<>();
        long gapsTold = 0;
        long segmentsTold = 0;
        for (Line line : known) {
            if (line.entry() instanceof Entry.Moved m) {
                moved.put(m.segment(), m);
            } else if (line.entry() instanceof Entry.Deleted d) {
                gone.put(d.segment(), d);
            }
        }
        for (Line line : known) {
            if (line.entry() instanceof Entry.Gap) {
                gapsTold++;
            } else if (line.entry() instanceof Entry.Segment s) {
                segmentsTold++;
                SegmentRow row = segments.get(s.number());
                if (row == null) {
                    faults.add("the index lacks segment " + s.number());
                } else if (!same(row, s, moved.get(s.number()), gone.get(s.number()))) {
                    faults.add("the index tells another story of segment " + s.number() + " than the journal");
                }
            }
        }
        if (segmentsTold != segments.size()) {
            faults.add("the index has " + segments.size() + " segments, the journal " + segmentsTold);
        }
        if (gapsTold != gaps) {
            faults.add("the index has " + gaps + " gaps, the journal " + gapsTold);
        }
    }

    private static boolean same(
            SegmentRow row, Entry.Segment told, Entry.@Nullable Moved moved, Entry.@Nullable Deleted gone) {
        return row.entry().equals(told)
                && row.pool().equals(moved == null ? "fast" : moved.pool())
                && row.file().equals(moved == null ? told.file() : moved.file())
                && row.sha256().equals(moved == null ? told.sha256() : moved.sha256())
                && (row.deletion() == null) == (gone == null);
    }

    /** Said behind the camera's line; empty when the index is up to date. */
    String note() {
        return behind == 0 ? "" : "; the index is " + behind + " entries behind, it catches up when the server runs";
    }
}
