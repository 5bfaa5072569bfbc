package org.vigilia.server.footage.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.BundledFfmpeg;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.FakeRecordings;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Passes for other players, as people make them and players use them; the pictures are real. */
class PassITCase {

    /** Three segments of four seconds. */
    private static final Instant START = Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.SECONDS);

    private static final int TFHD = 0x74666864;
    private static final int TFDT = 0x74666474;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static FakeMedia media;

    @SuppressWarnings("NullAway.Init")
    private static FakeRecordings recordings;

    @SuppressWarnings("NullAway.Init")
    private static String agency;

    @SuppressWarnings("NullAway.Init")
    private static CameraId camera;

    @BeforeAll
    static void start() throws IOException {
        media = new FakeMedia();
        recordings = new FakeRecordings(folder.resolve("recordings"), folder.resolve("secrets"));
        media.record(recordings);
        Map<String, String> settings = new LinkedHashMap<>(media.settings());
        settings.put("recordings.dir", recordings.root().toString());
        settings.put("footage.poll", "50ms");
        server = RunningServer.start(settings);
        agency = server.administrator()
                .get("/api/v1/session")
                .json()
                .at("/person/agency/id")
                .asString();
        camera = recorded("Gate", 3);
    }

    @AfterAll
    static void stop() {
        server.close();
        media.close();
    }

    private static CameraId recorded(String name, int segments) throws IOException {
        CameraId made = new City(server).camera(agency, name, null);
        for (int i = 0; i < segments; i++) {
            recordings.segment(made, START.plusSeconds(4L * i), 4, real(i));
        }
        awaitNumber(made, segments);
        return made;
    }

    private static void awaitNumber(CameraId id, long number) {
        RunningServer.await(
                "entry " + number,
                () -> server.bean(FootageIndex.class).cursors().stream()
                        .anyMatch(c -> c.camera().equals(id) && c.number() >= number));
    }

    /** Pictures as media writes them: the decode times of a segment go on where those before it ended. */
    private static byte[] real(int number) throws IOException {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve("mvnw"))) {
            place = java.util.Objects.requireNonNull(place.getParent(), "mvnw not found");
        }
        ByteBuffer file = ByteBuffer.wrap(
                Files.readAllBytes(place.resolve("proof/src/test/resources/segments/" + number + ".mp4")));
        int track = 0;
        for (int at = 4; at + 20 < file.limit(); at++) {
            if (file.getInt(at) == TFHD) {
                track = file.getInt(at + 8);
            } else if (file.getInt(at) == TFDT) {
                assertThat(file.get(at + 4)).as("version of tfdt").isEqualTo((byte) 1);
                long later = 4L * number * (track == 1 ? 10_240 : 8_000);
                file.putLong(at + 8, file.getLong(at + 8) + later);
            }
        }
        return file.array();
    }

    private static JsonNode pass(Browser by, Map<String, Object> form) {
        return by.post("/api/v1/footage/passes", form).expect(201).json();
    }

    private static JsonNode pass(Browser by, Instant from, Instant to) {
        return pass(by, Map.of("camera", camera.value(), "from", from.toString(), "to", to.toString()));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String basic(JsonNode pass) {
        return basic(pass.path("user").asString(), pass.path("password").asString());
    }

    /** What a player without cookies is told. */
    private static Browser.Answer play(String url, String authorization, String... headers) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("Authorization", authorization));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return server.browser().send("GET", url, null, all);
    }

    private static Browser.Answer play(JsonNode pass) {
        return play(pass.path("url").asString(), basic(pass));
    }

    private static List<String> told(String action, String words) {
        List<String> found = new ArrayList<>();
        for (JsonNode row : server.administrator()
                .get("/api/v1/audit?search=" + action)
                .expect(200)
                .json()
                .path("items")) {
            String text = row.toString();
            if (text.contains(words)) {
                found.add(text);
            }
        }
        return found;
    }

    private static String span(Matcher range) {
        long from = Long.parseLong(range.group(2));
        return "bytes=" + from + "-" + (from + Long.parseLong(range.group(1)) - 1);
    }

    @Test
    void ffmpegPlaysThePassAndEveryPlayIsUnderItsOwnersName() throws Exception {
        Browser operator = server.person("OPERATOR");
        JsonNode pass = pass(operator, START, START.plusSeconds(12));
        String user = pass.path("user").asString();
        assertThat(pass.path("url").asString())
                .doesNotContain(pass.path("password").asString());
        BundledFfmpeg ffmpeg = BundledFfmpeg.unpack(folder.resolve("ffmpeg"));
        String url = "http://127.0.0.1:" + server.port() + pass.path("url").asString();
        BundledFfmpeg.Ending played = ffmpeg.run(
                "-v",
                "info",
                "-headers",
                "Authorization: " + basic(pass) + "\r\n",
                "-i",
                url,
                "-fps_mode",
                "passthrough",
                "-f",
                "null",
                "-");
        assertThat(played.code()).as(played.printed()).isZero();
        // a tenth of a second each
        assertThat(played.printed()).containsPattern("frame= *120 ");
        assertThat(ffmpeg.run("-v", "error", "-i", url, "-f", "null", "-").printed())
                .contains("401");
        assertThat(told("footage.played", "by pass " + user))
                .singleElement()
                .asString()
                .contains("operator", camera.value());
        JsonNode mine = operator.get("/api/v1/footage/passes").expect(200).json();
        assertThat(mine).hasSize(1);
        assertThat(mine.at("/0/state").asString()).isEqualTo("LIVE");
        assertThat(mine.at("/0/usedAt").isNull()).isFalse();
        assertThat(mine.at("/0/password").asString("")).isEmpty();
        assertThat(told("pass.created", user)).hasSize(1);
        assertThat(server.administrator().get("/api/v1/audit?limit=1000").text())
                .doesNotContain(pass.path("password").asString());
    }

    @Test
    void aPassOpensItsSpanAndNothingElseOfTheFiles() {
        Browser operator = server.person("OPERATOR");
        JsonNode pass = pass(operator, START.plusMillis(4_500), START.plusMillis(6_500));
        String list = play(pass).expect(200).text();
        assertThat(list).contains("segments/2.mp4\n#EXT-X-ENDLIST").doesNotContain("segments/1.", "segments/3.");
        Matcher head = Pattern.compile("BYTERANGE=\"(\\d+)@(\\d+)\"").matcher(list);
        Matcher pictures = Pattern.compile("#EXT-X-BYTERANGE:(\\d+)@(\\d+)").matcher(list);
        assertThat(head.find() && pictures.find()).isTrue();
        String base = pass.path("url").asString().replace("hls.m3u8", "");
        Browser.Answer first =
                play(base + "segments/2.mp4", basic(pass), "Range", span(head)).expect(206);
        assertThat(new String(first.bytes(), 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        assertThat(first.header("Cache-Control")).contains("no-store");
        assertThat(play(base + "segments/2.mp4", basic(pass), "Range", span(pictures))
                        .expect(206)
                        .bytes())
                .hasSize(Integer.parseInt(pictures.group(1)));
        // all of the file, more than the span, another segment, another camera, another pass
        assertThat(play(base + "segments/2.mp4", basic(pass)).expect(403).text())
                .contains("another span");
        long end = Long.parseLong(pictures.group(2)) + Long.parseLong(pictures.group(1));
        play(base + "segments/2.mp4", basic(pass), "Range", "bytes=" + end + "-" + (end + 10))
                .expect(403);
        play(base + "segments/2.mp4", basic(pass), "Range", span(pictures), "If-Range", "\"other\"")
                .expect(403);
        play(base + "segments/3.mp4", basic(pass), "Range", "bytes=0-99").expect(403);
        play(base + "segments/77.mp4", basic(pass), "Range", "bytes=0-99").expect(404);
        JsonNode other = pass(operator, START, START.plusSeconds(12));
        assertThat(play(other.path("url").asString(), basic(pass)).expect(403).text())
                .contains("another pass");
        String user = pass.path("user").asString();
        assertThat(told("pass.refused", user)).hasSize(2);
    }

    @Test
    void vlcGoesOnBehindAGap() throws IOException {
        CameraId gap = recorded("Gap", 1);
        recordings.segment(gap, START.plusSeconds(60), 4, real(1));
        awaitNumber(gap, 2);
        JsonNode pass = pass(
                server.person("OPERATOR"),
                Map.of(
                        "camera",
                        gap.value(),
                        "from",
                        START.toString(),
                        "to",
                        START.plusSeconds(70).toString()));
        String url = pass.path("url").asString();
        assertThat(play(url, basic(pass)).text())
                .contains("#EXT-X-DISCONTINUITY")
                .doesNotContain("@0\nsegments");
        String list =
                play(url, basic(pass), "User-Agent", "VLC/3.0.23 LibVLC/3.0.23").text();
        Matcher pictures =
                Pattern.compile("#EXT-X-BYTERANGE:(\\d+)@(0)\nsegments/2.mp4").matcher(list);
        assertThat(pictures.find()).isTrue();
        play(url.replace("hls.m3u8", "segments/2.mp4"), basic(pass), "Range", span(pictures))
                .expect(206);
    }

    @Test
    void aPassIsForItsCameraAlone() throws IOException {
        CameraId second = recorded("Yard", 1);
        JsonNode pass = pass(server.person("OPERATOR"), START, START.plusSeconds(12));
        String elsewhere = pass.path("url").asString().replace(camera.value(), second.value());
        assertThat(play(elsewhere, basic(pass)).expect(403).text()).contains("another camera");
        play(elsewhere.replace("hls.m3u8", "segments/1.mp4"), basic(pass)).expect(403);
        assertThat(told("pass.refused", pass.path("user").asString())).hasSize(1);
    }

    @Test
    void wrongPasswordsAreRefusedAndSlowedDownButTheGoodOneIsNot() {
        JsonNode pass = pass(server.person("OPERATOR"), START, START.plusSeconds(12));
        String url = pass.path("url").asString();
        String user = pass.path("user").asString();
        Browser.Answer none = server.browser().get(url).expect(401);
        assertThat(none.header("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
        for (int i = 0; i < 10; i++) {
            Browser.Answer wrong = play(url, basic(user, "guess " + i)).expect(401);
            assertThat(wrong.header("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
            assertThat(wrong.header("Content-Type")).contains("application/problem+json");
            assertThat(wrong.text()).doesNotContain("guess");
        }
        assertThat(play(url, basic(user, "once more")).expect(429).text()).contains("Try again in");
        play(url, "Basic not-base64-at-all").expect(401);
        play(url, basic("a\0b", "anything")).expect(401);
        assertThat(told("pass.refused", user)).hasSize(10).noneMatch(row -> row.contains("guess"));
        play(pass).expect(200);
    }

    @Test
    void whatIsRevokedOrExpiredIsRefusedAtOnce() {
        Browser operator = server.person("OPERATOR");
        JsonNode revoked = pass(operator, START, START.plusSeconds(12));
        JsonNode expired = pass(operator, START, START.plusSeconds(12));
        play(revoked).expect(200);
        String id = revoked.path("user").asString();
        server.person("ADMINISTRATOR").delete("/api/v1/footage/passes/" + id).expect(404);
        operator.delete("/api/v1/footage/passes/" + id).expect(204);
        assertThat(play(revoked).expect(410).text()).contains("revoked");
        play(revoked.path("url").asString().replace("hls.m3u8", "segments/1.mp4"), basic(revoked))
                .expect(410);
        server.bean(JdbcClient.class)
                .sql("update footage_pass set expires_at = now() - interval '1 second' where id = ?")
                .param(expired.path("user").asString())
                .update();
        assertThat(play(expired).expect(410).text()).contains("expired");
        assertThat(told("pass.refused", id)).hasSize(1);
        assertThat(told("pass.revoked", id)).hasSize(1);
        assertThat(operator.get("/api/v1/footage/passes").json().findValuesAsString("state"))
                .containsExactlyInAnyOrder("REVOKED", "EXPIRED");
        server.bean(PassStore.class).forget(Instant.now().plusSeconds(1));
        assertThat(operator.get("/api/v1/footage/passes").json()).hasSize(1);
    }

    @Test
    void aPassOpensNoMoreThanItsOwnerMaySeeNow() {
        Browser operator = server.person("OPERATOR");
        JsonNode pass = pass(operator, START, START.plusSeconds(12));
        play(pass).expect(200);
        String person = operator.get("/api/v1/session").json().at("/person/id").asString();
        JdbcClient sql = server.bean(JdbcClient.class);
        sql.sql("update person set agency_id = ? where id = ?")
                .params(server.agency("Harbour"), person)
                .update();
        assertThat(play(pass).expect(403).text()).contains("may not play recordings of this camera any more");
        sql.sql("update person set agency_id = ? where id = ?")
                .params(agency, person)
                .update();
        play(pass).expect(200);
        server.administrator()
                .patch("/api/v1/people/" + person, Map.of("active", false))
                .expect(200);
        assertThat(play(pass).expect(403).text()).contains("account");
        assertThat(told("pass.refused", pass.path("user").asString())).hasSize(2);
    }

    @Test
    void aPassWithoutAnEndGrows() throws IOException {
        CameraId live = recorded("Growing", 2);
        JsonNode pass = pass(server.person("OPERATOR"), Map.of("camera", live.value(), "from", START.toString()));
        assertThat(pass.path("to").isNull()).isTrue();
        assertThat(play(pass).expect(200).text())
                .contains("segments/2.mp4", "TYPE:EVENT")
                .doesNotContain("ENDLIST", "segments/3.mp4");
        recordings.segment(live, START.plusSeconds(8), 4, real(2));
        awaitNumber(live, 3);
        assertThat(play(pass).expect(200).text()).contains("segments/3.mp4");
    }

    @Test
    void whatCannotBeGrantedIsSaid() {
        Browser operator = server.person("OPERATOR");
        String path = "/api/v1/footage/passes";
        String id = camera.value();
        operator.post(path, Map.of("camera", id, "from", START.minusSeconds(22_000), "to", START))
                .expect(400);
        operator.post(path, Map.of("camera", id, "validMinutes", 1_441)).expect(400);
        operator.post(path, Map.of("camera", id, "validMinutes", 0)).expect(400);
        operator.post(path, Map.of("camera", id, "from", START, "to", START.plusSeconds(9_000)))
                .expect(400);
        operator.post(path, Map.of("camera", "c-none")).expect(404);
        operator.post(path, Map.of("camera", id, "from", START.minusSeconds(9_000), "to", START.minusSeconds(5_000)))
                .expect(404);
        server.person("OPERATOR", server.agency("Port"))
                .post(path, Map.of("camera", id))
                .expect(404);
        for (int i = 0; i < PassDesk.MOST_LIVE; i++) {
            pass(operator, START, START.plusSeconds(12));
        }
        operator.post(path, Map.of("camera", id)).expect(409);
        operator.delete(path + "/" + operator.get(path).json().at("/0/user").asString())
                .expect(204);
        operator.post(path, Map.of("camera", id)).expect(201);
        // a session opens nothing here
        assertThat(operator.get(operator.get(path).json().at("/0/url").asString())
                        .expect(401)
                        .text())
                .contains("pass for players");
    }
}
