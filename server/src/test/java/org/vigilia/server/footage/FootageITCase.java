package org.vigilia.server.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.facts.FactLog;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.FakeRecordings;
import org.vigilia.server.testing.RunningServer;
import tools.jackson.databind.JsonNode;

/** Recordings as people find and play them, with real journals, files and tables. */
class FootageITCase {

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static FakeMedia media;

    @SuppressWarnings("NullAway.Init")
    private static FakeRecordings recordings;

    @SuppressWarnings("NullAway.Init")
    private static City city;

    @BeforeAll
    static void start() throws IOException {
        media = new FakeMedia();
        recordings = new FakeRecordings(folder.resolve("recordings"), folder.resolve("secrets"));
        media.record(recordings);
        Map<String, String> settings = new LinkedHashMap<>(media.settings());
        settings.put("recordings.dir", recordings.root().toString());
        settings.put("footage.poll", "50ms");
        server = RunningServer.start(settings);
        city = new City(server);
    }

    @AfterAll
    static void stop() {
        server.close();
        media.close();
    }

    private static CameraId camera(String name) {
        return city.camera(
                server.administrator()
                        .get("/api/v1/session")
                        .json()
                        .at("/person/agency/id")
                        .asString(),
                name,
                null);
    }

    private static void awaitNumber(CameraId camera, long number) {
        RunningServer.await(
                "entry " + number,
                () -> server.bean(FootageIndex.class).cursors().stream()
                        .anyMatch(c -> c.camera().equals(camera) && c.number() >= number));
    }

    private static String span(Instant from, Instant to) {
        return "from=" + from + "&to=" + to;
    }

    @Test
    void whatWasRecordedIsFoundAndPlayedAndWhatWasLostIsTold() throws IOException {
        CameraId camera = camera("Gate");
        Instant start = Instant.parse("2026-11-20T23:59:50Z");
        Entry.Segment first = recordings.segment(camera, start, 10);
        recordings.segment(camera, start.plusSeconds(10), 10);
        recordings.gap(camera, start.plusSeconds(20), start.plusSeconds(50), Entry.Cause.CAMERA_AWAY);
        Entry.Segment last = recordings.segment(camera, start.plusSeconds(50), 10);
        awaitNumber(camera, 4);
        Browser operator = server.person("OPERATOR");
        JsonNode timeline = operator.get("/api/v1/footage/timeline?cameras=" + camera + "&"
                        + span(start.minusSeconds(60), start.plusSeconds(120)))
                .expect(200)
                .json()
                .get(0);
        assertThat(timeline.path("recorded").toString())
                .isEqualTo("[{\"from\":\"2026-11-20T23:59:50Z\",\"to\":\"2026-11-21T00:00:10Z\"},"
                        + "{\"from\":\"2026-11-21T00:00:40Z\",\"to\":\"2026-11-21T00:00:50Z\"}]");
        assertThat(timeline.at("/lost/0/cause").asString()).isEqualTo("CAMERA_AWAY");
        assertThat(timeline.at("/lost/0/to").asString()).isEqualTo("2026-11-21T00:00:40Z");

        String base = "/api/v1/footage/cameras/" + camera;
        JsonNode segments = operator.get(base + "/segments?" + span(start, start.plusSeconds(60)))
                .expect(200)
                .json();
        assertThat(segments).hasSize(3);
        assertThat(segments.at("/0/proven").asBoolean()).isTrue();
        Browser.Answer whole = operator.get(segments.at("/0/url").asString()).expect(200);
        assertThat(Hash.hex(Hash.sha256(whole.bytes()))).isEqualTo(first.sha256());
        assertThat(whole.header("ETag")).contains('"' + first.sha256() + '"');
        assertThat(whole.header("Cache-Control")).contains("no-store");
        JsonNode index = operator.get(segments.at("/0/url").asString() + "/index")
                .expect(200)
                .json();
        assertThat(index.path("fragments")).hasSize(20);
        long offset = index.at("/fragments/5/offset").asLong();
        long length = index.at("/fragments/5/length").asLong();
        Browser.Answer part = operator.send(
                        "GET",
                        segments.at("/0/url").asString(),
                        null,
                        Map.of("Range", "bytes=" + offset + "-" + (offset + length - 1)))
                .expect(206);
        assertThat(part.bytes())
                .isEqualTo(java.util.Arrays.copyOfRange(whole.bytes(), (int) offset, (int) (offset + length)));
        assertThat(part.header("Cache-Control")).contains("no-store");
        operator.send("GET", segments.at("/0/url").asString(), null, Map.of("Range", "bytes=99999999-"))
                .expect(416);
        operator.send("GET", segments.at("/0/url").asString(), null, Map.of("Range", "bytes=0-9", "If-Range", "\"x\""))
                .expect(200);
        assertThat(operator.get(base + "/segments/at?at=" + start.plusSeconds(30))
                        .expect(200)
                        .json()
                        .path("number")
                        .asLong())
                .isEqualTo(last.number());
        assertThat(operator.get(base + "/hls.m3u8?" + span(start, start.plusSeconds(60)))
                        .expect(200)
                        .text())
                .contains("segments/1\n", "segments/4\n", "#EXT-X-ENDLIST");
        // one row for all of this
        assertThat(server.administrator()
                        .get("/api/v1/audit?search=footage.played")
                        .expect(200)
                        .json()
                        .path("items")
                        .findValues("detail"))
                .filteredOn(detail -> detail.asString().contains(start.toString()))
                .hasSize(1);
        Browser stranger = server.person("OPERATOR", server.agency("Port"));
        stranger.get(segments.at("/0/url").asString()).expect(404);
        stranger.get("/api/v1/footage/timeline?cameras=" + camera + "&" + span(start, start.plusSeconds(60)))
                .expect(404);
    }

    @Test
    void theLastSecondIsThereBeforeItsSegmentIsClosed() throws IOException {
        CameraId camera = camera("Now");
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        recordings.segment(camera, now.minusSeconds(14), 10);
        recordings.open(camera, now.minusSeconds(4), 3.5);
        awaitNumber(camera, 1);
        Browser operator = server.person("OPERATOR");
        JsonNode timeline = operator.get(
                        "/api/v1/footage/timeline?cameras=" + camera + "&" + span(now.minusSeconds(60), now))
                .expect(200)
                .json();
        assertThat(timeline.at("/0/recorded").toString())
                .isEqualTo("[{\"from\":\"" + now.minusSeconds(14) + "\",\"to\":\"" + now.minusMillis(500) + "\"}]");
        String open = "/api/v1/footage/cameras/" + camera + "/segments/open";
        assertThat(operator.get(open + "/index").expect(200).json().path("fragments"))
                .hasSize(7);
        byte[] written = operator.get(open).expect(200).bytes();
        assertThat(written).isNotEmpty();
        // who follows it asks on from its end
        operator.send("GET", open, null, Map.of("Range", "bytes=" + written.length + "-"))
                .expect(204);
        operator.send("GET", open, null, Map.of("Range", "bytes=" + (written.length + 1) + "-"))
                .expect(416);
        // what was recorded last may be hours ago, or nothing at all
        CameraId quiet = camera("Quiet");
        CameraId never = camera("Never");
        recordings.segment(quiet, now.minusSeconds(9_000), 10);
        awaitNumber(quiet, 1);
        String newest = "/api/v1/footage/newest?cameras=";
        assertThat(operator.get(newest + camera + "," + quiet + "," + never)
                        .expect(200)
                        .json()
                        .findValuesAsString("at"))
                .containsExactly(
                        now.minusMillis(500).toString(), now.minusSeconds(8_990).toString(), "");
        operator.get(newest).expect(400);
        server.person("OPERATOR", server.agency("Airport")).get(newest + camera).expect(404);
    }

    @Test
    void whatWasSeenIsOnTheTimelineAndCanBeJumpedTo() throws IOException {
        CameraId camera = camera("Seen");
        Instant start = Instant.now().minus(Duration.ofMinutes(10)).truncatedTo(ChronoUnit.MINUTES);
        recordings.segment(camera, start, 60);
        awaitNumber(camera, 1);
        server.bean(FactLog.class)
                .append(List.of(new SceneReading(
                        camera,
                        start.plusSeconds(23),
                        null,
                        Map.of(ObjectClass.PERSON, 2),
                        null,
                        0.1,
                        null,
                        List.of(),
                        null)));
        city.tell(city.situation(camera, RuleKind.LOITERING)
                .at(start.plusSeconds(40))
                .raised());
        Browser operator = server.person("OPERATOR");
        String timeline = "/api/v1/footage/timeline?cameras=" + camera + "&" + span(start, start.plusSeconds(120));
        RunningServer.await("what was seen", () -> {
            JsonNode told = operator.get(timeline).expect(200).json().get(0);
            return told.path("objects").size() == 1 && told.path("alerts").size() == 1;
        });
        String find = "/api/v1/footage/cameras/" + camera + "/find?at=" + start;
        assertThat(operator.get(find + "&what=person")
                        .expect(200)
                        .json()
                        .path("at")
                        .asString())
                .isEqualTo(start.plusSeconds(23).toString());
        assertThat(operator.get(find + "&what=alert")
                        .expect(200)
                        .json()
                        .path("at")
                        .asString())
                .isEqualTo(start.plusSeconds(40).toString());
        operator.get(find + "&what=vehicle").expect(404);
        String mark = operator.post(
                        "/api/v1/footage/bookmarks",
                        Map.of(
                                "camera", camera.value(),
                                "from", start.plusSeconds(5).toString(),
                                "to", start.plusSeconds(5).toString(),
                                "text", "here"))
                .expect(201)
                .json()
                .path("id")
                .asString();
        assertThat(operator.get(find + "&what=bookmark")
                        .expect(200)
                        .json()
                        .path("id")
                        .asString())
                .isEqualTo(mark);
        operator.delete("/api/v1/footage/bookmarks/" + mark).expect(204);
        operator.get(find + "&what=bookmark").expect(404);
    }

    @Test
    void aJournalThatWasTamperedWithIsToldAndPlayedAllTheSame() throws IOException {
        CameraId camera = camera("Forged");
        Instant start = Instant.parse("2026-11-19T10:00:00Z");
        recordings.away(true);
        for (int i = 0; i < 3; i++) {
            recordings.segment(camera, start.plusSeconds(10L * i), 10);
        }
        Path journal = JournalReader.files(recordings.root(), camera).get(0);
        Files.writeString(journal, Files.readString(journal).replaceFirst("\"pictures\":20", "\"pictures\":21"));
        recordings.away(false);
        awaitNumber(camera, 3);
        FootageIndex.Cursor cursor = server.bean(FootageIndex.class).cursors().stream()
                .filter(c -> c.camera().equals(camera))
                .findFirst()
                .orElseThrow();
        assertThat(cursor.fault()).isEqualTo("entry 1 was changed: its hash is another");
        assertThat(cursor.faults()).isEqualTo(1);
        Browser operator = server.person("OPERATOR");
        JsonNode segments = operator.get(
                        "/api/v1/footage/cameras/" + camera + "/segments?" + span(start, start.plusSeconds(60)))
                .expect(200)
                .json();
        assertThat(segments.at("/0/proven").asBoolean()).isFalse();
        assertThat(segments.at("/1/proven").asBoolean()).isTrue();
        operator.get(segments.at("/0/url").asString()).expect(200);
        assertThat(operator.get("/api/v1/health").expect(200).text()).contains("DEGRADED");
        RunningServer.await(
                "the health",
                () -> operator.get("/api/v1/health").expect(200).text().contains("does not hold"));
    }

    @Test
    void otherRoomsFindFootageWithItsLines() throws IOException {
        CameraId camera = camera("Proof");
        Instant start = Instant.parse("2026-11-18T10:00:00Z");
        Entry.Segment one = recordings.segment(camera, start, 10);
        recordings.gap(camera, start.plusSeconds(10), start.plusSeconds(20), Entry.Cause.NETWORK);
        Entry.Segment two = recordings.segment(camera, start.plusSeconds(20), 10);
        awaitNumber(camera, 3);
        Footage footage = server.bean(Footage.class);
        Footage.Found found = footage.find(camera, one.startMicros() + 5_000_000, two.endMicros());
        assertThat(found.pieces()).extracting(Footage.Piece::entry).containsExactly(one, two);
        assertThat(found.gaps()).singleElement().extracting(Footage.Gap::reason).isEqualTo("NETWORK");
        assertThat(footage.fetch(camera, one.number())).hasFileName("100000.000000.mp4");
        List<Line> lines = footage.lines(camera, List.of(1L, 2L, 3L));
        assertThat(lines).hasSize(3).allMatch(Line::holds);
        assertThat(lines.get(2).signedBy(footage.keys().get(0))).isTrue();
    }
}
