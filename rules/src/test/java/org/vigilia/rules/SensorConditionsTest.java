package org.vigilia.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Condition.Side;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.contract.sensing.Quantity;

/** Conditions of one datastream, judged reading by reading. */
class SensorConditionsTest {

    private static CityRule above(double limit, @Nullable Double clear, double seconds) {
        return Town.rule("dust", new Condition.Threshold(Source.of(Quantity.PM25), Side.ABOVE, limit, clear, seconds));
    }

    private static Town town(CityRule rule) {
        return new Town().sensor(1, Quantity.PM25, Town.MARKET).rules(rule);
    }

    @Test
    void aLimitItselfIsNotYetWrong() {
        Town town = town(above(35, null, 0)).see(1, 0, 35).see(1, 1, 35.0001);
        assertThat(town.raised()).hasSize(1);
        AlertChange raised = town.raised().get(0);
        assertThat(Town.second(raised.at())).isEqualTo(1);
        assertThat(raised.kind()).isEqualTo(RuleKind.THRESHOLD);
        assertThat(Town.city(raised).datastream()).isEqualTo(new DatastreamId(1));
        assertThat(Town.city(raised).place()).isEqualTo(Town.MARKET);
        assertThat(raised.message()).contains("Fine particles (PM2.5) 1", "35 µg/m³", "above 35 µg/m³");
        assertThat(Town.city(raised).causes()).hasSize(1);
        assertThat(raised.proof().measures()).containsEntry("limit", 35.0);
    }

    @Test
    void mustLastAndFiresExactlyWhenItHasLastedEvenWithoutAReading() {
        Town town = town(above(35, null, 300)).see(1, 0, 40).see(1, 200, 41).passTo(301);
        assertThat(town.raised()).as("the judge waits for readings under way").isEmpty();
        town.passTo(304);
        assertThat(town.raised()).hasSize(1);
        assertThat(Town.second(town.raised().get(0).at())).isEqualTo(300);
        assertThat(Town.second(town.raised().get(0).startedAt())).isZero();
    }

    @Test
    void aGoodReadingInBetweenBeginsTheTimeAnew() {
        Town town = town(above(35, null, 300))
                .see(1, 0, 40)
                .see(1, 200, 20)
                .see(1, 210, 40)
                .passTo(505);
        assertThat(town.raised()).isEmpty();
        assertThat(town.passTo(515).raised()).hasSize(1);
    }

    @Test
    void aReadingOnTheMinuteDecidesBeforeTheTimeIsOver() {
        Town town = town(above(35, null, 300)).see(1, 0, 40).see(1, 300, 20).passTo(700);
        assertThat(town.changes).isEmpty();
    }

    @Test
    void endsOnlyOnTheGoodSideOfClear() {
        Town town = town(above(35, 30.0, 0))
                .see(1, 0, 40)
                .see(1, 10, 31)
                .see(1, 20, 36)
                .see(1, 30, 30.5);
        assertThat(town.raised()).hasSize(1);
        assertThat(town.ended()).isEmpty();
        town.see(1, 40, 30);
        assertThat(town.ended()).hasSize(1);
        assertThat(town.ended().get(0).alert()).isEqualTo(town.raised().get(0).alert());
        assertThat(Town.second(town.ended().get(0).at())).isEqualTo(40);
    }

    @Test
    void tellsOfWorseAFewTimesAndNotAtEveryReading() {
        Town town = town(above(100, null, 0));
        for (int i = 0; i < 1000; i++) {
            town.see(1, i, 101 + i);
        }
        assertThat(town.raised()).hasSize(1);
        assertThat(town.of(AlertChange.Phase.UPDATED)).hasSizeBetween(4, 8);
        assertThat(town.of(AlertChange.Phase.UPDATED))
                .allSatisfy(change ->
                        assertThat(change.proof().measures().get("value")).isGreaterThanOrEqualTo(125));
    }

    @Test
    void belowIsTheMirror() {
        Town town = town(
                Town.rule("low", new Condition.Threshold(Source.of(new DatastreamId(1)), Side.BELOW, 10, 12.0, 0.0)));
        town.see(1, 0, 10).see(1, 1, 9).see(1, 2, 11).see(1, 3, 12);
        assertThat(town.raised()).hasSize(1);
        assertThat(Town.second(town.ended().get(0).at())).isEqualTo(3);
    }

    @Test
    void unusableReadingsAreLeftOut() {
        Town town = town(above(35, null, 0));
        for (QualityFlag flag : QualityFlag.values()) {
            town.see(1, flag.ordinal(), 99, flag.bit());
            assertThat(town.raised().isEmpty()).as(flag.name()).isEqualTo(QualityFlag.unusable(flag.bit()));
            if (!town.changes.isEmpty()) {
                town = town(above(35, null, 0));
            }
        }
    }

    @Test
    void otherAgenciesSensorsAreNobodysBusiness() {
        Town town = new Town()
                .sensor(1, Quantity.PM25, Town.MARKET, new AgencyId("harbour"))
                .rules(above(35, null, 0))
                .see(1, 0, 99)
                .passTo(10);
        assertThat(town.changes).isEmpty();
        assertThat(town.problems).hasSize(1).first().asString().contains("no sensor of the agency fits");
        town.sensor(2, Quantity.PM25, Town.MARKET).passTo(20);
        assertThat(town.problems).hasSize(2).last().asString().isEqualTo("dust: null");
    }

    @Test
    void onlyTheNamedAreaCounts() {
        Source near = new Source(java.util.Set.of(), Quantity.PM25, Town.MARKET, 100.0);
        Town town = new Town()
                .sensor(1, Quantity.PM25, Town.at(90, 0))
                .sensor(2, Quantity.PM25, Town.at(0, 110))
                .sensor(3, Quantity.PM25, null)
                .rules(Town.rule("near", new Condition.Threshold(near, Side.ABOVE, 35, null, 0.0)));
        town.see(1, 0, 99).see(2, 0, 99).see(3, 0, 99);
        assertThat(town.raised()).hasSize(1);
        assertThat(Town.city(town.raised().get(0)).datastream()).isEqualTo(new DatastreamId(1));
    }

    @Test
    void risesFast() {
        Town town = new Town()
                .sensor(1, Quantity.WATER_LEVEL, Town.MARKET)
                .rules(Town.rule(
                        "flood",
                        new Condition.RateOfChange(Source.of(Quantity.WATER_LEVEL), Side.ABOVE, 0.5, 600, 0.0)));
        for (int i = 0; i <= 20; i++) {
            town.see(1, i * 60, 1 + i * 0.04);
        }
        assertThat(town.raised()).as("0.4 m in 10 min").isEmpty();
        for (int i = 1; i <= 10; i++) {
            town.see(1, 1200 + i * 60, 1.8 + i * 0.1);
        }
        assertThat(town.raised()).hasSize(1);
        assertThat(town.raised().get(0).message()).contains("rose by 0.");
        town.see(1, 1860, 2.8).see(1, 2500, 2.8);
        assertThat(town.ended()).hasSize(1);
    }

    @Test
    void fallsFastAndRemembersOnlyTheWindow() {
        Town town = new Town()
                .sensor(1, Quantity.PRESSURE, Town.MARKET)
                .rules(Town.rule(
                        "storm", new Condition.RateOfChange(Source.of(Quantity.PRESSURE), Side.BELOW, 3, 3600, 0.0)));
        town.see(1, 0, 1020).see(1, 3700, 1016);
        assertThat(town.changes).as("the first reading is older than an hour").isEmpty();
        town.see(1, 5000, 1012.5);
        assertThat(town.raised()).hasSize(1);
        assertThat(town.raised().get(0).proof().measures().get("change")).isCloseTo(-3.5, within(1e-9));
    }

    @Test
    void silenceBeginsWhenTheTimeIsOverAndEndsWithTheNextReading() {
        Town town = new Town()
                .sensor(1, Quantity.PM25, Town.MARKET)
                .rules(Town.rule("silent", new Condition.MissingData(Source.of(Quantity.PM25), 600)));
        assertThat(town.passTo(1000).changes).as("never heard of").isEmpty();
        town.see(1, 1000, 5).see(1, 1300, 5).passTo(1899);
        assertThat(town.changes).isEmpty();
        town.passTo(1910);
        assertThat(town.raised()).hasSize(1);
        assertThat(Town.second(town.raised().get(0).at())).isEqualTo(1900);
        assertThat(Town.second(town.raised().get(0).startedAt())).isEqualTo(1300);
        assertThat(town.raised().get(0).message()).contains("no usable reading for 10 min");
        town.see(1, 2000, 5);
        assertThat(town.ended()).hasSize(1);
        assertThat(town.passTo(2700).raised()).hasSize(2);
    }

    @Test
    void unusualMinutesExplainThemselves() {
        Town town = new Town()
                .sensor(1, Quantity.FLOW, Town.MARKET)
                .rules(Town.rule("odd", new Condition.Unusual(Source.of(Quantity.FLOW), 0.9, 60.0)));
        town.see(1, 0, 100)
                .score(1, 60, 400, 0.95, "expected 90 to 120, seen 400")
                .score(1, 120, 410, 0.97, "x");
        assertThat(town.raised()).hasSize(1);
        assertThat(town.raised().get(0).kind()).isEqualTo(RuleKind.ANOMALY);
        assertThat(town.raised().get(0).message()).contains("unusual: ");
        town.score(1, 180, 100, 0.2, "");
        assertThat(town.ended()).hasSize(1);
    }

    @Test
    void historyTheFutureAndDisorderAreNotJudged() {
        Town town = town(above(35, null, 0));
        town.seeStoredAt(1, 0, 99, SensorJudge.MAX_AGE.plusSeconds(1).toSeconds());
        town.seeStoredAt(1, 2000, 99, 1900);
        assertThat(town.skipped).containsExactly(RuleWatch.Reason.LATE, RuleWatch.Reason.FUTURE);
        town.seeStoredAt(1, 1000, 10, 1000).seeStoredAt(1, 999, 99, 1001);
        assertThat(town.skipped).last().isEqualTo(RuleWatch.Reason.OUT_OF_ORDER);
        assertThat(town.changes).isEmpty();
        town.seeStoredAt(1, 1040, 99, 1010);
        assertThat(Town.second(town.raised().get(0).at()))
                .as("a clock that is ahead")
                .isEqualTo(1010);
    }

    @Test
    void anEditedRuleEndsItsAlertAndARenamedOneKeepsIt() {
        Town town = town(above(35, null, 300)).see(1, 0, 40).passTo(200);
        CityRule renamed = new CityRule(
                above(35, null, 300).id(),
                Town.CITY,
                "Dust!",
                org.vigilia.contract.rule.Severity.MINOR,
                true,
                above(35, null, 300).when(),
                null,
                0.0,
                null);
        town.rules(renamed).passTo(310);
        assertThat(town.raised()).as("four of five minutes are not forgotten").hasSize(1);
        assertThat(Town.city(town.raised().get(0)).ruleName()).isEqualTo("Dust!");
        town.rules(above(38, null, 300));
        assertThat(town.ended()).hasSize(1);
        town.see(1, 320, 40).passTo(650);
        assertThat(town.raised()).hasSize(2);
        town.rules(above(38, null, 300).enabled(false));
        assertThat(town.ended()).hasSize(2);
        assertThat(town.ended().get(1).message()).contains("the rule is off");
        assertThat(town.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverAnAlertBelowTheLimitAndAlwaysOneThatLastedLongEnough(long seed) {
        Random random = new Random(seed);
        double limit = 10 + random.nextInt(30);
        double clear = limit - random.nextInt(5);
        int lasting = random.nextInt(4) * 60;
        Town town = town(above(limit, clear, lasting));
        double value = limit;
        boolean open = false;
        double since = Double.NaN;
        int expected = 0;
        for (int second = 0; second < 20_000; second += 5 + random.nextInt(10)) {
            value += random.nextGaussian() * 2 + (limit - value) * 0.05;
            if (open && value <= clear) {
                open = false;
                since = Double.NaN;
            } else if (!open) {
                if (!Double.isNaN(since) && second > since + lasting || value > limit && lasting == 0) {
                    expected++;
                    open = value > clear;
                }
                if (!open) {
                    since = value > limit ? Double.isNaN(since) ? second : since : Double.NaN;
                    if (!Double.isNaN(since) && second == since + lasting && lasting > 0) {
                        expected++;
                        open = true;
                    }
                }
            }
            town.see(1, second, value);
        }
        assertThat(town.raised()).as("seed " + seed).hasSize(expected).allSatisfy(raised -> {
            assertThat(raised.proof().measures().get("value")).isGreaterThan(limit);
            assertThat(Duration.between(raised.startedAt(), raised.at())).isEqualTo(Duration.ofSeconds(lasting));
        });
        assertThat(town.raised().stream().map(AlertChange::alert).distinct()).hasSize(expected);
        assertThat(town.raised().size() - town.ended().size()).isBetween(0, 1);
    }
}
