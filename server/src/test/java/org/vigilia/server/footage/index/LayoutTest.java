package org.vigilia.server.footage.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final long SECOND = 1_000_000;

    private static Span recorded(long from, long to) {
        return new Span(from, to, Span.Kind.RECORDED, "", "");
    }

    private static Span lost(long from, long to, String cause) {
        return new Span(from, to, Span.Kind.LOST, cause, "");
    }

    private static Layout empty() {
        return new Layout(List.of());
    }

    @Test
    void whatFollowsWithoutAGapIsOneSpan() {
        Layout layout = empty();
        layout.put(recorded(0, 10 * SECOND));
        layout.put(recorded(10 * SECOND, 20 * SECOND));
        layout.put(recorded(20 * SECOND + 400_000, 30 * SECOND));
        assertThat(layout.spans()).containsExactly(recorded(0, 30 * SECOND));
        layout.put(recorded(30 * SECOND + 600_000, 40 * SECOND));
        assertThat(layout.spans()).hasSize(2);
    }

    @Test
    void footageFetchedLaterFillsAGapAndNothingElse() {
        Layout layout = empty();
        layout.put(recorded(0, 10 * SECOND));
        layout.put(lost(10 * SECOND, 40 * SECOND, "NETWORK"));
        layout.put(recorded(40 * SECOND, 50 * SECOND));
        layout.put(recorded(20 * SECOND, 30 * SECOND));
        layout.put(lost(0, 50 * SECOND, "RESTART"));
        assertThat(layout.spans())
                .containsExactly(
                        recorded(0, 10 * SECOND),
                        lost(10 * SECOND, 20 * SECOND, "NETWORK"),
                        recorded(20 * SECOND, 30 * SECOND),
                        lost(30 * SECOND, 40 * SECOND, "NETWORK"),
                        recorded(40 * SECOND, 50 * SECOND));
    }

    @Test
    void deletionTakesWhatWasRecordedAndTheSliverBesideIt() {
        Layout layout = empty();
        layout.put(recorded(0, 10 * SECOND));
        layout.put(recorded(10 * SECOND + 300_000, 20 * SECOND));
        layout.put(lost(20 * SECOND, 25 * SECOND, "DISK"));
        layout.delete(10 * SECOND + 300_000, 20 * SECOND, "age", "30 days");
        layout.delete(0, 10 * SECOND, "age", "30 days");
        assertThat(layout.spans())
                .containsExactly(
                        new Span(0, 20 * SECOND, Span.Kind.DELETED, "age", "30 days"),
                        lost(20 * SECOND, 25 * SECOND, "DISK"));
    }

    /** Compared with painting one cell after the other. */
    @Test
    void agreesWithASlowOneOnRandomEntries() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Span[] cells = new Span[60];
            Layout layout = empty();
            for (int i = 0; i < 40; i++) {
                int from = random.nextInt(55);
                int to = from + 1 + random.nextInt(5);
                Span.Kind kind = Span.Kind.values()[random.nextInt(4)];
                String reason = kind == Span.Kind.LOST ? "CAUSE" + random.nextInt(2) : "";
                Span told = new Span(from * SECOND, to * SECOND, kind, reason, "");
                layout.put(told);
                for (int cell = from; cell < to; cell++) {
                    if (cells[cell] == null || told.kind().compareTo(cells[cell].kind()) > 0) {
                        cells[cell] = told;
                    }
                }
            }
            assertThat(layout.spans()).as("round " + round).isEqualTo(joined(cells));
        }
    }

    private static List<Span> joined(Span[] cells) {
        List<Span> all = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] == null) {
                continue;
            }
            Span cell = cells[i].between(i * SECOND, (i + 1) * SECOND);
            Span last = all.isEmpty() ? null : all.get(all.size() - 1);
            if (last != null && last.endMicros() == cell.startMicros() && last.isLike(cell)) {
                all.set(all.size() - 1, last.between(last.startMicros(), cell.endMicros()));
            } else {
                all.add(cell);
            }
        }
        return all;
    }
}
