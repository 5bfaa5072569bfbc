package org.vigilia.stream.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigilia.stream.rule.Stage.health;
import static org.vigilia.stream.rule.Stage.person;
import static org.vigilia.stream.rule.Stage.reading;
import static org.vigilia.stream.rule.Stage.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.fact.CameraHealth.Aspect;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import tools.jackson.databind.json.JsonMapper;

class CameraJudgeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aCameraInTroubleIsOneAlertWhateverIsWrong() {
        Stage stage = new Stage(rule(RuleKind.CAMERA_TROUBLE, Map.of()));
        stage.see(health(0, Aspect.CONNECTION, Condition.GOOD));
        stage.see(health(1, Aspect.CONNECTION, Condition.OFFLINE));
        stage.advance(10);
        assertThat(stage.changes).isEmpty();
        stage.advance(12);
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).at()).isEqualTo(Stage.at(11));
        assertThat(stage.raised().get(0).message()).isEqualTo("Camera is offline for 10 s: no answer");
        stage.see(health(15, Aspect.CONNECTION, Condition.UNAUTHORISED));
        stage.see(health(20, Aspect.PICTURE, Condition.BLACK));
        stage.see(health(21, Aspect.CONNECTION, Condition.GOOD));
        stage.advance(30);
        assertThat(stage.ended()).isEmpty();
        stage.see(health(31, Aspect.PICTURE, Condition.GOOD));
        stage.advance(40);
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.ended()).hasSize(1);
        assertThat(stage.ended().get(0).at()).isEqualTo(Stage.at(36));
        assertThat(stage.of(Phase.UPDATED).get(0).message()).startsWith("Camera refuses user name or password");
    }

    @Test
    void aShortInterruptionIsNotTrouble() {
        Stage stage = new Stage(rule(RuleKind.CAMERA_TROUBLE, Map.of()));
        for (int i = 0; i < 10; i++) {
            stage.see(health(i * 20, Aspect.CONNECTION, Condition.OFFLINE));
            stage.see(health(i * 20 + 8, Aspect.CONNECTION, Condition.GOOD));
        }
        stage.advance(300);
        assertThat(stage.changes).isEmpty();
    }

    @Test
    void timeStandsStillWhileVisionIsRestarted() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        for (int i = 0; i <= 20; i++) {
            stage.see(person("before", 0, 0.5, 0.5).now(i * 0.2));
        }
        stage.advance(10);
        stage.advance(18);
        for (int i = 0; i <= 20; i++) {
            stage.see(person("after", 18, 0.5, 0.5).now(18 + i * 0.2));
        }
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.ended()).isEmpty();
        stage.advance(60);
        assertThat(stage.ended()).hasSize(1);
    }

    @Test
    void newThresholdsKeepTheMemoryAndOtherPartsDoNot() {
        Stage stage = new Stage(rule(RuleKind.LOITERING, Map.of()));
        for (int i = 0; i <= 100; i++) {
            stage.see(person("p", 0, 0.5, 0.5).now(i * 0.2));
        }
        stage.follow(rule(RuleKind.LOITERING, Map.of("dwellSeconds", 15.0)));
        stage.see(person("p", 0, 0.5, 0.5).now(20.2));
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).startedAt()).isEqualTo(Stage.at(0));

        stage.follow(new Rule(
                new RuleId("r-loitering"), RuleKind.LOITERING, "", "yard", Severity.MINOR, true, Set.of(), Map.of()));
        assertThat(stage.ended()).hasSize(1);
    }

    @Test
    void disabledAndRemovedRulesEndTheirAlerts() {
        for (Rule[] after : List.of(new Rule[] {}, new Rule[] {disabled(RuleKind.INTRUSION)})) {
            Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
            stage.see(person("p", 0, 0.5, 0.5).now(0));
            stage.see(person("p", 0, 0.5, 0.5).now(1));
            stage.follow(after);
            assertThat(stage.ended()).hasSize(1);
        }
    }

    private static Rule disabled(RuleKind kind) {
        Rule rule = rule(kind, Map.of());
        return new Rule(
                rule.id(), kind, rule.name(), rule.part(), rule.severity(), false, rule.classes(), rule.settings());
    }

    @Test
    void oldFactsAndFactsFromTheFutureAreDroppedAndTold() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        stage.see(person("p", 100, 0.5, 0.5).now(100));
        stage.see(person("p", 90, 0.5, 0.5).now(94));
        assertThat(stage.late).isEqualTo(1);
        Fact ahead = person("p", 0, 0.5, 0.5).now(1000);
        stage.changes.addAll(stage.judge.see(ahead, Stage.at(100)));
        assertThat(stage.future).isEqualTo(1);
        stage.see(person("p", 100, 0.5, 0.5).now(101));
        assertThat(stage.raised()).hasSize(1);
    }

    @Test
    void aTickWaitsForFactsThatAreOnTheirWay() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        for (int i = 0; i <= 10; i++) {
            Fact fact = person("p", 0, 0.5, 0.5).now(i * 0.2);
            stage.changes.addAll(stage.judge.see(fact, fact.at().plusSeconds(8)));
        }
        stage.see(reading(2.8, "yard", 0, null));
        assertThat(stage.judge.tick(Stage.at(15))).isEmpty();
        assertThat(stage.judge.tick(Stage.at(16 + 40))).hasSize(1);
    }

    /**
     * Random but plausible city life, judged once straight through and once with the judge's memory taken out, written
     * as JSON and put back at random moments: the alerts are the same to the last letter.
     */
    @Test
    void aReplayFromAnyCheckpointGivesTheSameAlerts() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        int alerts = 0;
        for (int round = 0; round < 20; round++) {
            Random random = new Random(seed + round);
            List<Fact> facts = cityLife(random);
            Rule[] rules = {
                rule(RuleKind.WRONG_WAY, Map.of()),
                rule(RuleKind.INTRUSION, Map.of()),
                rule(RuleKind.LOITERING, Map.of("dwellSeconds", 8.0)),
                rule(RuleKind.STOPPED_VEHICLE, Map.of("stillSeconds", 5.0)),
                rule(RuleKind.CROWD_DENSITY, Map.of("minSeconds", 2.0)),
                rule(RuleKind.CROWD_FORMATION, Map.of("windowSeconds", 10.0, "growthPersons", 4.0)),
                rule(RuleKind.CAMERA_TROUBLE, Map.of("minSeconds", 3.0))
            };
            Stage straight = new Stage(rules);
            facts.forEach(straight::see);
            Stage broken = new Stage(rules);
            for (Fact fact : facts) {
                broken.see(fact);
                if (random.nextInt(20) == 0) {
                    String state = JSON.writeValueAsString(broken.judge.state());
                    broken.judge = CameraJudge.restore(JSON.readValue(state, CameraState.class), broken.watch);
                }
            }
            assertThat(broken.changes).isEqualTo(straight.changes);
            assertThat(straight.failures).isEmpty();
            List<AlertChange> raised = straight.raised();
            assertThat(raised.stream().map(AlertChange::alert)).doesNotHaveDuplicates();
            assertThat(straight.ended().stream().map(AlertChange::alert)).doesNotHaveDuplicates();
            alerts += raised.size();
        }
        assertThat(alerts).isGreaterThan(20);
    }

    private static List<Fact> cityLife(Random random) {
        List<Fact> facts = new ArrayList<>();
        int next = 0;
        List<Stage.Actor> actors = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double t = i * 0.25;
            if (random.nextInt(8) == 0 && actors.size() < 12) {
                double x = random.nextDouble();
                next++;
                actors.add(
                        random.nextBoolean()
                                ? person("t" + next, t, x, 0.5)
                                : Stage.car("t" + next, t, x, 0.6).still(random.nextBoolean() ? t : null));
            }
            for (int a = actors.size() - 1; a >= 0; a--) {
                Stage.Actor actor = actors.get(a);
                Stage.Actor moved = actor.at(actor.x() + (random.nextDouble() - 0.5) * 0.02, actor.y());
                if (random.nextInt(6) == 0) {
                    moved = moved.against(actor.firstSeen(), t - actor.firstSeen(), 175);
                }
                if (random.nextInt(60) == 0) {
                    facts.add(moved.end().now(t));
                    actors.remove(a);
                } else {
                    actors.set(a, moved);
                    facts.add((random.nextInt(10) == 0 ? moved.outside() : moved).now(t));
                }
            }
            facts.add(reading(t, "lawn", actors.size(), actors.size() / 6.0));
            if (random.nextInt(50) == 0) {
                facts.add(health(t, Aspect.values()[random.nextInt(2)], Condition.values()[random.nextInt(4)]));
            }
        }
        return facts;
    }
}
