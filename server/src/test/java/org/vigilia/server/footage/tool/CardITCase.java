package org.vigilia.server.footage.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.FakeRecordings;
import org.vigilia.server.testing.RunningServer;
import org.vigilia.server.testing.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gaps are asked of cameras' own cards: what comes fills them, what does not come is not asked for for ever. */
class CardITCase {

    private static final Instant START =
            Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.SECONDS);
    private static final String CARD = "rtsp://192.0.2.7/card";

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static FakeMedia media;

    @SuppressWarnings("NullAway.Init")
    private static FakeRecordings recordings;

    @BeforeAll
    static void start() throws IOException {
        media = new FakeMedia();
        recordings = new FakeRecordings(folder.resolve("recordings"), folder.resolve("secrets"));
        media.record(recordings);
        Map<String, String> settings = new LinkedHashMap<>(media.settings());
        settings.put("db.url", TestDatabase.create());
        settings.put("db.user", "postgres");
        settings.put("recordings.dir", recordings.root().toString());
        settings.put("footage.poll", "50ms");
        settings.put("footage.card.every", "200ms");
        settings.put("footage.card.pause", "100ms");
        settings.put("footage.card.tries", "3");
        server = RunningServer.start(settings);
        settings.put("data.dir", server.data().toString());
        StringBuilder file = new StringBuilder();
        settings.forEach(
                (key, value) -> file.append(key).append('=').append(value).append('\n'));
        Files.writeString(folder.resolve("server.properties"), file);
    }

    @AfterAll
    static void stop() {
        server.close();
        media.close();
    }

    private static CameraId camera(String name) {
        String agency = server.administrator()
                .get("/api/v1/session")
                .json()
                .at("/person/agency/id")
                .asString();
        return new City(server).camera(agency, name, null);
    }

    private static Browser.Answer card(CameraId camera, @Nullable String address) {
        String path = "/api/v1/footage/cameras/" + camera + "/policy";
        ObjectNode policy =
                (ObjectNode) server.administrator().get(path).expect(200).json();
        policy.put("cardUrl", address);
        return server.administrator().put(path, policy.toString());
    }

    /** What the page tells of a camera's card. */
    private static JsonNode told(CameraId camera) {
        for (JsonNode one : server.administrator()
                .get("/api/v1/footage/status")
                .expect(200)
                .json()
                .path("cameras")) {
            if (one.path("camera").asString().equals(camera.value())) {
                return one.path("card");
            }
        }
        throw new AssertionError("nothing is told of camera " + camera);
    }

    private static JsonNode lost(CameraId camera) {
        return server.administrator()
                .get("/api/v1/footage/timeline?cameras=" + camera + "&from=" + START + "&to=" + START.plusSeconds(60))
                .expect(200)
                .json()
                .at("/0/lost");
    }

    private static List<JsonNode> deeds(String action, CameraId camera) {
        return server.administrator()
                .get("/api/v1/audit?search=" + action)
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .filter(deed -> deed.toString().contains(camera.value()))
                .toList();
    }

    private static List<JsonNode> fetched(CameraId camera) {
        return recordings.fetched(camera);
    }

    private static String audit() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        int exit = FootageTool.run(
                List.of(
                        "audit",
                        "--settings",
                        folder.resolve("server.properties").toString()),
                out,
                out);
        assertThat(exit).as(text.toString(StandardCharsets.UTF_8)).isZero();
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Ten seconds of pictures, twenty without, ten with. */
    private static CameraId cameraWithGap(String name) throws IOException {
        CameraId camera = camera(name);
        recordings.segment(camera, START, 10);
        recordings.gap(camera, START.plusSeconds(10), START.plusSeconds(30), Entry.Cause.NETWORK);
        recordings.segment(camera, START.plusSeconds(30), 10);
        RunningServer.await("the gap", () -> lost(camera).size() == 1);
        return camera;
    }

    @Test
    void aGapIsFilledFromTheCardAndTheLedgerAgrees() throws IOException {
        CameraId camera = cameraWithGap("Bridge");
        assertThat(fetched(camera)).as("no card, nothing asked").isEmpty();
        recordings.card(camera, START, START.plusSeconds(60));

        card(camera, " " + CARD + "\n").expect(200);

        RunningServer.await("what was lost", () -> lost(camera).isEmpty());
        RunningServer.await(
                "what is told", () -> told(camera).path("state").asString().equals("FETCHED"));
        assertThat(told(camera).path("pictures").asInt()).isEqualTo(42);
        assertThat(told(camera).path("from").asString())
                .isEqualTo(START.plusSeconds(9).toString());
        JsonNode asked = fetched(camera).get(0);
        assertThat(asked.path("address").asString()).isEqualTo(CARD);
        assertThat(asked.path("to").asString()).isEqualTo(START.plusSeconds(30).toString());
        assertThat(deeds("footage.card-fetched", camera))
                .singleElement()
                .satisfies(deed -> assertThat(deed.toString()).contains("42 pictures", "DONE", "server"));
        assertThat(deeds("footage.policy-changed", camera))
                .singleElement()
                .satisfies(deed -> assertThat(deed.toString()).contains("cardUrl=" + CARD));
        assertThat(audit()).contains("camera Bridge: recorded 40.0 s, lost 0.0 s");
        assertThat(fetched(camera)).as("asked once").hasSize(1);
        assertThat(server.administrator()
                        .get("/api/v1/footage/ledger?camera=" + camera + "&month="
                                + START.toString().substring(0, 7))
                        .expect(200)
                        .json()
                        .at("/cameras/0/completeness")
                        .asDouble())
                .isEqualTo(100);
    }

    @Test
    void whatTheCardHasNotIsAskedForAFewTimesOnly() throws IOException {
        CameraId camera = cameraWithGap("Quay");

        card(camera, CARD).expect(200);

        RunningServer.await(
                "three tries", () -> deeds("footage.card-fetched", camera).size() == 3);
        // whatever comes after it is looked at after it
        CameraId other = cameraWithGap("Pier");
        recordings.card(other, START, START.plusSeconds(60));
        card(other, CARD).expect(200);
        RunningServer.await("another camera", () -> lost(other).isEmpty());
        assertThat(fetched(camera)).hasSize(3);
        assertThat(told(camera).path("state").asString()).isEqualTo("FAILED");
        assertThat(told(camera).path("detail").asString()).contains("no recording of that time (457)");
        assertThat(deeds("footage.card-fetched", camera))
                .allSatisfy(deed -> assertThat(deed.path("outcome").asString()).isEqualTo("FAILED"));
        assertThat(lost(camera)).hasSize(1);

        // another address is another card
        recordings.card(camera, START, START.plusSeconds(60));
        card(camera, CARD + "/2").expect(200);
        RunningServer.await("the other card", () -> lost(camera).isEmpty());
    }

    @Test
    void mediaThatIsAwayCostsNoTry() throws IOException {
        CameraId camera = cameraWithGap("Lock");
        recordings.card(camera, START, START.plusSeconds(60));
        recordings.refuseToFetch(true);
        card(camera, CARD).expect(200);
        RunningServer.await("being asked often", () -> recordings.refused() > 5);
        recordings.refuseToFetch(false);
        RunningServer.await("what was lost", () -> lost(camera).isEmpty());
        RunningServer.await(
                "what is told", () -> told(camera).path("state").asString().equals("FETCHED"));
        assertThat(deeds("footage.card-fetched", camera)).hasSize(1);
    }

    @Test
    void anAddressWithPasswordIsRefusedAndNotRepeated() {
        CameraId camera = camera("Mole");
        Browser.Answer answer =
                card(camera, "rtsp://anna:hidden@192.0.2.7/card").expect(400);
        assertThat(answer.text()).contains("those of the camera are used").doesNotContain("hidden");
        assertThat(server.administrator()
                        .get("/api/v1/footage/cameras/" + camera + "/policy")
                        .expect(200)
                        .json()
                        .path("cardUrl")
                        .isNull())
                .isTrue();
        card(camera, CARD).expect(200);
        card(camera, "").expect(200);
        assertThat(deeds("footage.policy-changed", camera)).hasSize(2);
    }
}
