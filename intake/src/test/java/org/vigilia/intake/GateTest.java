package org.vigilia.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.intake.mapping.Reading;

class GateTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final AgencyId PARKS = new AgencyId("parks");
    private static final AgencyId ROADS = new AgencyId("roads");
    private static final Sender AIR = Sender.of(new DeviceAccess("air", PARKS, null, null, "json", false, true));

    private static DatastreamCard card(
            long id, String device, Quantity quantity, double silence, boolean enabled, Calibration... calibrations) {
        return new DatastreamCard(
                new DatastreamId(id),
                PARKS,
                device,
                device,
                quantity.channel(),
                SensorKind.GENERIC,
                quantity,
                quantity.unit(),
                null,
                0,
                quantity.min(),
                quantity.max(),
                silence,
                List.of(calibrations),
                enabled);
    }

    private static Gate gate(Limits limits, DatastreamCard... cards) {
        return new Gate(Directory.of(List.of(cards), List.of()), limits, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Reading reading(Quantity quantity, Instant at, double value) {
        return new Reading(new Reading.Origin("air", quantity.channel()), at, value);
    }

    private static Set<QualityFlag> flags(Gate gate, Reading reading) {
        Gate.Sorted sorted = gate.sort(List.of(reading), AIR);
        assertThat(sorted.refused()).isEmpty();
        return QualityFlag.of(sorted.accepted().get(0).quality());
    }

    private static Refusal.Kind refused(Gate gate, Reading reading, Sender sender) {
        Gate.Sorted sorted = gate.sort(List.of(reading), sender);
        assertThat(sorted.accepted()).isEmpty();
        assertThat(sorted.refused()).hasSize(1);
        return sorted.refused().get(0).kind();
    }

    @Test
    void theNewestCalibrationBeforeTheReadingHolds() {
        Gate gate = gate(
                Limits.USUAL,
                card(
                        1,
                        "air",
                        Quantity.PM25,
                        0,
                        true,
                        new Calibration(1, NOW.minusSeconds(100), 2, 1, null),
                        new Calibration(2, NOW.minusSeconds(50), 0.5, 0, null)));
        List<Observation> got = gate.sort(
                        List.of(
                                reading(Quantity.PM25, NOW.minusSeconds(200), 10),
                                reading(Quantity.PM25, NOW.minusSeconds(80), 10),
                                reading(Quantity.PM25, NOW, 10)),
                        AIR)
                .accepted();
        assertThat(got).extracting(Observation::value).containsExactly(10.0, 21.0, 5.0);
        assertThat(got)
                .extracting(Observation::extra)
                .containsExactly(null, "{\"raw\":10.0,\"calibration\":1}", "{\"raw\":10.0,\"calibration\":2}");
    }

    @Test
    void whatCannotBeIsRefused() {
        Gate gate = gate(Limits.USUAL, card(1, "air", Quantity.PM25, 0, true), card(2, "air", Quantity.NO2, 0, false));
        assertThat(refused(gate, reading(Quantity.PM25, NOW, Double.POSITIVE_INFINITY), AIR))
                .isEqualTo(Refusal.Kind.NOT_A_NUMBER);
        assertThat(refused(gate, reading(Quantity.PM25, NOW, Double.NaN), AIR)).isEqualTo(Refusal.Kind.NOT_A_NUMBER);
        assertThat(refused(gate, Reading.ofText(new Reading.Origin("air", "pm25"), NOW, "\"much\""), AIR))
                .isEqualTo(Refusal.Kind.NOT_A_NUMBER);
        assertThat(refused(gate, reading(Quantity.PM25, Instant.EPOCH, 1), AIR)).isEqualTo(Refusal.Kind.BAD_TIME);
        assertThat(refused(gate, reading(Quantity.PM25, NOW.plus(Duration.ofDays(2)), 1), AIR))
                .isEqualTo(Refusal.Kind.BAD_TIME);
        assertThat(refused(gate, reading(Quantity.NO2, NOW, 1), AIR)).isEqualTo(Refusal.Kind.DISABLED);
        assertThat(refused(gate, reading(Quantity.O3, NOW, 1), AIR)).isEqualTo(Refusal.Kind.UNKNOWN_CHANNEL);
        assertThat(refused(gate, new Reading(new Reading.Origin("gone", "x"), NOW, 1), AIR))
                .isEqualTo(Refusal.Kind.UNKNOWN_DEVICE);
        assertThat(gate.sort(List.of(new Reading(new Reading.Origin("air", "signal", 0, true), NOW, -90)), AIR)
                        .refused())
                .isEmpty();
    }

    @Test
    void nobodyWritesForAnother() {
        Gate gate = gate(Limits.USUAL, card(1, "air", Quantity.PM25, 0, true));
        Reading reading = reading(Quantity.PM25, NOW, 1);
        DeviceAccess other = new DeviceAccess("water", PARKS, null, null, "json", false, true);
        DeviceAccess gateway = new DeviceAccess("water", PARKS, null, null, "json", true, true);
        DeviceAccess foreign = new DeviceAccess("air", ROADS, null, null, "json", true, true);
        assertThat(refused(gate, reading, Sender.of(other))).isEqualTo(Refusal.Kind.NOT_ALLOWED);
        assertThat(refused(gate, reading, Sender.of(foreign))).isEqualTo(Refusal.Kind.NOT_ALLOWED);
        assertThat(refused(gate, reading, Sender.of(ROADS))).isEqualTo(Refusal.Kind.NOT_ALLOWED);
        assertThat(gate.sort(List.of(reading), Sender.of(gateway)).accepted()).hasSize(1);
        assertThat(gate.sort(List.of(reading), Sender.of(PARKS)).accepted()).hasSize(1);
        assertThat(gate.sort(List.of(reading), Sender.trusted()).accepted()).hasSize(1);
    }

    @Test
    void clocksLatenessAndSilenceAreFlagged() {
        Gate gate = gate(Limits.USUAL, card(1, "air", Quantity.ODOUR, 300, true));
        assertThat(flags(gate, reading(Quantity.ODOUR, NOW.minusSeconds(3_600), 1)))
                .containsExactly(QualityFlag.LATE);
        assertThat(flags(gate, reading(Quantity.ODOUR, NOW.minusSeconds(100), 1)))
                .containsExactly(QualityFlag.AFTER_SILENCE);
        assertThat(flags(gate, reading(Quantity.ODOUR, NOW, 7))).containsExactly(QualityFlag.OUT_OF_RANGE);
        assertThat(flags(gate, reading(Quantity.ODOUR, NOW.plusSeconds(90), 1)))
                .containsExactly(QualityFlag.CLOCK_SKEW);
    }

    @Test
    void aSpikeIsFlaggedAndAStepOnlyOnce() {
        long seed = 7;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Gate gate = gate(Limits.NONE, card(1, "air", Quantity.PM25, 0, true));
        List<Set<QualityFlag>> got = new ArrayList<>();
        Instant at = NOW.minusSeconds(500);
        for (int i = 0; i < 40; i++) {
            double value = 10 + random.nextDouble() + (i == 15 ? 400 : 0) + (i >= 25 ? 200 : 0);
            at = at.plusSeconds(10);
            got.add(flags(gate, reading(Quantity.PM25, at, value)));
        }
        for (int i = 0; i < 40; i++) {
            assertThat(got.get(i).contains(QualityFlag.SPIKE))
                    .as("reading " + i)
                    .isEqualTo(i == 15 || i == 25);
        }
    }

    @Test
    void aValueThatNeverMovesIsStuckButASilentBinIsNot() {
        Gate gate = gate(Limits.NONE, card(1, "air", Quantity.LAEQ, 0, true), card(2, "air", Quantity.FILL, 0, true));
        int first = -1;
        for (int i = 0; i < 60; i++) {
            Instant at = NOW.minusSeconds(1_800).plusSeconds(i * 30L);
            boolean stuck = flags(gate, reading(Quantity.LAEQ, at, 51.2)).contains(QualityFlag.STUCK);
            first = stuck && first < 0 ? i : first;
            assertThat(stuck).isEqualTo(first >= 0);
            assertThat(flags(gate, reading(Quantity.FILL, at, 40)).contains(QualityFlag.STUCK))
                    .isFalse();
        }
        assertThat(first).as("12 usual silences of a minute, every 30 s").isEqualTo(25);
        assertThat(flags(gate, reading(Quantity.LAEQ, NOW, 51.3))).doesNotContain(QualityFlag.STUCK);
    }

    @Test
    void whoIsTooFastWaitsOrIsRefused() {
        Gate gate = gate(new Limits(10, 1_000), card(1, "air", Quantity.PM25, 0, true));
        List<Reading> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(reading(Quantity.PM25, NOW.minusMillis(100 - i), 1));
        }
        Gate.Sorted waits = gate.sort(many, AIR);
        assertThat(waits.accepted()).hasSize(60);
        assertThat(waits.rest()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        Gate.Sorted cannot = gate.sort(many, Sender.of(PARKS));
        assertThat(cannot.accepted()).isEmpty();
        assertThat(cannot.refused()).hasSize(60).allMatch(r -> r.kind() == Refusal.Kind.TOO_FAST);
    }
}
