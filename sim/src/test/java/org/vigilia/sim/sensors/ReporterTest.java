package org.vigilia.sim.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigilia.contract.sensing.SensorKind;

/** What a device sends while something is wrong with it. */
class ReporterTest {

    private static final long SEED = 20261125;
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");

    private final World world = new World(SEED, new Script());
    private final List<Device> devices = Devices.of(SEED);
    private final Device air = devices.stream()
            .filter(device -> device.kind() == SensorKind.AIR_QUALITY)
            .findFirst()
            .orElseThrow();
    private final Instant from = air.firstAt(MONDAY.plusSeconds(3600));
    private final Instant until = from.plus(air.every().multipliedBy(20));

    @Test
    void aHealthyDeviceSendsOneReadingOfAllItsChannelsAtEachMoment() {
        List<Reading> sent = sent(new Faults());

        assertThat(sent).hasSize(30);
        assertThat(sent.get(0).at()).isEqualTo(from.minus(air.every().multipliedBy(5)));
        assertThat(sent.get(0).values().keySet())
                .containsExactlyElementsOf(
                        air.channels().stream().map(Device.Channel::name).toList());
    }

    @Test
    void anOutageDelaysReadingsAndSilenceLosesThem() {
        List<Reading> late = sent(with(DeviceFault.Kind.OUTAGE));
        List<Reading> lost = sent(with(DeviceFault.Kind.SILENCE));

        assertThat(late).as("nothing is lost").isEqualTo(sent(new Faults()));
        assertThat(new Reporter(world, with(DeviceFault.Kind.OUTAGE)).at(air, from))
                .isEmpty();
        assertThat(new Reporter(world, with(DeviceFault.Kind.OUTAGE)).at(air, until))
                .hasSize(21);
        assertThat(lost).hasSize(10);
    }

    @Test
    void duplicatesSkewStuckDriftSpikesAndErrorCodesAreAsTold() {
        List<Reading> well = sent(new Faults());

        List<Reading> twice = sent(with(DeviceFault.Kind.DUPLICATES));
        assertThat(twice).hasSize(50);
        assertThat(twice.get(5)).isEqualTo(twice.get(6));
        assertThat(sent(with(DeviceFault.Kind.CLOCK_SKEW)).get(10).at())
                .isEqualTo(well.get(10).at().plus(Reporter.SKEW));
        List<Reading> stuck = sent(with(DeviceFault.Kind.STUCK)).subList(5, 25);
        assertThat(stuck.stream().map(Reading::values).distinct()).hasSize(1);
        List<Reading> codes = sent(with(DeviceFault.Kind.ERROR_CODE));
        assertThat(codes.stream().filter(reading -> reading.values().containsValue(Reporter.ERROR_CODE)))
                .hasSize(4);
        List<Reading> spikes = sent(with(DeviceFault.Kind.SPIKE));
        assertThat(spikes.stream().filter(reading -> reading.values().getOrDefault("pm25", 0.0) == 900))
                .hasSize(4);
        double drifted = sent(with(DeviceFault.Kind.DRIFT)).get(24).values().getOrDefault("pm10", 0.0);
        assertThat(drifted).isGreaterThan(well.get(24).values().getOrDefault("pm10", 0.0));
    }

    @ParameterizedTest
    @EnumSource(DeviceFault.Kind.class)
    void everyFaultEnds(DeviceFault.Kind kind) {
        List<Reading> well = sent(new Faults());
        List<Reading> ill = sent(with(kind));

        assertThat(ill).as("%s, seed %d", kind, SEED).endsWith(well.get(28), well.get(29));
        assertThat(ill).isNotEqualTo(kind == DeviceFault.Kind.OUTAGE ? List.of() : well);
    }

    @Test
    void plannedFaultsAreTheSameForTheSameSeedAndLieInThePeriod() {
        Instant end = MONDAY.plus(Duration.ofDays(7));
        List<DeviceFault> plan = Faults.plan(SEED, devices, Faults.HARMLESS, MONDAY, end, Duration.ofMinutes(30));

        assertThat(plan)
                .hasSize(335)
                .isEqualTo(Faults.plan(SEED, devices, Faults.HARMLESS, MONDAY, end, Duration.ofMinutes(30)));
        assertThat(plan).allSatisfy(fault -> {
            assertThat(fault.from()).isBetween(MONDAY, end);
            assertThat(Duration.between(fault.from(), fault.until()))
                    .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(30));
        });
    }

    private Faults with(DeviceFault.Kind kind) {
        Faults faults = new Faults();
        faults.add(new DeviceFault(air.id(), kind, from, until));
        return faults;
    }

    /** Five moments before the fault, twenty during it, five after. */
    private List<Reading> sent(Faults faults) {
        Reporter reporter = new Reporter(world, faults);
        List<Reading> sent = new ArrayList<>();
        for (int i = -5; i < 25; i++) {
            sent.addAll(reporter.at(air, from.plus(air.every().multipliedBy(i))));
        }
        return sent;
    }
}
