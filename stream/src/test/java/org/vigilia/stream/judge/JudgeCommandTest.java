package org.vigilia.stream.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.facts.FactJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JudgeCommandTest {

    private static final String SCENE = """
            zones:
              - name: lawn
                area: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]
            lanes:
              - name: Near carriageway
                area: [[0.0, 0.5], [1.0, 0.5], [1.0, 0.9], [0.0, 0.9]]
                entry: [0.1, 0.7]
                exit: [0.9, 0.7]
            rules:
              - id: wrong-way
                kind: WRONG_WAY
                part: Near carriageway
              - id: loiter
                kind: LOITERING
                part: lawn
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        return new JudgeCommand(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(arguments));
    }

    private static String wrongWayFacts() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            Instant at = Instant.EPOCH.plusMillis(10_000 + i * 100L);
            lines.add(FactJson.write(new TrackUpdate(
                    new CameraId("clip"),
                    at,
                    new TrackId("clip:1:7"),
                    TrackPhase.MOVED,
                    ObjectClass.CAR,
                    0.9,
                    new Box(0.5, 0.5, 0.1, 0.1),
                    Instant.EPOCH.plusSeconds(10),
                    new TrackUpdate.Motion(270.0, 2, 9.4, null),
                    List.of(),
                    List.of(),
                    List.of(new LanePresence(
                            "Near carriageway",
                            Instant.EPOCH.plusSeconds(10),
                            175.0,
                            Instant.EPOCH.plusSeconds(10),
                            i * 0.03)),
                    List.of(),
                    null,
                    null)));
        }
        return String.join("\n", lines) + "\n";
    }

    @Test
    void writesOneObjectForEachAlert(@TempDir Path directory) throws Exception {
        Path scene = Files.writeString(directory.resolve("scene.yml"), SCENE);
        Path events = directory.resolve("events.jsonl");

        int code = run(
                wrongWayFacts(),
                "--scene",
                scene.toString(),
                "--facts",
                "-",
                "--events",
                events.toString(),
                "--fps",
                "25");

        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        List<String> lines = Files.readAllLines(events);
        assertThat(lines).hasSize(1);
        JsonNode event = JsonMapper.builder().build().readTree(lines.get(0));
        assertThat(event.propertyNames())
                .containsExactly("rule", "type", "severity", "atSeconds", "frame", "trackIds", "zone", "message");
        assertThat(event.get("rule").asString()).isEqualTo("wrong-way");
        assertThat(event.get("type").asString()).isEqualTo("WRONG_WAY");
        assertThat(event.get("severity").asString()).isEqualTo("CRITICAL");
        assertThat(event.get("atSeconds").asDouble()).isEqualTo(10.6);
        assertThat(event.get("frame").asInt()).isEqualTo(266);
        assertThat(event.get("trackIds").get(0).asInt()).isEqualTo(7);
        assertThat(event.get("zone").asString()).isEqualTo("Near carriageway");
        assertThat(event.get("message").asString())
                .isEqualTo("Car drives the wrong way in 'Near carriageway' for 0.6 s at 34 km/h");
    }

    @Test
    void theFirstLineMayTellTheFrameRate(@TempDir Path directory) throws Exception {
        Path scene = Files.writeString(directory.resolve("scene.yml"), SCENE);
        Path events = directory.resolve("events.jsonl");
        assertThat(run(
                        "{\"fps\":10.0}\n" + wrongWayFacts(),
                        "--scene",
                        scene.toString(),
                        "--facts",
                        "-",
                        "--events",
                        events.toString()))
                .isZero();
        assertThat(Files.readString(events)).contains("\"frame\":107");
        assertThat(run(wrongWayFacts(), "--scene", scene.toString(), "--facts", "-", "--events", events.toString()))
                .isZero();
        assertThat(Files.readString(events)).contains("\"frame\":null");
    }

    @Test
    void wrongCallsAreRefusedWithAReason(@TempDir Path directory) throws Exception {
        Path scene = Files.writeString(directory.resolve("scene.yml"), SCENE);
        assertThat(run("", "--scene", scene.toString())).isEqualTo(2);
        assertThat(run("", "--odd")).isEqualTo(2);
        assertThat(run("{\"fact\":\"track\"}\n", "--scene", scene.toString(), "--facts", "-", "--events", "-"))
                .isEqualTo(2);
        assertThat(run("", "--scene", "/nowhere.yml", "--facts", "-", "--events", "-"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--facts is missing")
                .contains("unknown option '--odd'")
                .contains("facts, line 1: ")
                .contains("/nowhere.yml cannot be read");
    }

    @Test
    void absurdScenesAreRefusedWithLineAndReason() {
        assertRefused(SCENE.replace("[0.9, 0.9]]", "[1.9, 0.9]]"), "line 3", "corner 3 (1.9, 0.9) lies outside");
        assertRefused(SCENE.replace("part: lawn", "part: nowhere"), "speaks of the zone 'nowhere'");
        assertRefused(SCENE.replace("kind: LOITERING", "kind: LURKING"), "line 14", "LURKING");
        assertRefused(
                SCENE.replace("    part: lawn", "    part: lawn\n    colour: red"),
                "at rules[2].colour: unknown field 'colour'; known are");
        assertRefused("zones: [", "line ");
        assertRefused("", "scene.yml, line 1: No content");
    }

    private static void assertRefused(String text, String... reasons) {
        assertThatThrownBy(() -> SceneFile.parse("scene.yml", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void aSceneWithoutCameraSpeaksOfCamera() {
        assertThat(SceneFile.parse("scene.yml", SCENE).camera()).isEqualTo(new CameraId("camera"));
        assertThat(SceneFile.parse("scene.yml", "camera: gate\n" + SCENE).camera())
                .isEqualTo(new CameraId("gate"));
    }
}
