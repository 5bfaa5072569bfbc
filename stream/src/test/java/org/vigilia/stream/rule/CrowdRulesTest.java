package org.vigilia.stream.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigilia.stream.rule.Stage.reading;
import static org.vigilia.stream.rule.Stage.rule;

import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.rule.RuleKind;

/** Rules about crowds: counts of known truth with the noise of a detector, three readings a second. */
class CrowdRulesTest {

    @Test
    void aDenseZoneIsOneAlertUntilItIsClearlyThinner() {
        Stage stage = new Stage(rule(RuleKind.CROWD_DENSITY, Map.of()));
        density(stage, 0, 60, t -> t < 10 ? 0.5 : t < 40 ? 1.2 + 0.2 * Math.sin(t * 3) : t < 45 ? 1.0 : 0.6);
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).at()).isBetween(Stage.at(15), Stage.at(20));
        assertThat(stage.raised().get(0).message()).contains("persons/m² in 'lawn' for 5.0 s, level of service E");
        assertThat(stage.ended()).hasSize(1);
        assertThat(stage.ended().get(0).at()).isBetween(Stage.at(47), Stage.at(50));
    }

    @Test
    void aShortSqueezeIsNotACrowd() {
        Stage stage = new Stage(rule(RuleKind.CROWD_DENSITY, Map.of()));
        density(stage, 0, 60, t -> t % 10 < 3 ? 3 : 0.4);
        assertThat(stage.changes).isEmpty();
    }

    private static void density(Stage stage, double from, double to, DoubleUnaryOperator truth) {
        for (double t = from; t < to; t += 1 / 3.0) {
            stage.see(reading(t, "lawn", 5, truth.applyAsDouble(t)));
        }
    }

    /** Counts with a seeded detector's flicker: each person is missed with probability 0.1. */
    private static void count(Stage stage, double to, DoubleUnaryOperator truth) {
        Random random = new Random(7);
        for (double t = 0; t < to; t += 1 / 3.0) {
            int seen = 0;
            for (int i = 0; i < Math.round(truth.applyAsDouble(t)); i++) {
                seen += random.nextDouble() < 0.9 ? 1 : 0;
            }
            stage.see(reading(t, "lawn", seen, null));
        }
    }

    @Test
    void aCrowdThatFormsFastIsOneAlert() {
        Stage stage = new Stage(rule(RuleKind.CROWD_FORMATION, Map.of()));
        count(stage, 200, t -> t < 60 ? 3 : t < 80 ? 3 + (t - 60) * 1.2 : 27);
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).at()).isBetween(Stage.at(66), Stage.at(78));
        assertThat(stage.raised().get(0).message()).startsWith("A crowd forms in 'lawn': from ");
        assertThat(stage.of(Phase.UPDATED)).isNotEmpty();
        assertThat(stage.ended()).hasSize(1);
        assertThat(stage.ended().get(0).at()).isBetween(Stage.at(90), Stage.at(150));
    }

    @Test
    void aCrowdThatFormsSoonAfterTheStartIsSeenToo() {
        Stage stage = new Stage(rule(RuleKind.CROWD_FORMATION, Map.of("windowSeconds", 10.0, "growthPersons", 5.0)));
        count(stage, 30, t -> t < 8 ? 2 : t < 14 ? 2 + (t - 8) * 2 : 14);
        assertThat(stage.raised()).hasSize(1);
    }

    @Test
    void aFullMarketASlowlyFillingOneAndABlindDetectorAreNotNews() {
        Stage full = new Stage(rule(RuleKind.CROWD_FORMATION, Map.of()));
        count(full, 300, t -> 60 + 5 * Math.sin(t / 20));
        assertThat(full.changes).isEmpty();

        Stage slow = new Stage(rule(RuleKind.CROWD_FORMATION, Map.of()));
        count(slow, 600, t -> 5 + t / 12);
        assertThat(slow.changes).isEmpty();

        Stage blind = new Stage(rule(RuleKind.CROWD_FORMATION, Map.of()));
        count(blind, 300, t -> t > 150 && t < 156 ? 2 : 25);
        assertThat(blind.changes).isEmpty();
    }

    @Test
    void whatIsThereWhenTheCameraStartsIsNotGrowth() {
        Stage stage = new Stage(rule(RuleKind.CROWD_FORMATION, Map.of()));
        count(stage, 120, t -> t < 2 ? t * 10 : 20);
        assertThat(stage.changes).isEmpty();
    }
}
