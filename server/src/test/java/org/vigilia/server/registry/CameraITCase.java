package org.vigilia.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.Position;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

class CameraITCase {

    @SuppressWarnings("NullAway.Init")
    private static FakeMedia media;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @BeforeAll
    static void start() {
        media = new FakeMedia();
        server = RunningServer.start(media.settings());
    }

    @AfterAll
    static void stop() {
        server.close();
        media.close();
    }

    private static String create(String name) {
        return server.administrator()
                .post(
                        "/api/v1/cameras",
                        Map.of(
                                "name",
                                name,
                                "streams",
                                Map.of("mainUrl", "rtsp://viewer:s3cret%20word@127.0.0.1:8554/" + name)))
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    private static void awaitInMedia(String id) {
        RunningServer.await(
                "media to have the camera",
                () -> media.cameras().stream()
                        .anyMatch(c -> c.path("id").asString().equals(id)));
    }

    @Test
    void passwordsGoToMediaAndNowhereElse() throws Exception {
        String id = create("north");
        Browser admin = server.administrator();
        JsonNode shown = admin.get("/api/v1/cameras/" + id).expect(200).json();
        assertThat(shown.at("/streams/mainUrl").asString()).isEqualTo("rtsp://127.0.0.1:8554/north");
        assertThat(shown.at("/streams/userName").asString()).isEqualTo("viewer");
        assertThat(shown.at("/streams/hasPassword").asBoolean()).isTrue();
        assertThat(shown.toString()).doesNotContain("s3cret");
        awaitInMedia(id);
        JsonNode told = media.cameras().stream()
                .filter(c -> c.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(told.path("password").asString()).isEqualTo("s3cret word");
        assertThat(server.bean(JdbcClient.class)
                        .sql("select camera::text || coalesce((select string_agg(audit::text, '') from audit), '')"
                                + " from camera where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .doesNotContain("s3cret");
        Path key = server.data().resolve("camera-passwords.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void aStoredPasswordStaysUnlessTheHostChanges() {
        String id = create("south");
        Browser admin = server.administrator();
        admin.put("/api/v1/cameras/" + id, form("South", "rtsp://127.0.0.1:8554/other"))
                .expect(200);
        assertThat(admin.get("/api/v1/cameras/" + id)
                        .json()
                        .at("/streams/hasPassword")
                        .asBoolean())
                .isTrue();
        Browser.Answer answer = admin.put("/api/v1/cameras/" + id, form("South", "rtsp://192.0.2.7/other"))
                .expect(400);
        assertThat(answer.json().path("field").asString()).isEqualTo("streams.password");
    }

    private static Map<String, Object> form(String name, String url) {
        return Map.of("name", name, "streams", Map.of("mainUrl", url));
    }

    @Test
    void addressesThatAreNoCamerasAreRefused() {
        for (String url : List.of(
                "ftp://host/x",
                "file:///etc/passwd",
                "rtsp://169.254.169.254/latest",
                "http://127.0.0.1:7010/cameras",
                "rtsp:///nohost",
                "nonsense")) {
            Browser.Answer answer = server.administrator()
                    .post("/api/v1/cameras", form("Bad", url))
                    .expect(400);
            assertThat(answer.json().path("field").asString()).isEqualTo("streams.mainUrl");
        }
    }

    @Test
    void theModelIsAPlainWordAndVisionIsToldOfIt() {
        String id = create("seeing");
        Browser admin = server.administrator();
        for (String model : List.of("../secrets", "a b", "-x")) {
            admin.put("/api/v1/cameras/" + id, form("Seeing", "rtsp://127.0.0.1:8554/seeing", model))
                    .expect(400);
        }
        admin.put("/api/v1/cameras/" + id, form("Seeing", "rtsp://127.0.0.1:8554/seeing", "camera"))
                .expect(200);
        assertThat(admin.get("/api/v1/cameras/" + id)
                        .json()
                        .at("/analysis/model")
                        .asString())
                .isEqualTo("camera");
        Catalogue catalogue = server.bean(Catalogue.class);
        RunningServer.await(
                "the catalogue",
                () -> entries(catalogue, id).stream()
                        .anyMatch(e -> e.order() != null && e.order().model().equals("camera")));
    }

    private static Map<String, Object> form(String name, String url, String model) {
        return Map.of("name", name, "streams", Map.of("mainUrl", url), "analysis", Map.of("model", model));
    }

    @Test
    void visionAndStreamAreToldOfScenesAndOfTheirEnd() {
        String id = create("east");
        Catalogue catalogue = server.bean(Catalogue.class);
        RunningServer.await(
                "the catalogue",
                () -> entries(catalogue, id).stream()
                        .anyMatch(e -> e.scene() != null && e.scene().rules().size() == 1));
        server.administrator().delete("/api/v1/cameras/" + id).expect(204);
        RunningServer.await("the end", () -> entries(catalogue, id).stream().allMatch(e -> e.scene() == null));
        server.administrator().get("/api/v1/cameras/" + id).expect(404);
        server.administrator().post("/api/v1/cameras/" + id + "/restore", null).expect(200);
        RunningServer.await("the return", () -> entries(catalogue, id).stream().anyMatch(e -> e.scene() != null));
        awaitInMedia(id);
    }

    private static List<Catalogue.Entry> entries(Catalogue catalogue, String id) {
        return catalogue.listAfter(0).stream()
                .filter(e -> e.camera().value().equals(id))
                .toList();
    }

    @Test
    void ofTwoWhoChangeASceneTheSecondIsTold() {
        String path = "/api/v1/cameras/" + create("west") + "/scene";
        Browser supervisor = server.person("SUPERVISOR");
        Browser.Answer first = supervisor.get(path).expect(200);
        String version = first.header("ETag").orElseThrow();
        supervisor.send("PUT", path, first.text(), Map.of("If-Match", version)).expect(200);
        assertThat(supervisor
                        .send("PUT", path, first.text(), Map.of("If-Match", version))
                        .expect(412)
                        .text())
                .contains("Load it again");
        server.person("OPERATOR").put(path, first.text()).expect(403);
    }

    @Test
    void scenesTravelAsFilesAndSayWhatIsWrongWithThem() {
        Browser admin = server.administrator();
        String here = "/api/v1/cameras/" + create("here") + "/scene.yml";
        String there = "/api/v1/cameras/" + create("there") + "/scene.yml";
        String scene = """
                camera: somewhere-else
                zones:
                  - name: lawn
                    area: [[0.1, 0.1], [0.9, 0.1], [0.5, 0.9]]
                rules:
                  - {id: keep-off, kind: INTRUSION, part: lawn}
                """;
        Map<String, String> yaml = Map.of("Content-Type", "text/yaml");
        admin.send("PUT", here, scene, yaml).expect(200);
        String exported = admin.get(here).expect(200).text();
        assertThat(exported).contains("keep-off").contains("lawn");
        JsonNode second = admin.send("PUT", there, exported, yaml).expect(200).json();
        assertThat(second.at("/rules/0/id").asString()).isNotEqualTo("keep-off");
        Browser.Answer crossed = admin.send("PUT", here, scene.replace("[0.5, 0.9]", "[0.5, 0.9], [0.5, 0.0]"), yaml)
                .expect(400);
        assertThat(crossed.json().path("detail").asString())
                .contains("zones[0].area")
                .contains("crosses");
        Browser.Answer unknown =
                admin.send("PUT", here, scene.replace("part:", "zone:"), yaml).expect(400);
        assertThat(unknown.json().path("detail").asString()).contains("rules[0]");
        Browser.Answer broken = admin.send("PUT", here, "zones: [", yaml).expect(400);
        assertThat(broken.json().path("detail").asString()).contains("line");
    }

    @Test
    void aTestBringsThePictureBeforeAnythingIsSaved() {
        JsonNode finding = server.administrator()
                .post("/api/v1/cameras/test", Map.of("mainUrl", "rtsp://127.0.0.1/x", "userName", "u", "password", "p"))
                .expect(200)
                .json();
        assertThat(finding.path("ok").asBoolean()).isTrue();
        assertThat(finding.path("widthPx").asInt()).isEqualTo(640);
        assertThat(java.util.Base64.getDecoder()
                        .decode(finding.path("pictureJpegBase64").asString()))
                .isEqualTo(FakeMedia.JPEG);
    }

    @Test
    void troubleWithACameraIsShownAndWrittenToTheLog() {
        String id = create("shaky");
        awaitInMedia(id);
        media.say(id, "STALLED");
        RunningServer.await(
                "the health",
                () -> server.administrator()
                        .get("/api/v1/cameras/" + id)
                        .json()
                        .at("/health/connection/condition")
                        .asString()
                        .equals("STALLED"));
        FactLog log = server.bean(FactLog.class);
        RunningServer.await(
                "the fact",
                () -> log.readFacts(Position.START, 1000).stream()
                        .anyMatch(f -> f.value() instanceof CameraHealth health
                                && health.camera().equals(new CameraId(id))
                                && health.condition() == Condition.STALLED));
        JsonNode page = server.administrator().get("/api/v1/health").json();
        assertThat(page.path("cameras").toString()).contains("STALLED");
        assertThat(page.path("version").asString()).isNotEmpty().doesNotContain("@");
    }

    @Test
    void mediaGetsTheListAgainWhenItHasLostIt() {
        String id = create("lost");
        awaitInMedia(id);
        media.forget();
        awaitInMedia(id);
        media.refuse(true);
        String second = create("while-away");
        media.refuse(false);
        awaitInMedia(second);
    }
}
