package org.vigilia.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Condition.Order;
import org.vigilia.contract.rule.city.Condition.Side;
import org.vigilia.contract.rule.city.Condition.Step;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.Quantity;

/** The same facts give the same alerts: again, after a crash at any moment, and on history. */
class ReplayTest {

    private static final int SECONDS = 6_000;

    private static final List<CityRule> RULES = List.of(
            Town.rule(
                    "dust", new Condition.Threshold(Source.of(Quantity.PM25), Side.ABOVE, 30, 25.0, 120.0), null, 300),
            Town.rule("rise", new Condition.RateOfChange(Source.of(Quantity.PM25), Side.ABOVE, 12, 300, 0.0)),
            Town.rule("silent", new Condition.MissingData(Source.of(Quantity.PM25), 90)),
            Town.rule(
                    "both",
                    new Condition.Combination(
                            Order.ALL,
                            List.of(
                                    new Step(
                                            new Condition.Threshold(
                                                    Source.of(Quantity.ODOUR), Side.ABOVE, 3, null, 0.0),
                                            false),
                                    new Step(new Condition.Seen(Set.of(RuleKind.INTRUSION), Set.of()), false)),
                            300,
                            500.0)),
            Town.rule("smell", new Condition.Threshold(Source.of(Quantity.ODOUR), Side.ABOVE, 3, 2.0, 30.0)));

    private static Town town() {
        Town town = new Town().camera("c1", Town.at(20, 20));
        for (int id = 1; id <= 6; id++) {
            town.sensor(id, id <= 4 ? Quantity.PM25 : Quantity.ODOUR, Town.at(id * 100, 0));
        }
        return town.rules(RULES.toArray(CityRule[]::new));
    }

    private static void live(Town town, long seed, boolean crashes) {
        Random random = new Random(seed);
        Random crash = new Random(seed + 1);
        double[] values = new double[7];
        boolean intruder = false;
        for (int second = 0; second < SECONDS; second++) {
            for (int id = 1; id <= 6; id++) {
                double middle = id <= 4 ? 24 : 2;
                values[id] += random.nextGaussian() * (id <= 4 ? 1.5 : 0.3) + (middle - values[id]) * 0.02;
                if ((second + id) % 10 == 0 && random.nextInt(12) > 0 && (second / 200 + id) % 7 > 0) {
                    town.see(id, second, Math.max(0, values[id]));
                }
            }
            if (random.nextInt(200) == 0) {
                intruder = !intruder;
                AlertChange.Phase phase = intruder ? AlertChange.Phase.RAISED : AlertChange.Phase.ENDED;
                town.seen("c1", RuleKind.INTRUSION, phase, second);
            }
            town.passTo(second);
            if (crashes && crash.nextInt(50) == 0) {
                town.crash();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void aCrashAtAnyMomentChangesNothing(long seed) {
        Town whole = town();
        live(whole, seed, false);
        Town crashed = town();
        live(crashed, seed, true);
        assertThat(whole.raised()).as("seed " + seed).hasSizeGreaterThan(10);
        assertThat(RULES)
                .allSatisfy(rule -> assertThat(whole.raised())
                        .as(rule.name())
                        .anyMatch(raised -> raised.rule().equals(rule.id())));
        assertThat(crashed.changes).as("seed " + seed).isEqualTo(whole.changes);
        assertThat(crashed.failures).isEmpty();
        assertThat(whole.changes.stream()
                        .filter(c -> c.phase() != AlertChange.Phase.UPDATED)
                        .map(c -> List.of(c.alert(), c.phase())))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void historyTellsTheSameAsLive(long seed) {
        Town live = town();
        live(live, seed, false);
        Town again = town();
        List<AlertChange> found = new ArrayList<>();
        Rehearsal rehearsal = new Rehearsal(RULES, again.book(), Town.START, RuleWatch.NOBODY, found::add);
        replay(rehearsal, seed);
        rehearsal.passTo(Town.time(SECONDS - 1));
        assertThat(found).as("seed " + seed).containsExactlyInAnyOrderElementsOf(live.changes);
    }

    private static void replay(Rehearsal rehearsal, long seed) {
        Random random = new Random(seed);
        double[] values = new double[7];
        boolean intruder = false;
        for (int second = 0; second < SECONDS; second++) {
            Instant at = Town.time(second);
            for (int id = 1; id <= 6; id++) {
                double middle = id <= 4 ? 24 : 2;
                values[id] += random.nextGaussian() * (id <= 4 ? 1.5 : 0.3) + (middle - values[id]) * 0.02;
                if ((second + id) % 10 == 0 && random.nextInt(12) > 0 && (second / 200 + id) % 7 > 0) {
                    rehearsal.see(id, at, Math.max(0, values[id]), 0);
                }
            }
            if (random.nextInt(200) == 0) {
                intruder = !intruder;
                rehearsal.see(Town.ofCamera(
                        "c1",
                        RuleKind.INTRUSION,
                        intruder ? AlertChange.Phase.RAISED : AlertChange.Phase.ENDED,
                        second));
            }
        }
    }
}
