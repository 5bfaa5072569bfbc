package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.RelayStream;
import org.vigilia.contract.relay.RelayUnit;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.sim.testing.MediaProcess;
import org.vigilia.sim.testing.RelayWatcher;
import org.vigilia.sim.testing.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pretend cameras, real sockets, media as a process of its own: what goes wrong, and that it heals without hands. */
final class CamerasThroughMediaITCase {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String SEEN = "<tt:MetadataStream><tt:Frame UtcTime=\"{utc}\"/></tt:MetadataStream>";

    @TempDir
    Path folder;

    private CameraServer cameras;
    private MediaProcess media;

    @BeforeEach
    void start() throws IOException {
        Path small = Repository.pattern("small.h264");
        Path large = Repository.pattern("large.h264");
        Path seeing = Files.copy(small, folder.resolve("seeing.h264"));
        Files.writeString(
                folder.resolve("seeing.h264.analytics"), "0 " + SEEN + "x".repeat(3000) + "\n15 " + SEEN + "\n");
        Credentials digest = new Credentials("anna", "pass word", Credentials.Scheme.DIGEST);
        Credentials sha = new Credentials("anna", "pass word", Credentials.Scheme.DIGEST_SHA256);
        Credentials basic = new Credentials("anna", "pass word", Credentials.Scheme.BASIC);
        cameras = new CameraServer(
                List.of(
                        new CameraPlan("open", large, 10, null, small),
                        new CameraPlan("other", small, 10, null, null),
                        new CameraPlan("digest", small, 10, digest, null),
                        new CameraPlan("sha", small, 10, sha, null),
                        new CameraPlan("basic", small, 10, basic, null),
                        new CameraPlan("seeing", seeing, 10, null, null),
                        new CameraPlan("h265", Repository.pattern("small.h265"), 10, null, null)),
                0,
                0);
        media = MediaProcess.start(folder, "camera.retry.refused.seconds=1");
    }

    @AfterEach
    void stop() throws IOException {
        if (media != null) {
            media.close();
            assertThat(media.log())
                    .doesNotContain("LEAK")
                    .doesNotContain("pass word")
                    .doesNotContain("pass%20word");
        }
        cameras.close();
    }

    private String url(String camera) {
        return "rtsp://127.0.0.1:" + cameras.rtspPort() + "/" + camera;
    }

    private String entry(String camera) {
        return "{'id':'" + camera + "','mainUrl':'" + url(camera) + "'}";
    }

    private void fault(String camera, String query) throws IOException, InterruptedException {
        URI uri =
                URI.create("http://127.0.0.1:" + cameras.controlPort() + "/cameras/" + camera + "/fault?kind=" + query);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private RelayWatcher watch(String camera, StreamChoice stream) throws IOException {
        return new RelayWatcher(media.socket(), MediaProcess.TOKEN, camera, stream);
    }

    private static StreamInfo info(RelayFrame frame) {
        byte[] json = new byte[RelayStream.from(frame.payload()).json().remaining()];
        RelayStream.from(frame.payload()).json().get(json);
        return JsonMapper.shared().readValue(json, StreamInfo.class);
    }

    private static StreamStatus status(RelayFrame frame) {
        byte[] json = new byte[frame.payload().remaining()];
        frame.payload().duplicate().get(json);
        return JsonMapper.shared().readValue(json, StreamStatus.class);
    }

    @Test
    void whoeverJoinsGetsStatusStreamAndAKeyPictureFirst() throws Exception {
        media.cameras("[{'id':'open','mainUrl':'" + url("open") + "','subUrl':'" + url("open/sub") + "'}]");
        media.await("open", SOON, "GOOD");
        try (RelayWatcher watcher = watch("open", StreamChoice.MAIN)) {
            assertThat(status(watcher.next()).condition().name()).isEqualTo("GOOD");
            StreamInfo stream = info(watcher.next());
            assertThat(stream.codec()).isEqualTo(StreamInfo.Codec.H264);
            assertThat(stream.codecString()).startsWith("avc1.42");
            assertThat(stream.widthPx()).isEqualTo(320);
            assertThat(stream.heightPx()).isEqualTo(192);
            assertThat(stream.fps()).isEqualTo(10);
            assertThat(stream.clock()).isEqualTo(StreamInfo.Clock.RTCP);
            RelayUnit first = RelayUnit.from(watcher.next().payload());
            assertThat(first.isKeyFrame()).isTrue();
            RelayUnit second = RelayUnit.from(watcher.await(RelayFrame.UNIT).payload());
            assertThat(second.number()).isEqualTo(first.number() + 1);
            assertThat(second.captureMicros() - first.captureMicros()).isBetween(60_000L, 140_000L);
        }
        try (RelayWatcher watcher = watch("open", StreamChoice.SUB)) {
            assertThat(info(watcher.await(RelayFrame.STREAM)).widthPx()).isEqualTo(160);
        }
    }

    @Test
    void h265IsRelayedAsH264Is() throws Exception {
        media.cameras("[" + entry("h265") + "]");
        media.await("h265", SOON, "GOOD");
        try (RelayWatcher watcher = watch("h265", StreamChoice.SUB)) {
            RelayFrame frame = watcher.await(RelayFrame.STREAM);
            assertThat(info(frame).codec()).isEqualTo(StreamInfo.Codec.H265);
            assertThat(info(frame).codecString()).startsWith("hvc1.1.6.L30");
            assertThat(info(frame).widthPx()).isEqualTo(160);
            assertThat(info(frame).heightPx()).isEqualTo(96);
            assertThat(RelayUnit.from(watcher.await(RelayFrame.UNIT).payload()).isKeyFrame())
                    .isTrue();
        }
    }

    @Test
    void whatACameraItselfSeesIsPassedOnWithItsTime() throws Exception {
        media.cameras("[" + entry("seeing") + "]");
        try (RelayWatcher watcher = watch(media, "seeing")) {
            for (int i = 0; i < 2; i++) {
                ByteBuffer payload = watcher.await(RelayFrame.ANALYTICS).payload();
                long capture = payload.getLong();
                String document = StandardCharsets.UTF_8.decode(payload).toString();
                assertThat(document).startsWith("<tt:MetadataStream><tt:Frame UtcTime=\"20");
                Instant said =
                        Instant.parse(document.substring(document.indexOf('"') + 1, document.indexOf("Z\"") + 1));
                assertThat(capture - ChronoUnit.MICROS.between(Instant.EPOCH, said))
                        .isBetween(-50_000L, 50_000L);
            }
        }
    }

    @Test
    void everyWayOfAskingForAPasswordIsAnswered() throws Exception {
        String login = ",'userName':'anna','password':'pass word'}";
        media.cameras("[" + entry("digest").replace("}", login) + ","
                + entry("sha").replace("}", login) + "," + entry("basic").replace("}", login) + "]");
        for (String camera : List.of("digest", "sha", "basic")) {
            media.await(camera, SOON, "GOOD");
        }
    }

    @Test
    void aWrongPasswordIsToldAndHealsWhenItBecomesRight() throws Exception {
        media.cameras("[" + entry("digest").replace("}", ",'userName':'anna','password':'pass word?'}") + "]");
        JsonNode told = media.await("digest", SOON, "UNAUTHORISED");
        assertThat(told.path("detail").asString("")).doesNotContain("pass word");
        media.cameras("[" + entry("digest").replace("}", ",'userName':'anna','password':'pass word'}") + "]");
        media.await("digest", SOON, "GOOD");
    }

    @Test
    void aCameraThatHangsUpIsOfflineAndComesBack() throws Exception {
        media.cameras("[" + entry("open") + "," + entry("other") + "]");
        media.await("open", SOON, "GOOD");
        media.await("other", SOON, "GOOD");
        try (RelayWatcher watcher = watch("open", StreamChoice.MAIN)) {
            watcher.await(RelayFrame.UNIT);
            fault("open", "drop");
            RelayFrame bad = watcher.await(
                    SOON,
                    frame -> frame.type() == RelayFrame.STATUS
                            && status(frame).condition().name().equals("OFFLINE"));
            assertThat(status(bad).detail()).contains("closed");
            fault("open", "none");
            watcher.await(
                    SOON,
                    frame -> frame.type() == RelayFrame.STATUS
                            && status(frame).condition().name().equals("GOOD"));
            RelayUnit first = RelayUnit.from(watcher.await(RelayFrame.UNIT).payload());
            assertThat(first.isKeyFrame()).isTrue();
            assertThat(first.isAfterDrop()).isTrue();
            assertThat(first.number()).isZero();
        }
        assertThat(media.stream("other", "main").path("reconnects").asInt(-1)).isZero();
    }

    @Test
    void aStalledCameraIsToldAndComesBack() throws Exception {
        media.cameras("[" + entry("open") + "]");
        media.await("open", SOON, "GOOD");
        fault("open", "stall");
        media.await("open", SOON, "STALLED");
        fault("open", "none");
        media.await("open", SOON, "GOOD");
    }

    @Test
    void garbageNeverEndsMediaAndHeals() throws Exception {
        media.cameras("[" + entry("open") + "," + entry("h265") + "]");
        media.await("open", SOON, "GOOD");
        media.await("h265", SOON, "GOOD");
        fault("open", "garbage");
        fault("h265", "garbage");
        media.await("open", Duration.ofSeconds(30), "UNREADABLE");
        media.await("h265", Duration.ofSeconds(30), "UNREADABLE");
        assertThat(media.stream("open", "main").path("brokenUnits").asInt(0)).isPositive();
        fault("open", "none");
        fault("h265", "none");
        media.await("open", Duration.ofSeconds(30), "GOOD");
        media.await("h265", Duration.ofSeconds(30), "GOOD");
    }

    @Test
    void aNewResolutionIsANewStreamBeforeItsFirstPicture() throws Exception {
        media.cameras("[" + entry("open") + "]");
        try (RelayWatcher watcher = watch(media, "open")) {
            assertThat(info(watcher.await(RelayFrame.STREAM)).widthPx()).isEqualTo(320);
            watcher.await(RelayFrame.UNIT);
            fault("open", "resolution");
            assertThat(info(watcher.await(RelayFrame.STREAM)).widthPx()).isEqualTo(160);
            assertThat(RelayUnit.from(watcher.await(RelayFrame.UNIT).payload()).isKeyFrame())
                    .isTrue();
            fault("open", "none");
            assertThat(info(watcher.await(RelayFrame.STREAM)).widthPx()).isEqualTo(320);
        }
    }

    private RelayWatcher watch(MediaProcess process, String camera) throws IOException, InterruptedException {
        process.await(camera, SOON, "GOOD");
        return watch(camera, StreamChoice.MAIN);
    }

    @Test
    void aRestartKeepsTheCamerasWithoutAnyServer() throws Exception {
        media.cameras("[" + entry("digest").replace("}", ",'userName':'anna','password':'pass word'}") + "]");
        media.await("digest", SOON, "GOOD");
        media.close();
        byte[] list = Files.readAllBytes(folder.resolve("cameras.bin"));
        assertThat(new String(list, StandardCharsets.ISO_8859_1))
                .doesNotContain("pass")
                .doesNotContain("anna");
        media = MediaProcess.start(folder);
        media.await("digest", SOON, "GOOD");
    }

    @Test
    void anUnchangedCameraIsNotDisturbedByANewList() throws Exception {
        media.cameras("[" + entry("open") + "]");
        try (RelayWatcher watcher = watch(media, "open")) {
            long before =
                    RelayUnit.from(watcher.await(RelayFrame.UNIT).payload()).number();
            media.cameras("[" + entry("other") + "," + entry("open") + "]");
            media.await("other", SOON, "GOOD");
            RelayUnit after = RelayUnit.from(watcher.await(RelayFrame.UNIT).payload());
            assertThat(after.number()).isGreaterThan(before);
            assertThat(after.isAfterDrop()).isFalse();
            media.cameras("[" + entry("other") + "]");
            assertThatThrownBy(() -> watcher.await(Duration.ofSeconds(20), frame -> false))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void withoutTheTokenNothingIsToldOrShown() throws Exception {
        media.cameras("[" + entry("open") + "]");
        media.await("open", SOON, "GOOD");
        try (RelayWatcher watcher = new RelayWatcher(media.socket(), "guess", "open", StreamChoice.MAIN)) {
            assertThat(status(watcher.next()).condition().name()).isEqualTo("UNAUTHORISED");
            assertThatThrownBy(watcher::next).isInstanceOf(IOException.class);
        }
        assertThat(media.status("GET", "/cameras", "Bearer guess")).isEqualTo(401);
        assertThat(media.status("POST", "/probe", "")).isEqualTo(401);
        assertThat(media.status("GET", "/health", "")).isEqualTo(200);
        assertThat(media.status("GET", "/metrics", "")).isEqualTo(200);
    }

    @Test
    void aProbeShowsAPictureOrSaysWhyThereIsNone() throws Exception {
        JsonNode good = probe(url("digest"), ",'userName':'anna','password':'pass word'");
        assertThat(good.path("ok").asBoolean(false)).isTrue();
        assertThat(good.path("widthPx").asInt(0)).isEqualTo(160);
        assertThat(good.path("unit").asString("")).isNotEmpty();
        assertThat(good.path("stream").asString("")).isNotEmpty();
        assertThat(probe("rtsp://127.0.0.1:1/x", "").path("detail").asString(""))
                .contains("refused");
        assertThat(probe(url("digest"), "").path("detail").asString("")).contains("user name");
        assertThat(probe(url("digest"), ",'userName':'anna','password':'no'")
                        .path("condition")
                        .asString(""))
                .isEqualTo("UNAUTHORISED");
        assertThat(probe(url("nowhere"), "").path("detail").asString("")).contains("404");
        assertThat(probe("rtsp://127.0.0.1:" + cameras.controlPort() + "/x", "")
                        .path("ok")
                        .asBoolean(true))
                .isFalse();
        assertThat(probe("gopher://x/y", "").path("detail").asString("")).contains("address");
        fault("open", "stall");
        assertThat(probe(url("open"), "").path("condition").asString("")).isEqualTo("STALLED");
    }

    private JsonNode probe(String url, String more) throws IOException, InterruptedException {
        String answer = media.ask("POST", "/probe", ("{'url':'" + url + "'" + more + "}").replace('\'', '"'));
        assertThat(answer).doesNotContain("pass word");
        return JsonMapper.shared().readTree(answer);
    }

    @Test
    void aSlowSubscriberMissesUnitsUpToAKeyPictureAndNobodyElseNotices() throws Exception {
        media.close();
        media = MediaProcess.start(folder, "relay.queue.bytes=20000", "relay.queue.seconds=1");
        media.cameras("[" + entry("open") + "]");
        try (RelayWatcher slow = watch(media, "open");
                RelayWatcher quick = watch("open", StreamChoice.MAIN)) {
            slow.await(RelayFrame.UNIT);
            media.await("open", Duration.ofSeconds(120), node -> {
                drain(quick);
                return node.path("dropped").asInt(0) > 0;
            });
            RelayUnit marked = RelayUnit.from(slow.await(
                            Duration.ofSeconds(60),
                            frame -> frame.type() == RelayFrame.UNIT
                                    && RelayUnit.from(frame.payload()).isAfterDrop())
                    .payload());
            assertThat(marked.isKeyFrame()).isTrue();
        }
    }

    /** Reads all there is, and checks that nothing was left out. */
    private static void drain(RelayWatcher quick) {
        try {
            RelayUnit unit = RelayUnit.from(quick.await(RelayFrame.UNIT).payload());
            assertThat(unit.isAfterDrop()).isFalse();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsLeftOpenAfterCamerasAndSubscribersHaveGone() throws Exception {
        media.cameras("[]");
        media.stream("open", "main");
        long before = openFiles();
        for (int i = 0; i < 3; i++) {
            media.cameras("[" + entry("open") + "," + entry("h265") + "]");
            try (RelayWatcher watcher = watch(media, "open")) {
                watcher.await(RelayFrame.UNIT);
            }
            media.cameras("[]");
        }
        long end = System.nanoTime() + SOON.toNanos();
        while (openFiles() > before && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(openFiles()).isLessThanOrEqualTo(before);
    }

    private long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(media.pid()), "fd"))) {
            return files.count();
        }
    }
}
