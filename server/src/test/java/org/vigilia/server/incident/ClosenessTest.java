package org.vigilia.server.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.alerting.Alert;
import org.vigilia.server.alerting.AlertState;

/** What is close in place and time is probably one situation. */
class ClosenessTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final GeoPoint SQUARE = new GeoPoint(44.4949, 11.3426);

    /** A degree of latitude on the mean sphere is 111,195 m. */
    @Test
    void distancesAreInMetres() {
        assertThat(Closeness.distanceM(SQUARE, SQUARE)).isZero();
        assertThat(Closeness.distanceM(new GeoPoint(0, 0), new GeoPoint(1, 0))).isCloseTo(111_195, within(1.0));
        assertThat(Closeness.distanceM(new GeoPoint(60, 0), new GeoPoint(60, 1)))
                .isCloseTo(55_597, within(5.0));
        assertThat(Closeness.distanceM(new GeoPoint(0, 179.9995), new GeoPoint(0, -179.9995)))
                .isCloseTo(111.2, within(0.1));
    }

    @Test
    void bearingsGoClockwiseFromNorth() {
        GeoPoint origin = new GeoPoint(0, 0);
        assertThat(Closeness.bearingDegrees(origin, new GeoPoint(1, 0))).isCloseTo(0, within(1e-9));
        assertThat(Closeness.bearingDegrees(origin, new GeoPoint(0, 1))).isCloseTo(90, within(1e-9));
        assertThat(Closeness.bearingDegrees(origin, new GeoPoint(-1, 0))).isCloseTo(180, within(1e-9));
        assertThat(Closeness.bearingDegrees(origin, new GeoPoint(0, -1))).isCloseTo(270, within(1e-9));
    }

    @Test
    void nearInPlaceAndTimeIsOneSituation() {
        Alert first = alert("a", "east", SQUARE, NOON, NOON.plusSeconds(30));
        assertThat(near(first, alert("b", "west", north(140), NOON.plusSeconds(60), null)))
                .isTrue();
        assertThat(near(first, alert("b", "west", north(160), NOON.plusSeconds(60), null)))
                .isFalse();
        assertThat(near(first, alert("b", "west", north(140), NOON.plusSeconds(629), null)))
                .isTrue();
        assertThat(near(first, alert("b", "west", north(140), NOON.plusSeconds(631), null)))
                .isFalse();
    }

    @Test
    void theSameCameraIsNearEvenWithoutAPlace() {
        assertThat(near(alert("a", "east", null, NOON, null), alert("b", "east", null, NOON, null)))
                .isTrue();
        assertThat(near(alert("a", "east", null, NOON, null), alert("b", "west", null, NOON, null)))
                .isFalse();
    }

    @Test
    void whatStillGoesOnIsNearToWhatBeginsNow() {
        Alert since = alert("a", "east", SQUARE, NOON.minusSeconds(7_200), null);
        Closeness closeness = Closeness.between(since, alert("b", "east", SQUARE, NOON, null), NOON.plusSeconds(5));
        assertThat(closeness.gapSeconds()).isZero();
        assertThat(closeness.near()).isTrue();
    }

    @Test
    void closenessIsTheSameFromBothSides() {
        Alert a = alert("a", "east", SQUARE, NOON, NOON.plusSeconds(10));
        Alert b = alert("b", "west", north(100), NOON.plusSeconds(70), NOON.plusSeconds(80));
        Instant now = NOON.plusSeconds(1_000);
        assertThat(Closeness.between(a, b, now).gapSeconds()).isEqualTo(60);
        assertThat(Closeness.between(b, a, now)).isEqualTo(Closeness.between(a, b, now));
    }

    @Test
    void theTitleSaysWhatAndWhere() {
        Alert a = alert("a", "east", SQUARE, NOON, null);
        assertThat(Incidents.proposedTitle(List.of(a))).isEqualTo("Wrong way at Camera east");
        assertThat(Incidents.proposedTitle(List.of(a, a, a))).isEqualTo("Wrong way at Camera east and 2 other alerts");
    }

    private static boolean near(Alert a, Alert b) {
        return Closeness.between(a, b, NOON.plusSeconds(3_600)).near();
    }

    private static GeoPoint north(double metres) {
        return new GeoPoint(SQUARE.latitude() + metres / 111_195, SQUARE.longitude());
    }

    static Alert alert(
            String id, String camera, @Nullable GeoPoint location, Instant startedAt, @Nullable Instant endedAt) {
        return new Alert(
                new AlertId(id),
                new AgencyId("city"),
                AlertState.NEW,
                endedAt == null,
                RuleKind.WRONG_WAY,
                Severity.CRITICAL,
                new RuleId("r"),
                "wrong way",
                new Alert.Seen(new CameraId(camera), "Camera " + camera),
                "Camera " + camera,
                null,
                "lane",
                null,
                location,
                "a car",
                startedAt,
                startedAt,
                startedAt,
                endedAt,
                null,
                null,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0);
    }
}
