package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.sim.testing.MediaProcess;
import org.vigilia.sim.testing.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A pretend camera is away for seconds; media fetches them from its card, as the server asks it to. */
final class CardThroughMediaITCase {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @Test
    void whatWasLostWhileTheCameraWasAwayComesFromItsCard() throws Exception {
        Credentials digest = new Credentials("anna", "pass word", Credentials.Scheme.DIGEST);
        CameraPlan plan = new CameraPlan("gate", Repository.pattern("large.h264"), 10, digest, null);
        try (CameraServer cameras = new CameraServer(List.of(plan), 0, 0);
                MediaProcess media = MediaProcess.start(folder, "recordings.segment.seconds=2")) {
            String url = "rtsp://127.0.0.1:" + cameras.rtspPort() + "/gate";
            media.cameras("[{'id':'gate','mainUrl':'" + url + "','userName':'anna','password':'pass word',"
                    + "'recording':{'mode':'CONTINUOUS'}}]");
            await(media, lines -> lines.stream().anyMatch(line -> is(line, "segment")));
            fault(cameras, "drop");
            media.await("gate", SOON, "OFFLINE");
            fault(cameras, "none");
            List<JsonNode> lines = await(
                    media,
                    all -> all.stream().anyMatch(line -> is(line, "gap")) && is(all.get(all.size() - 1), "segment"));
            JsonNode gap =
                    lines.stream().filter(line -> is(line, "gap")).findFirst().orElseThrow();

            assertThat(media.ask(
                            "POST",
                            "/recordings/gate/backfill",
                            "{\"from\":\"" + instant(gap.path("startMicros")) + "\",\"to\":\""
                                    + instant(gap.path("endMicros")) + "\",\"address\":\"" + url + "/card\"}"))
                    .contains("from");
            List<JsonNode> fetched = await(
                            media,
                            all -> fetched(all).stream()
                                    .anyMatch(line -> line.path("endMicros").asLong()
                                            >= gap.path("endMicros").asLong() - 500_000))
                    .stream()
                    .filter(CardThroughMediaITCase::isFetched)
                    .toList();

            assertThat(fetched.get(0).path("startMicros").asLong())
                    .isLessThanOrEqualTo(gap.path("startMicros").asLong() + 100_000);
            for (JsonNode segment : fetched) {
                assertThat(folder.resolve("recordings")
                                .resolve(segment.path("file").asString())
                                .toFile())
                        .hasSize(segment.path("bytes").asLong());
            }
            assertThat(media.log()).doesNotContain("pass word").doesNotContain("LEAK");
            assertThat(recordings(media).at("/backfill/state").asString()).isEqualTo("DONE");
            assertThat(recordings(media).at("/backfill/detail").asString()).isEmpty();

            // the card keeps a day
            Instant old = Instant.now().minus(Duration.ofDays(2));
            media.ask(
                    "POST",
                    "/recordings/gate/backfill",
                    "{\"from\":\"" + old + "\",\"to\":\"" + old.plusSeconds(5) + "\",\"address\":\"" + url
                            + "/card\"}");
            await(
                    media,
                    all -> recordings(media).at("/backfill/detail").asString().contains("457"));
            assertThat(recordings(media).at("/backfill/state").asString()).isEqualTo("FAILED");
        }
    }

    private static boolean is(JsonNode line, String type) {
        return line.path("type").asString().equals(type);
    }

    private static boolean isFetched(JsonNode line) {
        return line.path("origin").asString("").equals("BACKFILL");
    }

    private static List<JsonNode> fetched(List<JsonNode> lines) {
        return lines.stream().filter(CardThroughMediaITCase::isFetched).toList();
    }

    private static Instant instant(JsonNode micros) {
        return Instant.EPOCH.plusNanos(micros.asLong() * 1_000);
    }

    private static JsonNode recordings(MediaProcess media) {
        try {
            return JsonMapper.shared()
                    .readTree(media.ask("GET", "/recordings", ""))
                    .path("cameras")
                    .path(0);
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The entries of the journal, as soon as they are as wanted. */
    private static List<JsonNode> await(MediaProcess media, Predicate<List<JsonNode>> wanted) throws Exception {
        long end = System.nanoTime() + SOON.toNanos();
        List<JsonNode> lines = List.of();
        while (lines.isEmpty() || !wanted.test(lines)) {
            assertThat(System.nanoTime()).as("waited in vain; last: %s", lines).isLessThan(end);
            lines = media.ask("GET", "/recordings/gate/journal?after=0", "")
                    .lines()
                    .map(line -> JsonMapper.shared().readTree(line).path("entry"))
                    .filter(entry -> entry.has("type"))
                    .toList();
        }
        return lines;
    }

    private static void fault(CameraServer cameras, String kind) throws Exception {
        java.net.http.HttpResponse<String> answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:"
                                        + cameras.controlPort() + "/cameras/gate/fault?kind=" + kind))
                                .POST(java.net.http.HttpRequest.BodyPublishers.noBody())
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }
}
