package org.vigilia.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.alert.Cause;
import org.vigilia.contract.alert.SourceEstimate;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Condition.Order;
import org.vigilia.contract.rule.city.Condition.Side;
import org.vigilia.contract.rule.city.Condition.Step;
import org.vigilia.contract.rule.city.Schedule;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.Quantity;

/** Several facts together, schedules, rest, clouds of smell and where they come from. */
class CombinationsTest {

    private static Step above(Quantity quantity, double limit) {
        return new Step(new Condition.Threshold(Source.of(quantity), Side.ABOVE, limit, null, 0.0), false);
    }

    private static Step absent(Step step) {
        return new Step(step.condition(), true);
    }

    private static Step people() {
        return new Step(new Condition.Seen(Set.of(RuleKind.CROWD_FORMATION), Set.of()), false);
    }

    private static CityRule together(Order order, double seconds, @Nullable Double metres, Step... steps) {
        return Town.rule("both", new Condition.Combination(order, List.of(steps), seconds, metres));
    }

    private static Town smellAndBins() {
        return new Town()
                .sensor(1, Quantity.ODOUR, Town.MARKET)
                .sensor(2, Quantity.FILL, Town.at(100, 0))
                .sensor(3, Quantity.FILL, Town.at(900, 0))
                .rules(together(Order.ALL, 1800, 200.0, above(Quantity.ODOUR, 3), above(Quantity.FILL, 80)));
    }

    @Test
    void smellAndAFullBinNearbyWithinHalfAnHour() {
        Town town = smellAndBins().see(3, 0, 95).see(2, 60, 85).see(2, 120, 40).see(1, 600, 4);
        assertThat(town.raised()).hasSize(1);
        AlertChange raised = town.raised().get(0);
        assertThat(Town.second(raised.at())).isEqualTo(600);
        assertThat(Town.second(raised.startedAt())).isEqualTo(60);
        assertThat(raised.kind()).isEqualTo(RuleKind.COMBINATION);
        assertThat(Town.city(raised).causes())
                .extracting(Cause::datastream)
                .containsExactly(new DatastreamId(2), new DatastreamId(1));
        assertThat(Town.city(raised).causes().get(1).text()).contains("Odour intensity 4, above 3");
        assertThat(raised.message()).startsWith("both: ");
    }

    @Test
    void aBinFarAwayOrLongAgoIsAnotherStory() {
        assertThat(smellAndBins().see(3, 0, 95).see(1, 600, 4).changes).isEmpty();
        assertThat(smellAndBins().see(2, 0, 95).see(2, 10, 5).passTo(1900).see(1, 1900, 4).changes)
                .isEmpty();
        assertThat(smellAndBins().see(2, 0, 95).passTo(9000).see(1, 9000, 4).raised())
                .as("a bin that is full since this morning is still full")
                .hasSize(1);
    }

    @Test
    void oneSituationIsOneAlertUntilItHoldsNoMore() {
        Town town = smellAndBins()
                .sensor(4, Quantity.ODOUR, Town.at(0, 50))
                .see(2, 0, 95)
                .see(1, 600, 4)
                .see(4, 620, 5)
                .see(1, 650, 1)
                .see(1, 700, 4);
        assertThat(town.raised()).hasSize(1);
        assertThat(town.of(Phase.UPDATED)).hasSize(1);
        assertThat(Town.city(town.of(Phase.UPDATED).get(0)).causes()).hasSize(3);
        town.see(1, 800, 0).see(4, 900, 0).passTo(2600);
        assertThat(town.ended()).isEmpty();
        town.passTo(2710);
        assertThat(town.ended()).hasSize(1);
        assertThat(Town.second(town.ended().get(0).at())).isEqualTo(900 + 1800);
        assertThat(town.see(1, 2800, 4).raised()).as("the bin is still full").hasSize(2);
    }

    @Test
    void aSequenceHasAnOrder() {
        Step[] steps = {above(Quantity.SOUND_EVENT, 0.5), people()};
        Town town = new Town()
                .sensor(1, Quantity.SOUND_EVENT, Town.MARKET)
                .camera("plaza", Town.at(30, 0))
                .rules(together(Order.SEQUENCE, 20, 100.0, steps));
        town.seen("plaza", RuleKind.CROWD_FORMATION, Phase.RAISED, 0)
                .see(1, 5, 1)
                .see(1, 6, 0);
        assertThat(town.changes).as("they ran before the bang").isEmpty();
        town.seen("plaza", RuleKind.CROWD_FORMATION, Phase.ENDED, 8)
                .seen("plaza", RuleKind.INTRUSION, Phase.RAISED, 9)
                .seen("plaza", RuleKind.CROWD_FORMATION, Phase.RAISED, 12);
        assertThat(town.raised()).hasSize(1);
        assertThat(Town.city(town.raised().get(0)).causes())
                .extracting(Cause::camera, Cause::alert)
                .contains(org.assertj.core.groups.Tuple.tuple(new CameraId("plaza"), new AlertId("cam-plaza")));
        assertThat(town.raised().get(0).message()).contains("People run on the plaza");
    }

    @Test
    void tooLateIsNotTogether() {
        Town town = new Town()
                .sensor(1, Quantity.SOUND_EVENT, Town.MARKET)
                .camera("plaza", Town.at(30, 0))
                .rules(together(Order.SEQUENCE, 20, 100.0, above(Quantity.SOUND_EVENT, 0.5), people()));
        town.see(1, 0, 1).see(1, 1, 0).passTo(22).seen("plaza", RuleKind.CROWD_FORMATION, Phase.RAISED, 22);
        assertThat(town.changes).isEmpty();
    }

    @Test
    void whatMustBeAbsentIsWaitedFor() {
        CityRule nobodyCame = together(Order.ALL, 60, 100.0, above(Quantity.OPEN, 0.5), absent(people()));
        Town quiet = new Town()
                .sensor(1, Quantity.OPEN, Town.MARKET)
                .camera("door", Town.at(5, 0))
                .rules(nobodyCame);
        quiet.see(1, 10, 1).see(1, 12, 0).passTo(69);
        assertThat(quiet.changes).isEmpty();
        quiet.passTo(80);
        assertThat(quiet.raised()).hasSize(1);
        assertThat(Town.second(quiet.raised().get(0).at())).isEqualTo(70);

        Town visited = new Town()
                .sensor(1, Quantity.OPEN, Town.MARKET)
                .camera("door", Town.at(5, 0))
                .rules(nobodyCame);
        visited.see(1, 10, 1)
                .passTo(30)
                .seen("door", RuleKind.CROWD_FORMATION, Phase.RAISED, 30)
                .seen("door", RuleKind.CROWD_FORMATION, Phase.ENDED, 33)
                .passTo(200);
        assertThat(visited.changes).isEmpty();
    }

    @Test
    void aRuleHoldsOnlyAtItsTime() {
        Schedule night = new Schedule(
                Set.of(),
                LocalTime.of(22, 0),
                LocalTime.of(6, 0),
                ZoneId.of("Europe/Amsterdam"),
                Schedule.Holidays.SAME,
                Set.of());
        CityRule loud = Town.rule(
                "loud", new Condition.Threshold(Source.of(Quantity.LAEQ), Side.ABOVE, 70, null, 0.0), night, 0);
        Town town = new Town().sensor(1, Quantity.LAEQ, Town.MARKET).rules(loud);
        double ten = 11 * 3600;
        town.see(1, ten - 600, 80).tick(ten - 5, 60);
        assertThat(town.changes).as("START is 11:00 in Amsterdam").isEmpty();
        town.tick(ten + 10, 1);
        assertThat(town.raised()).hasSize(1);
        assertThat(Town.second(town.raised().get(0).at())).isEqualTo(ten);
        double six = 19 * 3600;
        town.tick(six - 10, 60).tick(six + 10, 1);
        assertThat(town.ended()).hasSize(1);
        assertThat(town.ended().get(0).message()).contains("the rule's time is over");
    }

    @Test
    void publicHolidaysMayCount() {
        Schedule holidays = new Schedule(
                Set.of(),
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                ZoneId.of("UTC"),
                Schedule.Holidays.NEVER,
                Set.of(LocalDate.of(2026, 11, 23)));
        Town town = new Town()
                .sensor(1, Quantity.FLOW, Town.MARKET)
                .rules(Town.rule(
                        "jam",
                        new Condition.Threshold(Source.of(Quantity.FLOW), Side.ABOVE, 10, null, 0.0),
                        holidays,
                        0));
        town.see(1, 100, 99).passTo(200);
        assertThat(town.changes).isEmpty();
    }

    @Test
    void afterAnAlertTheSensorRests() {
        CityRule rule = Town.rule(
                "dust", new Condition.Threshold(Source.of(Quantity.PM25), Side.ABOVE, 35, null, 0.0), null, 600);
        Town town = new Town()
                .sensor(1, Quantity.PM25, Town.MARKET)
                .sensor(2, Quantity.PM25, Town.MARKET)
                .rules(rule);
        town.see(1, 0, 40).see(1, 10, 10).see(1, 20, 40).see(2, 20, 40).passTo(600);
        assertThat(town.raised()).as("the other sensor does not rest").hasSize(2);
        town.passTo(620);
        assertThat(town.raised()).hasSize(3);
        assertThat(Town.second(town.raised().get(2).at())).isEqualTo(610);
    }

    @Test
    void oneCloudIsOneAlertWithItsProbableSource() {
        Town town = new Town()
                .sensor(1, Quantity.ODOUR, Town.MARKET)
                .sensor(2, Quantity.ODOUR, Town.at(-150, 10))
                .sensor(3, Quantity.ODOUR, Town.at(-3000, 0))
                .sensor(10, Quantity.FILL, Town.at(120, 10))
                .sensor(11, Quantity.FILL, Town.at(-80, 0))
                .sensor(12, Quantity.FILL, Town.at(200, 30))
                .sensor(20, Quantity.WIND_FROM, Town.at(500, 500))
                .sensor(21, Quantity.WIND_SPEED, Town.at(500, 500))
                .camera("north", Town.at(110, 0))
                .camera("market", Town.at(0, 5))
                .camera("south", Town.at(-400, 0))
                .rules(Town.rule("smell", new Condition.Threshold(Source.of(Quantity.ODOUR), Side.ABOVE, 3, 2.5, 0.0)));
        town.see(20, 0, 5)
                .see(21, 0, 3)
                .see(10, 0, 92)
                .see(11, 0, 99)
                .see(12, 0, 70)
                .see(1, 60, 4);
        assertThat(town.raised()).hasSize(1);
        SourceEstimate estimate =
                Objects.requireNonNull(Town.city(town.raised().get(0)).estimate());
        assertThat(estimate.datastreams())
                .as("the full one downwind is not it")
                .containsExactly(new DatastreamId(10), new DatastreamId(12));
        assertThat(Earth.metres(estimate.centre(), Town.at(120, 10))).isLessThan(1);
        assertThat(estimate.cameras()).containsExactly(new CameraId("north"), new CameraId("market"));
        assertThat(estimate.windFrom()).isEqualTo(5);
        assertThat(estimate.text()).contains("Fill level 10", "92 % full", "wind from north (5°) at 3 m/s");

        town.see(2, 90, 3.5).see(3, 95, 4);
        assertThat(town.raised()).as("the one 3 km away is another cloud").hasSize(2);
        assertThat(town.of(Phase.UPDATED)).hasSize(1);
        town.see(1, 200, 1);
        assertThat(town.ended()).isEmpty();
        town.see(2, 210, 1);
        assertThat(town.ended()).hasSize(1);
    }

    @Test
    void withoutABinOrWindTheEstimateSaysHowLittleIsKnown() {
        Town town = new Town()
                .sensor(1, Quantity.SMOKE, Town.MARKET)
                .sensor(20, Quantity.WIND_FROM, Town.at(500, 500))
                .rules(Town.rule(
                        "smoke", new Condition.Threshold(Source.of(Quantity.SMOKE), Side.ABOVE, 3, null, 0.0)));
        town.see(1, 0, 4);
        SourceEstimate calm =
                Objects.requireNonNull(Town.city(town.raised().get(0)).estimate());
        assertThat(calm.windFrom()).isNull();
        assertThat(calm.radiusMetres()).isEqualTo(600);
        assertThat(calm.text()).contains("no wind was measured nearby");
        town.see(1, 10, 0).see(20, 20, 270).see(1, 30, 4);
        SourceEstimate west =
                Objects.requireNonNull(Town.city(town.raised().get(1)).estimate());
        assertThat(Earth.bearing(Town.MARKET, west.centre())).isCloseTo(270, within(0.1));
    }

    @Test
    void aRuleThatBreaksDownIsReportedAndTheOthersGoOn() {
        CityRule bad = together(Order.ALL, 60, 100.0, above(Quantity.PM25, 1), above(Quantity.PM10, 1));
        CityRule good = Town.rule("good", new Condition.Threshold(Source.of(Quantity.PM25), Side.ABOVE, 35, null, 0.0));
        Town town = new Town().sensor(1, Quantity.PM25, Town.MARKET).rules(bad, good);
        town.passTo(10).see(1, 20, 40);
        assertThat(town.problems).contains("good: null").anyMatch(p -> p.startsWith("both: step 2: no sensor"));
        assertThat(town.raised()).hasSize(1);
    }
}
