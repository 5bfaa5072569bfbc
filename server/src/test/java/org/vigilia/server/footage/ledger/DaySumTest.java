package org.vigilia.server.footage.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.Span;

class DaySumTest {

    private static final CameraId CAMERA = new CameraId("a");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);
    private static final long START = DaySum.micros(DAY);
    private static final long SECOND = 1_000_000;

    private static Span span(long from, long to, Span.Kind kind, String reason) {
        return new Span(START + from * SECOND, START + to * SECOND, kind, reason, "");
    }

    @Test
    void aDayIsTheSumOfItsPartsCutAtMidnight() {
        List<Span> spans = List.of(
                span(-3_600, 3_600, Span.Kind.RECORDED, ""),
                span(3_600, 3_660, Span.Kind.LOST, "NETWORK"),
                span(3_660, 7_200, Span.Kind.DELETED, "age"),
                span(7_200, 90_000, Span.Kind.NOT_WANTED, ""));
        DaySum sum = DaySum.of(CAMERA, DAY, spans, START - 3_600 * SECOND, START + 90_000 * SECOND);
        assertThat(sum.recordedSeconds()).isEqualTo(3_600);
        assertThat(sum.lostSeconds()).containsOnlyKeys("NETWORK").containsValue(60.0);
        assertThat(sum.deletedSeconds()).containsEntry("age", 3_540.0);
        assertThat(sum.notWantedSeconds()).isEqualTo(86_400 - 7_200);
        assertThat(sum.unknownSeconds()).isZero();
        assertThat(sum.wantedSeconds()).isEqualTo(7_200);
        assertThat(sum.completeness()).as("rounded down, so that 100 means all").isEqualTo(99.1666);
    }

    @Test
    void whatNobodyTellsIsUnknownAndWhatIsNotWantedIsComplete() {
        List<Span> holed = List.of(span(0, 10, Span.Kind.RECORDED, ""), span(15, 20, Span.Kind.RECORDED, ""));
        assertThat(DaySum.of(CAMERA, DAY, holed, START, START + 20 * SECOND).unknownSeconds())
                .isEqualTo(5);
        List<Span> off = List.of(span(0, 20, Span.Kind.NOT_WANTED, ""));
        assertThat(DaySum.of(CAMERA, DAY, off, START, START + 20 * SECOND).completeness())
                .isEqualTo(100);
    }

    @Test
    void theDaysTogetherAreTheWholeTime() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Span> spans = new ArrayList<>();
            long at = START + random.nextInt(86_400) * SECOND;
            long first = at;
            for (int i = 0; i < 30; i++) {
                long to = at + (1 + random.nextInt(20_000)) * SECOND;
                Span.Kind kind = Span.Kind.values()[random.nextInt(4)];
                spans.add(new Span(at, to, kind, kind == Span.Kind.LOST ? "DISK" : "", ""));
                at = to;
            }
            long last = at;
            double all = DAY.datesUntil(DaySum.day(last - 1).plusDays(1))
                    .map(day -> DaySum.of(CAMERA, day, spans, first, last))
                    .mapToDouble(sum -> sum.wantedSeconds() + sum.notWantedSeconds() + sum.unknownSeconds())
                    .sum();
            assertThat(all).isEqualTo((last - first) / 1e6);
        }
    }
}
