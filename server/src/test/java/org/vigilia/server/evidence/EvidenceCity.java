package org.vigilia.server.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Journal;
import org.vigilia.proof.journal.NodeKey;
import org.vigilia.proof.pack.Report;
import org.vigilia.proof.pack.Verifier;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.BundledFfmpeg;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A city with one camera that has recorded, a detective, and those outside: what the tests of evidence begin with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EvidenceCity {
    static final JsonMapper JSON = JsonMapper.shared();
    static final Instant START = Instant.now().minusSeconds(120).truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    static Optional<BundledFfmpeg> ffmpeg;

    @SuppressWarnings("NullAway.Init")
    static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    static CameraId camera;

    @SuppressWarnings("NullAway.Init")
    static Browser detective;

    /** What a class of tests sets beside the usual. */
    Map<String, String> settings() throws IOException {
        return Map.of();
    }

    @BeforeAll
    void start() throws IOException {
        Path token = folder.resolve("machine-token");
        Files.writeString(token, "secret of the machine\n");
        ffmpeg = BundledFfmpeg.find(folder.resolve("ffmpeg"));
        Map<String, String> all = new HashMap<>(settings());
        all.put("recordings.dir", folder.resolve("recordings").toString());
        all.put("secrets.dir", folder.resolve("secrets").toString());
        all.put("token.file", token.toString());
        all.put("redactor.program", checkout().resolve("vision/target").toString());
        all.put("footage.zone", "Europe/Berlin");
        all.put("evidence.upload.bytes", "1073741824");
        all.put("evidence.series.readings", "9");
        if (ffmpeg.isPresent()) {
            all.put("ffmpeg.path", ffmpeg.get().program().toString());
        }
        server = RunningServer.start(all);
        String agency = server.administrator()
                .get("/api/v1/session")
                .json()
                .at("/person/agency/id")
                .asString();
        camera = new City(server).camera(agency, "Town hall", null);
        detective = server.person("SUPERVISOR");
        record();
    }

    /** Twelve seconds, then three in which the camera was away. */
    private static void record() throws IOException {
        NodeKey key = NodeKey.open(folder.resolve("secrets"), "media");
        Path root = folder.resolve("recordings");
        Journal journal = Journal.open(root, camera, key, Clock.systemUTC());
        for (int i = 0; i < 3; i++) {
            long start = Recordings.micros(START) + i * 4_000_000L;
            String file = Folders.segment(camera, start);
            byte[] bytes = Files.readAllBytes(checkout().resolve("proof/src/test/resources/segments/" + i + ".mp4"));
            Files.createDirectories(root.resolve(file).getParent());
            Files.write(root.resolve(file), bytes);
            journal.append(number -> new Entry.Segment(
                    camera,
                    number,
                    file,
                    start,
                    start + 4_000_000,
                    StreamInfo.Clock.RTCP,
                    3_000,
                    StreamInfo.Codec.H264,
                    "avc1.64000a",
                    64,
                    48,
                    "mp4a.40.2",
                    40,
                    bytes.length,
                    Hash.hex(Hash.sha256(bytes)),
                    Entry.Origin.LIVE,
                    "test"));
        }
        long end = Recordings.micros(START) + 12_000_000L;
        journal.append(number ->
                new Entry.Gap(camera, number, end, end + 3_000_000, Entry.Cause.CAMERA_AWAY, "connection refused"));
    }

    private static Path checkout() {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve("mvnw"))) {
            place = java.util.Objects.requireNonNull(place.getParent(), "mvnw not found");
        }
        return place;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static String openCase(String title) {
        return detective
                .post("/api/v1/evidence/cases", Map.of("title", title))
                .expect(201)
                .json()
                .path("id")
                .asString();
    }

    static JsonNode clip(String about, Instant from, Instant to) {
        JsonNode asked = detective
                .post(
                        "/api/v1/evidence/cases/" + about + "/clips",
                        Map.of("camera", camera.value(), "from", from.toString(), "to", to.toString(), "why", "a test"))
                .expect(202)
                .json();
        return await(asked.path("id").asString());
    }

    static JsonNode await(String exhibit) {
        JsonNode[] now = new JsonNode[1];
        RunningServer.await("exhibit " + exhibit, () -> {
            now[0] = detective
                    .get("/api/v1/evidence/exhibits/" + exhibit)
                    .expect(200)
                    .json();
            return !now[0].path("state").asString().equals("MAKING");
        });
        return now[0];
    }

    /** Whether the vision module was built before, as it is in the whole build. */
    static boolean draws() {
        return Files.isDirectory(checkout().resolve("vision/target/lib"));
    }

    /** Waits until the copy for this opening is there; the last that was told. */
    static JsonNode prepared(String exhibit, Map<String, String> visit) {
        JsonNode[] now = new JsonNode[1];
        RunningServer.await("copy of " + exhibit, () -> {
            now[0] = JSON.readTree(outside("POST", "/exhibits/" + exhibit + "/copies", new byte[0], visit)
                    .body());
            return !now[0].path("state").asString().equals("PREPARING");
        });
        return now[0];
    }

    static Report verify(byte[] vgx, char @Nullable [] passcode) throws IOException {
        return Verifier.verify(new ByteArrayInputStream(vgx), null, passcode);
    }

    static JsonNode share(String about, Map<String, ?> form) {
        Map<String, Object> all = new HashMap<>(form);
        all.putIfAbsent("expires", Instant.now().plusSeconds(3600).toString());
        all.putIfAbsent("label", "The defence");
        return detective
                .post("/api/v1/evidence/cases/" + about + "/shares", all)
                .expect(201)
                .json();
    }

    static HttpResponse<byte[]> outside(String method, String path, byte[] body, Map<String, String> headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/api/v1/shared" + path))
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static HttpResponse<byte[]> open(JsonNode share, String passcode) {
        return outside(
                "POST",
                "/open",
                JSON.writeValueAsBytes(Map.of("passcode", passcode)),
                Map.of("X-Share-Token", share.path("token").asString(), "Content-Type", "application/json"));
    }

    /** What an outsider's browser shows after the passcode. */
    static Map<String, String> visit(JsonNode share) {
        String session = JSON.readTree(
                        open(share, share.path("passcode").asString()).body())
                .path("session")
                .asString();
        return Map.of(
                "X-Share-Session", session, "X-Share-Token", share.path("token").asString());
    }

    static HttpResponse<byte[]> announce(Map<String, String> visit, String name, long bytes) {
        Map<String, String> headers = new HashMap<>(visit);
        headers.put("Upload-Length", String.valueOf(bytes));
        headers.put("Upload-Metadata", "filename " + Base64.getEncoder().encodeToString(name.getBytes()));
        return outside("POST", "/files", new byte[0], headers);
    }

    static HttpResponse<byte[]> send(Map<String, String> visit, String place, long offset, String bytes) {
        Map<String, String> headers = new HashMap<>(visit);
        headers.put("Upload-Offset", String.valueOf(offset));
        headers.put("Content-Type", "application/offset+octet-stream");
        return outside("PATCH", place, bytes.getBytes(), headers);
    }
}
