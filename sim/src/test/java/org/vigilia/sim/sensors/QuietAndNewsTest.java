package org.vigilia.sim.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.sensing.Quantity;

/**
 * The rules that come with the town against its truth: an ordinary week crosses no limit, each happening crosses that of
 * its rule. The judging here is a plain look at the values, not the product's.
 */
class QuietAndNewsTest {

    private static final long SEED = 20261125;
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private final List<Device> devices = Devices.of(SEED);

    @Test
    void noRuleIsTrueInAQuietWeekNorAtAnyOtherQuietMoment() throws Exception {
        World quiet = new World(SEED, new Script());
        List<Instant> moments = new ArrayList<>();
        for (Instant at = MONDAY; at.isBefore(MONDAY.plus(WEEK)); at = at.plusSeconds(600)) {
            moments.add(at);
        }
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            moments.add(MONDAY.plusSeconds(random.nextInt(3 * 365 * 86_400)));
        }
        for (CityRule rule : TownRules.read()) {
            for (Instant at : moments) {
                if (rule.only() == null || rule.only().holdsAt(at)) {
                    assertThat(wrong(quiet, rule.when(), at))
                            .as("%s at %s, seed %d", rule.name(), at, SEED)
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ODOUR, 60, 'town-odour-near-full-bin'",
        "GARBAGE_FIRE, 180, 'town-smoke town-bin-burns'",
        "TRAFFIC_JAM, 180, 'town-jam'",
        "STORM, 1800, 'town-storm town-flood'",
        "SIREN, 20, 'town-siren'"
    })
    void eachHappeningIsNewsForItsRulesAndForNoOther(Happening.Kind kind, int seconds, String expected)
            throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 25; i++) {
            Instant from = MONDAY.plusSeconds(random.nextInt(365 * 86_400));
            Script script = new Script();
            World world = new World(SEED, script);
            Happening happening = new Plot(SEED, world, devices).of(kind, from);
            script.add(happening);
            List<String> before = new ArrayList<>();
            List<String> after = new ArrayList<>();
            BiConsumer<Instant, List<String>> look = (at, into) -> {
                for (CityRule rule : rules()) {
                    if ((rule.only() == null || rule.only().holdsAt(at))
                            && !wrong(world, rule.when(), at).isEmpty()) {
                        into.add(rule.id().value());
                    }
                }
            };
            look.accept(from, before);
            look.accept(from.plusSeconds(seconds), after);
            assertThat(before).as("before %s", happening).isEmpty();
            assertThat(after.stream().distinct().collect(Collectors.joining(" ")))
                    .as("%d s into %s, seed %d", seconds, happening, SEED)
                    .contains(expected.split(" "));
            after.removeAll(List.of((expected + " town-fine-particles").split(" ")));
            if (kind != Happening.Kind.SIREN) {
                assertThat(after).as("%s", happening).isEmpty();
            }
        }
    }

    @Test
    void aSmellComesFromTheOnlyFullBinAndIsFeltDownwindWithin45Seconds() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            Instant from = MONDAY.plusSeconds(random.nextInt(365 * 86_400));
            Script script = new Script();
            World world = new World(SEED, script);
            Happening smell = new Plot(SEED, world, devices).of(Happening.Kind.ODOUR, from);
            script.add(smell);

            assertThat(above(world, Quantity.FILL, 80, from.minusSeconds(600)))
                    .as("full bins before %s", smell)
                    .containsExactly(smell.device());
            assertThat(above(world, Quantity.ODOUR, 3, from)).isEmpty();
            List<String> felt = above(world, Quantity.ODOUR, 3, from.plusSeconds(45));
            assertThat(felt).as("who smells %s, seed %d", smell, SEED).hasSizeBetween(1, 2);
            assertThat(above(world, Quantity.FILL, 80, smell.until())).isEmpty();
            assertThat(above(world, Quantity.ODOUR, 3, smell.until().plusSeconds(120)))
                    .isEmpty();
        }
    }

    /** Ids of devices for which a condition is true at this very moment, whatever its duration. */
    private List<String> wrong(World world, Condition condition, Instant at) {
        if (condition instanceof Condition.Threshold threshold) {
            Quantity quantity =
                    java.util.Objects.requireNonNull(threshold.source().quantity());
            return threshold.side() == Condition.Side.ABOVE
                    ? above(world, quantity, threshold.limit(), at)
                    : below(world, quantity, threshold.limit(), at);
        }
        if (condition instanceof Condition.RateOfChange rate) {
            Quantity quantity = java.util.Objects.requireNonNull(rate.source().quantity());
            return devices.stream()
                    .filter(device -> measures(device, quantity))
                    .filter(device -> world.value(device, quantity, at)
                                    - world.value(device, quantity, at.minusSeconds((long) rate.overSeconds()))
                            > rate.change())
                    .map(Device::id)
                    .toList();
        }
        if (condition instanceof Condition.Combination combination) {
            List<String> first = wrong(world, combination.steps().get(0).condition(), at);
            List<String> second = wrong(world, combination.steps().get(1).condition(), at);
            double metres = combination.withinMetres() == null ? 1e9 : combination.withinMetres();
            return first.stream()
                    .filter(one -> second.stream().anyMatch(other -> metres(one, other) <= metres))
                    .toList();
        }
        return List.of();
    }

    private double metres(String one, String other) {
        Device a = device(one);
        Device b = device(other);
        return Math.hypot(a.eastM() - b.eastM(), a.northM() - b.northM());
    }

    private Device device(String id) {
        return devices.stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> above(World world, Quantity quantity, double limit, Instant at) {
        return devices.stream()
                .filter(device -> measures(device, quantity))
                .filter(device -> world.value(device, quantity, at) > limit)
                .map(Device::id)
                .toList();
    }

    private List<String> below(World world, Quantity quantity, double limit, Instant at) {
        return devices.stream()
                .filter(device -> measures(device, quantity))
                .filter(device -> world.value(device, quantity, at) < limit)
                .map(Device::id)
                .toList();
    }

    private static boolean measures(Device device, Quantity quantity) {
        return device.channels().stream().anyMatch(channel -> channel.quantity() == quantity);
    }

    private static List<CityRule> rules() {
        try {
            return TownRules.read();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
