package org.vigilia.stream.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vigilia.stream.rule.Stage.car;
import static org.vigilia.stream.rule.Stage.person;
import static org.vigilia.stream.rule.Stage.rule;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.stream.rule.Stage.Actor;

/** Rules about single objects, played with facts of known truth at 5 Hz. */
class TrackRulesTest {

    @Test
    void oneAlertForEachVehicleThatDrivesTheWrongWay() {
        Stage stage = new Stage(rule(RuleKind.WRONG_WAY, Map.of()));
        for (int i = 0; i <= 20; i++) {
            double t = i * 0.2;
            double x = 0.9 - i * 0.04;
            stage.see(car("a", 0, x, 0.5).against(0, i * 0.04, 178).now(t));
            stage.see(car("b", 0, x - 0.1, 0.6).against(0, i * 0.04, 170).now(t));
            stage.see(car("right", 0, 1 - x, 0.7).now(t));
        }
        assertThat(stage.raised()).hasSize(2);
        AlertChange first = stage.raised().get(0);
        assertThat(first.at()).isEqualTo(Stage.at(0.6));
        assertThat(first.startedAt()).isEqualTo(Stage.at(0));
        assertThat(first.message()).isEqualTo("Car drives the wrong way in 'near' for 0.6 s");
        assertThat(first.proof().tracks()).containsExactly(new TrackId("a"));
        assertThat(first.proof().measures()).containsEntry("angleDegrees", 178.0);

        stage.advance(20);
        assertThat(stage.ended()).hasSize(2);
        assertThat(stage.ended().get(0).at()).isEqualTo(Stage.at(7));
        assertThat(stage.of(Phase.UPDATED)).hasSizeBetween(1, 4);
    }

    @Test
    void aShortSwerveOrAnOddAngleIsNotWrongWay() {
        Stage stage = new Stage(rule(RuleKind.WRONG_WAY, Map.of()));
        stage.see(car("a", 0, 0.5, 0.5).against(0, 0.05, 180).now(0.4));
        stage.see(car("a", 0, 0.5, 0.5).now(0.6));
        stage.see(car("b", 0, 0.5, 0.5).against(0, 0.5, 110).now(2));
        stage.see(car("c", 0, 0.5, 0.5).against(0, 0.02, 180).now(3));
        stage.see(person("d", 0, 0.5, 0.5).against(0, 0.5, 180).now(3));
        assertThat(stage.changes).isEmpty();
    }

    @Test
    void aLostAndFoundVehicleIsNoSecondAlertButTheOneBehindItIs() {
        Stage stage = new Stage(rule(RuleKind.WRONG_WAY, Map.of()));
        for (int i = 0; i <= 10; i++) {
            stage.see(car("a", 0, 0.9 - i * 0.02, 0.5).against(0, i * 0.02, 180).now(i * 0.2));
        }
        stage.see(car("a", 0, 0.7, 0.5).end().now(2.2));
        for (int i = 15; i <= 25; i++) {
            double t = i * 0.2;
            stage.see(car("a2", 3, 0.6 - (i - 15) * 0.02, 0.5)
                    .against(3, (i - 15) * 0.02, 180)
                    .now(t));
            stage.see(car("b", 3, 0.9 - (i - 15) * 0.02, 0.5)
                    .against(3, (i - 15) * 0.02, 180)
                    .now(t));
        }
        assertThat(stage.raised().stream().map(c -> c.proof().tracks().get(0).value()))
                .containsExactly("a", "b");
        assertThat(stage.of(Phase.UPDATED).stream().map(c -> c.proof().tracks()))
                .anySatisfy(tracks -> assertThat(tracks).contains(new TrackId("a"), new TrackId("a2")));
    }

    @Test
    void threePersonsWhoIntrudeTogetherAreOneAlert() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        for (int i = 0; i <= 50; i++) {
            double t = i * 0.2;
            for (int p = 0; p < 3; p++) {
                if (i >= p * 10) {
                    stage.see(person("p" + p, p * 2, 0.2 + p * 0.2, 0.5).now(t));
                }
            }
        }
        stage.advance(60);
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).at()).isEqualTo(Stage.at(1));
        assertThat(stage.raised().get(0).message()).isEqualTo("Person is in 'lawn' for 1.0 s");
        assertThat(stage.ended()).hasSize(1);
        AlertChange end = stage.ended().get(0);
        assertThat(end.at()).isEqualTo(Stage.at(15));
        assertThat(end.message()).isEqualTo("3 persons are in 'lawn' for 10 s; over");
        assertThat(end.proof().tracks()).containsExactly(new TrackId("p0"), new TrackId("p1"), new TrackId("p2"));
        assertThat(end.alert()).isEqualTo(stage.raised().get(0).alert());
    }

    @Test
    void anIntrusionFlickersAtTheBorderAndStaysOneAlert() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        Actor actor = person("p", 0, 0.5, 0.5);
        double entered = 0;
        for (int i = 0; i <= 200; i++) {
            double t = i * 0.2;
            boolean outside = i % 20 > 15;
            if (i % 20 == 0) {
                entered = t;
            }
            stage.see((outside ? actor.outside() : actor.inZoneSince(entered)).now(t));
        }
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.ended()).isEmpty();
    }

    @Test
    void anIntruderWhoComesBackAfterTheEndIsANewAlert() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        stage.see(person("p", 0, 0.5, 0.5).now(0));
        stage.see(person("p", 0, 0.5, 0.5).now(1));
        for (int i = 2; i < 10; i++) {
            stage.see(Stage.reading(i, "yard", 0, null));
        }
        stage.see(person("q", 20, 0.5, 0.5).now(20));
        stage.see(person("q", 20, 0.5, 0.5).now(21));
        assertThat(stage.raised()).hasSize(2);
        assertThat(stage.raised().get(0).alert())
                .isNotEqualTo(stage.raised().get(1).alert());
    }

    @Test
    void somebodyWhoIsLostAndFoundNearbyHasStayedAllTheTime() {
        Stage stage = new Stage(rule(RuleKind.LOITERING, Map.of("dwellSeconds", 30.0)));
        int name = 0;
        for (int i = 0; i <= 225; i++) {
            double t = i * 0.2;
            boolean hidden = i % 50 > 42;
            if (i % 50 == 0) {
                name++;
            }
            if (!hidden) {
                stage.see(person("p" + name, (name - 1) * 10, 0.5 + (name % 2) * 0.01, 0.5)
                        .now(t));
            }
        }
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).at()).isEqualTo(Stage.at(30));
        assertThat(stage.raised().get(0).message()).isEqualTo("Person stays in 'lawn' for 30 s");
        assertThat(stage.ended()).isEmpty();
        stage.advance(200);
        assertThat(stage.ended()).hasSize(1);
    }

    @Test
    void aTrackThatChangesItsIdWithoutAGapHasStayedAllTheTime() {
        Stage stage = new Stage(rule(RuleKind.LOITERING, Map.of("dwellSeconds", 14.0)));
        for (int i = 0; i <= 75; i++) {
            int piece = i / 15;
            stage.see(person("p" + piece, piece * 3, 0.5, 0.5).now(i * 0.2));
        }
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).startedAt()).isEqualTo(Stage.at(0));
        assertThat(stage.raised().get(0).at()).isEqualTo(Stage.at(14));
        assertThat(stage.of(Phase.UPDATED)).isEmpty();
    }

    @Test
    void aGroupThatStandsTogetherIsOneAlertAndSomebodyFarAwayAnother() {
        Stage stage = new Stage(rule(RuleKind.LOITERING, Map.of("dwellSeconds", 10.0)));
        for (int i = 0; i <= 75; i++) {
            double t = i * 0.2;
            stage.see(person("a", 0, 0.20, 0.5).now(t));
            stage.see(person("b", 0, 0.25, 0.5).now(t));
            stage.see(person("far", 0, 0.90, 0.9).now(t));
        }
        assertThat(stage.raised()).hasSize(2);
    }

    @Test
    void peopleWhoPassByDoNotLoiter() {
        Stage stage = new Stage(rule(RuleKind.LOITERING, Map.of("dwellSeconds", 10.0)));
        for (int i = 0; i <= 300; i++) {
            double t = i * 0.2;
            int walker = i / 25;
            stage.see(
                    person("w" + walker, walker * 5, 0.1 + (i % 25) * 0.03, 0.5).now(t));
        }
        assertThat(stage.changes).isEmpty();
    }

    @Test
    void aStandingVehicleMayTremble() {
        Stage stage = new Stage(rule(RuleKind.STOPPED_VEHICLE, Map.of()));
        for (int i = 0; i <= 150; i++) {
            double t = i * 0.2;
            double tremble = (i % 2) * 0.005;
            boolean counted = i % 20 != 19;
            double since = Math.floor(i / 20.0) * 4;
            stage.see(car("c", 0, 0.5 + tremble, 0.5)
                    .still(counted ? since : null)
                    .now(t));
        }
        assertThat(stage.raised()).hasSize(1);
        assertThat(stage.raised().get(0).at()).isEqualTo(Stage.at(20));
        for (int i = 1; i <= 40; i++) {
            stage.see(car("c", 0, 0.5 + i * 0.01, 0.5).still(null).now(30 + i * 0.2));
        }
        assertThat(stage.ended()).hasSize(1);
        assertThat(stage.ended().get(0).message()).isEqualTo("Car stands in 'lawn' for 30 s; over");
    }

    @Test
    void aVehicleThatCreepsForwardIsNotStopped() {
        Stage stage = new Stage(rule(RuleKind.STOPPED_VEHICLE, Map.of()));
        for (int i = 0; i <= 300; i++) {
            double t = i * 0.2;
            int stop = i / 50;
            stage.see(car("c", 0, 0.1 + stop * 0.1, 0.5).still(stop * 10.0).now(t));
        }
        assertThat(stage.changes).isEmpty();
    }

    @Test
    void theFirstPictureIsToldAtOnceAndKept() {
        Stage stage = new Stage(rule(RuleKind.INTRUSION, Map.of()));
        stage.see(person("p", 0, 0.5, 0.5).now(0));
        stage.see(person("p", 0, 0.5, 0.5).now(1));
        stage.see(person("p", 0, 0.5, 0.5).shot("pic").now(1.2));
        stage.see(person("p", 0, 0.5, 0.5).now(5));
        stage.advance(60);
        assertThat(stage.of(Phase.UPDATED).stream().map(c -> c.proof().picture()))
                .containsExactly(new PictureId("pic"));
        assertThat(stage.ended().get(0).proof().picture()).isEqualTo(new PictureId("pic"));
    }
}
