package org.vigilia.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.Colour;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Scene;
import tools.jackson.databind.json.JsonMapper;

/** Every word survives the trip through JSON, and JSON that breaks a rule is refused with a reason. */
class WordsAsJsonTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.250Z");
    private static final CameraId PLAZA = new CameraId("plaza");

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void aRuleWithoutANameIsCalledAfterItsKindAndPart() {
        assertThat(json.readValue("{\"id\":\"r\",\"kind\":\"WRONG_WAY\",\"part\":\"Near carriageway\"}", Rule.class)
                        .name())
                .isEqualTo("Wrong way: Near carriageway");
        assertThat(json.readValue("{\"id\":\"r\",\"kind\":\"CAMERA_TROUBLE\"}", Rule.class)
                        .name())
                .isEqualTo("Camera trouble");
    }

    @Test
    void everyFactComesBackAsItWas() {
        List<Fact> facts = List.of(
                new TrackUpdate(
                        PLAZA,
                        NOON,
                        new TrackId("plaza:1:7"),
                        TrackPhase.MOVED,
                        ObjectClass.CAR,
                        0.8,
                        new Box(0.1, 0.2, 0.3, 0.4),
                        NOON,
                        new TrackUpdate.Motion(90.0, 1.5, null, null),
                        List.of(new Point(0.1, 0.2)),
                        List.of(new ZonePresence("lawn", NOON)),
                        List.of(new LanePresence("east", NOON, 170.0, NOON, 0.3)),
                        List.of(new LineCrossing("gate", true, NOON)),
                        new TrackUpdate.Look(Colour.RED, null),
                        new PictureId("p1")),
                new SceneReading(
                        PLAZA,
                        NOON,
                        "lawn",
                        Map.of(ObjectClass.PERSON, 4),
                        0.5,
                        0.1,
                        null,
                        List.of(new SceneReading.LineFlow("gate", 3, 1)),
                        null),
                new CameraHealth(
                        PLAZA,
                        NOON,
                        CameraHealth.Aspect.PICTURE,
                        CameraHealth.Condition.BLACK,
                        "the picture is black",
                        null));

        for (Fact fact : facts) {
            String text = json.writerFor(Fact.class).writeValueAsString(fact);
            assertThat(json.readValue(text, Fact.class)).isEqualTo(fact);
        }
    }

    @Test
    void alertsComeBackAsTheyWere() {
        AlertChange change = new AlertChange(
                new AlertId("a1"),
                AlertChange.Phase.RAISED,
                NOON,
                NOON.minusSeconds(2),
                new RuleId("r1"),
                RuleKind.LOITERING,
                Severity.MINOR,
                PLAZA,
                "lawn",
                "somebody stays",
                new AlertChange.Proof(List.of(new TrackId("t")), null, List.of(), null, Map.of("dwellSeconds", 61.0)));

        assertThat(json.readValue(json.writeValueAsString(change), AlertChange.class))
                .isEqualTo(change);
    }

    @Test
    void aShortSceneGetsUsualValues() {
        Scene scene = json.readValue("""
                {"camera":"plaza","zones":[{"name":"lawn","area":[[0.1,0.1],[0.5,0.1],[0.5,0.5]]}],
                 "rules":[{"id":"r1","kind":"LOITERING","part":"lawn","settings":{"dwellSeconds":30}}]}""", Scene.class);

        Rule rule = scene.rules().get(0);
        assertThat(rule.severity()).isEqualTo(Severity.MINOR);
        assertThat(rule.enabled()).isTrue();
        assertThat(rule.name()).isEqualTo("Loitering: lawn");
        assertThat(rule.classes()).isEqualTo(Set.of(ObjectClass.PERSON));
        assertThat(rule.setting("dwellSeconds")).isEqualTo(30);
        assertThat(rule.setting("clearSeconds")).isEqualTo(5);
        assertThat(scene.lanes()).isEmpty();
        assertThat(json.readValue(json.writeValueAsString(scene), Scene.class)).isEqualTo(scene);
    }

    @Test
    void refusesAbsurdScenesAndSaysWhatIsWrong() {
        assertRefused("{\"name\":\"x\",\"area\":[[0.1,0.1],[0.5,0.5],[0.5,0.1],[0.1,0.5]]}", "edge 1 crosses edge 3");
        assertRefused("{\"name\":\"x\",\"area\":[[0.1,0.1],[1.5,0.5],[0.5,0.1]]}", "corner 2 (1.5, 0.5) lies outside");
        assertRefused("{\"name\":\"x\",\"area\":[[0.1,0.1],[0.2,0.2],[0.3,0.3]]}", "empty");
        assertThatThrownBy(() -> json.readValue(
                        "{\"camera\":\"c\",\"rules\":[{\"id\":\"r\",\"kind\":\"LOITERING\",\"part\":\"nowhere\"}]}",
                        Scene.class))
                .hasMessageContaining("'nowhere'");
        assertThatThrownBy(() -> json.readValue(
                        "{\"id\":\"r\",\"kind\":\"LOITERING\",\"part\":\"a\",\"settings\":{\"speed\":1}}", Rule.class))
                .hasMessageContaining("LOITERING has no setting 'speed'");
    }

    private void assertRefused(String zone, String reason) {
        assertThatThrownBy(() -> json.readValue("{\"camera\":\"c\",\"zones\":[" + zone + "]}", Scene.class))
                .hasMessageContaining(reason);
    }
}
