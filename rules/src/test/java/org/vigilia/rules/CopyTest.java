package org.vigilia.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Condition.Side;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.Quantity;

/** A copy goes on as the original would, and neither disturbs the other. */
class CopyTest {

    private static final List<CityRule> RULES = List.of(
            Town.rule("limit", new Condition.Threshold(Source.of(Quantity.PM25), Side.ABOVE, 30, 25.0, 60.0)),
            Town.rule("rise", new Condition.RateOfChange(Source.of(Quantity.PM25), Side.ABOVE, 8, 300, 0.0)),
            Town.rule("silent", new Condition.MissingData(Source.of(Quantity.PM25), 40)));

    private static void feed(SensorJudge judge, Random random, int from, int to, List<Signal> out) {
        for (int second = from; second < to; second++) {
            long at = Micros.of(Town.time(second));
            if (random.nextInt(12) > 0 && second % 300 > 60) {
                judge.see(1, at, 26 + random.nextGaussian() * 6, 0, at, out::add);
            }
            judge.tick(at, out::add);
        }
    }

    @Test
    void aCopyGoesOnAndTheOriginalStaysAsItWas() {
        Town town = new Town().sensor(1, Quantity.PM25, Town.MARKET).rules(RULES.toArray(CityRule[]::new));
        SensorJudge judge = SensorJudge.fresh(RuleWatch.NOBODY);
        judge.follow(town.book(), signal -> {});
        feed(judge, new Random(1), 0, 1_000, new ArrayList<>());
        byte[] before = judge.write();
        List<Signal> expected = new ArrayList<>();
        SensorJudge copy = judge.copy();
        feed(copy, new Random(2), 1_000, 3_000, expected);
        assertThat(judge.write()).as("untouched by what its copy saw").isEqualTo(before);
        List<Signal> again = new ArrayList<>();
        feed(judge, new Random(2), 1_000, 3_000, again);
        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(again).isEqualTo(expected);
        assertThat(judge.write()).isEqualTo(copy.write());
    }
}
