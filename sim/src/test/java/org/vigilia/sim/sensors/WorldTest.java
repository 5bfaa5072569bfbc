package org.vigilia.sim.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;

/** The town's sensors on ordinary days. */
class WorldTest {

    private static final long SEED = 20261125;
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private final List<Device> devices = Devices.of(SEED);
    private final World world = new World(SEED, new Script());

    @Test
    void hasAboutTwoHundredDevicesOfEveryKindWithDifferentIdsAndPlaces() {
        assertThat(devices).hasSizeBetween(180, 220);
        assertThat(devices.stream().map(Device::kind).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(SensorKind.values());
        assertThat(devices.stream().map(Device::id)).doesNotHaveDuplicates();
        assertThat(devices.stream().map(device -> device.eastM() + " " + device.northM()))
                .doesNotHaveDuplicates();
        for (Device device : devices) {
            assertThat(device.eastM()).as(device.id()).isBetween(-1400.0, 1400.0);
            assertThat(device.northM()).as(device.id()).isBetween(-900.0, 1000.0);
            assertThat(device.channels().get(0).quantity())
                    .as("the main quantity of %s", device.id())
                    .isEqualTo(device.kind().quantities().get(0));
        }
    }

    @Test
    void theSameSeedGivesTheSameTownInWhateverOrderOneLooksAtIt() {
        List<Instant> moments = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            moments.add(MONDAY.plusSeconds(15_013L * i));
        }
        List<Double> forward = values(new World(SEED, new Script()), moments);
        Collections.reverse(moments);
        List<Double> backward = values(new World(SEED, new Script()), moments);
        Collections.reverse(backward);

        assertThat(Devices.of(SEED)).isEqualTo(devices);
        assertThat(backward).isEqualTo(forward);
        assertThat(values(new World(SEED + 1, new Script()), moments)).isNotEqualTo(forward);
    }

    @Test
    void everyValueIsPlausibleWhateverTheDay() {
        Random random = new Random(SEED);
        for (int i = 0; i < 400; i++) {
            Instant at = MONDAY.plusSeconds(random.nextInt(4 * 365 * 86_400));
            for (Device device : devices) {
                for (Device.Channel channel : device.channels()) {
                    assertThat(world.value(device, channel.quantity(), at))
                            .as("%s of %s at %s, seed %d", channel.name(), device.id(), at, SEED)
                            .isBetween(channel.min(), channel.max());
                }
            }
        }
    }

    @Test
    void rushHourIsBusierLouderAndDirtierThanTheNight() {
        Instant night = MONDAY.plus(Duration.ofHours(3));
        Instant rush = MONDAY.plus(Duration.ofHours(17));
        for (Quantity quantity : List.of(Quantity.FLOW, Quantity.OCCUPANCY, Quantity.LAEQ, Quantity.NO2)) {
            assertThat(mean(quantity, rush)).as("%s", quantity).isGreaterThan(mean(quantity, night) * 1.1);
        }
        assertThat(mean(Quantity.SPEED, rush)).isLessThan(mean(Quantity.SPEED, night));
        assertThat(mean(Quantity.FLOW, rush)).isGreaterThan(mean(Quantity.FLOW, rush.plus(Duration.ofDays(5))));
    }

    @Test
    void binsFillAndAreEmptied() {
        for (Device bin : of(SensorKind.WASTE)) {
            DoubleSummaryStatistics seen = new DoubleSummaryStatistics();
            int emptied = 0;
            double before = world.value(bin, Quantity.FILL, MONDAY);
            for (Instant at = MONDAY; at.isBefore(MONDAY.plus(WEEK)); at = at.plusSeconds(600)) {
                double fill = world.value(bin, Quantity.FILL, at);
                emptied += fill < before - 20 ? 1 : 0;
                seen.accept(fill);
                before = fill;
            }
            assertThat(emptied).as("rounds to %s in a week", bin.id()).isBetween(1, 3);
            assertThat(seen.getMax()).as(bin.id()).isBetween(40.0, 72.0);
            assertThat(seen.getMin()).as(bin.id()).isLessThan(5);
        }
    }

    @Test
    void waterFollowsTideAndRainAndTheWeatherWandersSlowly() {
        Device gauge = of(SensorKind.WATER).get(0);
        Set<Double> levels = new HashSet<>();
        double rain = 0;
        for (Instant at = MONDAY; at.isBefore(MONDAY.plus(WEEK.multipliedBy(4))); at = at.plusSeconds(600)) {
            levels.add(world.value(gauge, Quantity.WATER_LEVEL, at));
            Sky now = world.sky(at);
            double turned =
                    Math.abs(now.windFrom() - world.sky(at.plusSeconds(60)).windFrom());
            assertThat(Math.min(turned, 360 - turned))
                    .as("wind turns in a minute at %s", at)
                    .isLessThan(5);
            assertThat(now.windSpeed()).isBetween(1.5, 6.5);
            rain = Math.max(rain, now.rain());
        }
        assertThat(levels.size()).isGreaterThan(40);
        assertThat(rain).as("it rains within four weeks").isPositive();
    }

    private List<Double> values(World seen, List<Instant> moments) {
        List<Double> values = new ArrayList<>();
        for (Instant at : moments) {
            for (Device device : devices) {
                values.add(seen.value(device, device.channels().get(0).quantity(), at));
            }
        }
        // the order within one moment is turned round together with the moments by the caller
        List<Double> perMoment = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            perMoment.add(values.subList(i * devices.size(), (i + 1) * devices.size()).stream()
                    .mapToDouble(value -> value)
                    .reduce(0, (a, b) -> 31 * a + b));
        }
        return perMoment;
    }

    private double mean(Quantity quantity, Instant at) {
        Map<Quantity, DoubleSummaryStatistics> means = new EnumMap<>(Quantity.class);
        for (Device device : devices) {
            for (Device.Channel channel : device.channels()) {
                means.computeIfAbsent(channel.quantity(), q -> new DoubleSummaryStatistics())
                        .accept(world.value(device, channel.quantity(), at));
            }
        }
        return java.util.Objects.requireNonNull(means.get(quantity)).getAverage();
    }

    private List<Device> of(SensorKind kind) {
        return devices.stream().filter(device -> device.kind() == kind).toList();
    }
}
