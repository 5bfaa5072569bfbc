package org.vigilia.server.footage.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.OtherProcess;
import org.vigilia.server.testing.RunningServer;
import org.vigilia.server.testing.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Media and a pretend camera with a card as processes of their own. The link is cut, then media is killed; both gaps are
 * filled from the card without hands.
 */
class CardThroughMediaITCase {

    private static final Logger LOG = LoggerFactory.getLogger(CardThroughMediaITCase.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD = "pa55word";

    @TempDir
    Path folder;

    private static void await(String what, BooleanSupplier wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain for " + what).isLessThan(end);
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    /** Nobody can tell how long a loss lasts but who makes it. */
    private static void awaitSeconds(long seconds) {
        Instant begun = Instant.now();
        await(seconds + " s", () -> Duration.between(begun, Instant.now()).toSeconds() >= seconds);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private OtherProcess media(int port) throws IOException {
        Path settings = folder.resolve("media.properties");
        Files.writeString(folder.resolve("token"), "machine-token\n");
        Files.writeString(
                settings,
                String.join(
                        "\n",
                        "control.port=" + port,
                        "relay.socket=" + folder.resolve("m.sock"),
                        "token.file=" + folder.resolve("token"),
                        "cameras.file=" + folder.resolve("cameras.bin"),
                        "key.file=" + folder.resolve("cameras.key"),
                        "recordings.dir=" + folder.resolve("recordings"),
                        "recordings.segment.seconds=2",
                        "secrets.dir=" + folder.resolve("secrets")));
        return OtherProcess.start(
                "media",
                "org.vigilia.media.Main",
                folder.resolve("media.log"),
                List.of("--settings", settings.toString(), "--die-with-parent"));
    }

    private OtherProcess cameras() throws IOException {
        Path clip = Path.of("../sim/src/test/resources/patterns/large.h264").toAbsolutePath();
        return OtherProcess.start(
                "sim",
                "org.vigilia.sim.Main",
                folder.resolve("sim.log"),
                List.of(
                        "cameras",
                        "--port",
                        "0",
                        "--control-port",
                        "0",
                        "--die-with-parent",
                        "gate=" + clip + ",10,anna:" + PASSWORD));
    }

    private RunningServer server(int mediaPort) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("media.url", "http://127.0.0.1:" + mediaPort);
        settings.put("media.socket", folder.resolve("m.sock").toString());
        settings.put("token.file", folder.resolve("token").toString());
        settings.put("db.url", TestDatabase.create());
        settings.put("db.user", "postgres");
        settings.put("recordings.dir", folder.resolve("recordings").toString());
        settings.put("footage.poll", "100ms");
        settings.put("footage.card.every", "500ms");
        settings.put("footage.card.settle", "2s");
        settings.put("footage.card.pause", "2s");
        RunningServer server = RunningServer.start(settings);
        settings.put("data.dir", server.data().toString());
        StringBuilder file = new StringBuilder();
        settings.forEach(
                (key, value) -> file.append(key).append('=').append(value).append('\n'));
        Files.writeString(folder.resolve("server.properties"), file);
        return server;
    }

    private static void fault(OtherProcess cameras, String kind) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:" + cameras.said().path("control").asInt() + "/cameras/gate/fault?kind=" + kind);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    private List<Entry> entries(CameraId camera) {
        try {
            return JournalReader.read(folder.resolve("recordings"), camera, List.of()).lines().stream()
                    .map(Line::entry)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean recordsAgain(CameraId camera) {
        List<Entry> all = entries(camera);
        return !all.isEmpty() && all.get(all.size() - 1) instanceof Entry.Segment;
    }

    /** What the journal says was lost, whether it was fetched since or not. */
    private long lostMicros(CameraId camera, Entry.Cause cause) {
        return entries(camera).stream()
                .filter(entry -> entry instanceof Entry.Gap gap && gap.cause() == cause)
                .map(Entry.Gap.class::cast)
                .mapToLong(gap -> gap.endMicros() - gap.startMicros())
                .sum();
    }

    /** What the page tells of the camera's recording. */
    private static JsonNode told(RunningServer server, CameraId id) {
        return server.administrator()
                .get("/api/v1/footage/status")
                .expect(200)
                .json()
                .path("cameras")
                .valueStream()
                .filter(one -> one.path("camera").asString().equals(id.value()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode lost(RunningServer server, CameraId camera) {
        Instant now = Instant.now();
        return server.administrator()
                .get("/api/v1/footage/timeline?cameras=" + camera + "&from=" + now.minusSeconds(600) + "&to=" + now)
                .expect(200)
                .json()
                .at("/0/lost");
    }

    private static CameraId register(RunningServer server, String address) {
        Browser admin = server.administrator();
        CameraId id = new CameraId(admin.post(
                        "/api/v1/cameras",
                        Map.of(
                                "name",
                                "Gate",
                                "streams",
                                Map.of("mainUrl", address, "userName", "anna", "password", PASSWORD)))
                .expect(201)
                .json()
                .path("id")
                .asString());
        String path = "/api/v1/footage/cameras/" + id + "/policy";
        ObjectNode policy = (ObjectNode) admin.get(path).expect(200).json();
        policy.put("cardUrl", address + "/card");
        admin.put(path, policy.toString()).expect(200);
        return id;
    }

    @Test
    void whatTheNetworkAndACrashLostIsFilledFromTheCard() throws Exception {
        int port = freePort();
        try (OtherProcess cameras = cameras()) {
            OtherProcess media = media(port);
            try (RunningServer server = server(port)) {
                String address =
                        "rtsp://127.0.0.1:" + cameras.said().path("rtsp").asInt() + "/gate";
                CameraId id = register(server, address);
                await("a recording", () -> recordsAgain(id));

                fault(cameras, "drop");
                awaitSeconds(4);
                fault(cameras, "none");
                await("the gap", () -> lostMicros(id, Entry.Cause.CAMERA_AWAY) > 0 && recordsAgain(id));
                await("pictures from the card", () -> given(server) == 1);

                media.kill();
                awaitSeconds(3);
                media = media(port);
                await("the second gap", () -> lostMicros(id, Entry.Cause.RESTART) > 0 && recordsAgain(id));
                await("pictures of that, too", () -> given(server) == 2);

                await("nothing lost", () -> lost(server, id).isEmpty());
                assertThat(told(server, id).at("/card/state").asString()).isEqualTo("FETCHED");
                assertThat(lostMicros(id, Entry.Cause.CAMERA_AWAY) / 1e6).isGreaterThan(3);
                assertThat(lostMicros(id, Entry.Cause.RESTART) / 1e6).isGreaterThan(3);
                String audit = audit();
                LOG.atInfo()
                        .addKeyValue("audit", audit)
                        .addKeyValue("journal", entries(id))
                        .log("what the card gave");
                assertThat(audit).contains("every second accounted for");
                // what is left is less than the journal calls a gap
                assertThat(Double.parseDouble(audit.replaceAll("(?s).* lost ([0-9.]+) s.*", "$1")))
                        .isLessThan(1);
                assertThat(media.log()).doesNotContain(PASSWORD);
            } finally {
                media.close();
            }
        }
    }

    /** How often a card gave pictures, as the audit log tells. */
    private static long given(RunningServer server) {
        return server.administrator()
                .get("/api/v1/audit?search=footage.card-fetched")
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .filter(deed -> deed.path("action").asString().equals("footage.card-fetched")
                        && deed.path("outcome").asString().equals("DONE"))
                .count();
    }

    private String audit() {
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
}
