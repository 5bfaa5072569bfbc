package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;
import org.vigilia.contract.scene.ObjectClass;

class OwnReportsTest {

    private static final List<Detection> SEEN =
            List.of(new Detection(new Box(0.1, 0.1, 0.1, 0.1), ObjectClass.PERSON, 1));

    private final OwnReports<String> reports = new OwnReports<>();

    @Test
    void bringsAPictureAndItsReportTogetherWhicheverComesFirst() {
        reports.picture("a", 1_000_000);
        assertThat(reports.next()).isNull();
        reports.report(1_000_100, SEEN);
        assertThat(reports.next()).isEqualTo(new OwnReports.Pair<>("a", 1_000_100, SEEN));

        reports.report(1_200_000, SEEN);
        assertThat(reports.next()).isNull();
        reports.picture("b", 1_200_000);
        assertThat(reports.next()).isEqualTo(new OwnReports.Pair<>("b", 1_200_000, SEEN));
    }

    @Test
    void takesTheNearestReportAndEachOnlyOnce() {
        reports.picture("a", 1_000_000);
        reports.report(900_000, List.of());
        reports.report(1_060_000, SEEN);
        assertThat(reports.next()).isEqualTo(new OwnReports.Pair<>("a", 1_060_000, SEEN));
        reports.picture("b", 1_100_000);
        reports.report(1_700_000, SEEN);
        assertThat(Objects.requireNonNull(reports.next()).seen()).as("left out").isNull();
    }

    @Test
    void takesLongSilenceForAnEmptyScene() {
        List<OwnReports.Pair<String>> pairs = IntStream.range(0, 30)
                .mapToObj(i -> {
                    reports.picture("p" + i, 200_000L * i);
                    return reports.next();
                })
                .filter(Objects::nonNull)
                .toList();
        assertThat(pairs).hasSizeGreaterThan(20);
        assertThat(pairs.get(3).seen()).isNull();
        assertThat(pairs.get(pairs.size() - 1).seen()).isEmpty();
    }

    @Test
    void keepsFewOfEach() {
        for (int i = 0; i < 500; i++) {
            reports.report(i, SEEN);
        }
        for (int i = 0; i < 100; i++) {
            reports.picture("p" + i, 50_000_000L + i);
        }
        int decided = 0;
        while (reports.next() != null) {
            decided++;
        }
        assertThat(decided).isEqualTo(100 - OwnReports.MOST_PICTURES);
        assertThat(reports.clear()).hasSize(OwnReports.MOST_PICTURES);
        assertThat(reports.next()).isNull();
    }

    @Test
    void goesOnWhenTheClockIsSetBack() {
        reports.picture("a", 90_000_000);
        reports.report(90_000_000, SEEN);
        assertThat(reports.next()).isNotNull();
        reports.picture("b", 1_000_000);
        reports.report(1_000_000, SEEN);
        assertThat(reports.next()).isEqualTo(new OwnReports.Pair<>("b", 1_000_000, SEEN));
    }
}
