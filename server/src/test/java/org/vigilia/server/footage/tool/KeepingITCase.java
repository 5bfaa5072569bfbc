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
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.facts.FactLog;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Hash;
import org.vigilia.server.testing.Browser;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.FakeRecordings;
import org.vigilia.server.testing.ObjectStore;
import org.vigilia.server.testing.RunningServer;
import org.vigilia.server.testing.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Footage moves from disk to disk to a real S3 server, plays from each, goes when it must, and all of it adds up; the full disk comes last, for it takes all. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeepingITCase {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @SuppressWarnings("NullAway.Init")
    private static FakeMedia media;

    @SuppressWarnings("NullAway.Init")
    private static FakeRecordings recordings;

    @SuppressWarnings("NullAway.Init")
    private static ObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        store = new ObjectStore(folder.resolve("s3"));
        media = new FakeMedia();
        recordings = new FakeRecordings(folder.resolve("recordings"), folder.resolve("secrets"));
        media.record(recordings);
        Map<String, String> settings = new LinkedHashMap<>(media.settings());
        settings.put("db.url", TestDatabase.create());
        settings.put("db.user", "postgres");
        settings.put("recordings.dir", recordings.root().toString());
        settings.put("footage.poll", "50ms");
        settings.put("redactor.program", program().toString());
        settings.put("footage.grace", "1m");
        for (String job : List.of("retention", "tiers", "ledger", "disk", "anonymise")) {
            settings.put("footage." + job + ".every", "200ms");
        }
        settings.put(
                "footage.pool.big.dir",
                Files.createDirectories(folder.resolve("big")).toString());
        settings.put("footage.pool.big.after", "2d");
        settings.put("footage.pool.cloud.url", store.url());
        settings.put("footage.pool.cloud.bucket", ObjectStore.BUCKET);
        settings.put("footage.pool.cloud.key.file", store.key().toString());
        settings.put("footage.pool.cloud.after", "5d");
        server = RunningServer.start(settings);
        settings.put("data.dir", server.data().toString());
        StringBuilder file = new StringBuilder();
        settings.forEach(
                (key, value) -> file.append(key).append('=').append(value).append('\n'));
        Files.writeString(folder.resolve("server.properties"), file);
    }

    /** The folder of a program that stands in for vision. */
    private static Path program() throws IOException {
        Path program = Files.createDirectories(folder.resolve("program"));
        Files.createDirectories(program.resolve("lib"));
        Files.createSymbolicLink(
                program.resolve("classes"), Path.of("target/test-classes").toAbsolutePath());
        return program;
    }

    @AfterAll
    static void stop() {
        server.close();
        media.close();
        store.close();
    }

    private record Ran(int exit, String text) {}

    private static Ran tool(String what) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
        int exit = FootageTool.run(
                List.of(what, "--settings", folder.resolve("server.properties").toString()), out, out);
        return new Ran(exit, text.toString(StandardCharsets.UTF_8));
    }

    private static CameraId camera(String name) {
        String agency = server.administrator()
                .get("/api/v1/session")
                .json()
                .at("/person/agency/id")
                .asString();
        return new City(server).camera(agency, name, null);
    }

    private static JsonNode segments(CameraId camera) {
        return server.administrator()
                .get("/api/v1/footage/cameras/" + camera + "/segments?from=" + NOW.minus(Duration.ofDays(20)) + "&to="
                        + NOW)
                .expect(200)
                .json();
    }

    private static void awaitPools(CameraId camera, String... pools) {
        RunningServer.await(
                "pools " + List.of(pools),
                () -> segments(camera).findValues("pool").stream()
                        .map(JsonNode::asString)
                        .toList()
                        .equals(List.of(pools)));
    }

    private static long objects() throws IOException {
        try (Stream<Path> all = Files.walk(store.objects())) {
            return all.filter(file -> file.toString().endsWith(".mp4")).count();
        }
    }

    private static void forgetCopies() throws IOException {
        try (Stream<Path> all = Files.walk(server.data().resolve("cache"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Order(1)
    void footageMovesPlaysFromWhereverItLiesAndGoesForGood() throws IOException {
        CameraId camera = camera("Yard");
        Browser admin = server.administrator();
        Entry.Segment six = recordings.segment(camera, NOW.minus(Duration.ofDays(6)), 10);
        recordings.gap(
                camera,
                NOW.minus(Duration.ofDays(6)).plusSeconds(10),
                NOW.minus(Duration.ofDays(3)),
                Entry.Cause.NOT_WANTED);
        Entry.Segment three = recordings.segment(camera, NOW.minus(Duration.ofDays(3)), 10);
        recordings.gap(
                camera,
                NOW.minus(Duration.ofDays(3)).plusSeconds(10),
                NOW.minus(Duration.ofDays(1)),
                Entry.Cause.RESTART);
        Entry.Segment one = recordings.segment(camera, NOW.minus(Duration.ofDays(1)), 10);
        awaitPools(camera, "cloud", "big", "fast");
        assertThat(recordings.root().resolve(six.file())).doesNotExist();
        assertThat(objects()).isEqualTo(1);
        String base = "/api/v1/footage/cameras/" + camera + "/segments/";
        for (Entry.Segment segment : List.of(six, three, one)) {
            assertThat(Hash.hex(Hash.sha256(
                            admin.get(base + segment.number()).expect(200).bytes())))
                    .isEqualTo(segment.sha256());
        }
        store.stop();
        forgetCopies();
        assertThat(admin.get(base + six.number()).expect(503).text()).contains("pool 'cloud'", "does not answer");
        assertThat(admin.get("/api/v1/footage/status").expect(200).text()).contains("AWAY");
        admin.get(base + three.number()).expect(200);
        store.start();
        admin.get(base + six.number()).expect(200);
        Ran audit = tool("audit");
        assertThat(audit.text()).contains("every second accounted for").contains("camera Yard: recorded 30.0 s, lost");
        assertThat(audit.exit()).isZero();

        String hold = admin.post(
                        "/api/v1/footage/holds",
                        Map.of(
                                "cameras", List.of(camera.value()),
                                "from", NOW.minus(Duration.ofDays(4)).toString(),
                                "to", NOW.minus(Duration.ofDays(2)).toString(),
                                "why", "court order 7"))
                .expect(201)
                .json()
                .path("id")
                .asString();
        JsonNode policy = admin.get("/api/v1/footage/cameras/" + camera + "/policy")
                .expect(200)
                .json();
        admin.put(
                        "/api/v1/footage/cameras/" + camera + "/policy",
                        policy.toString().replace("\"keepDays\":30", "\"keepDays\":2"))
                .expect(200);
        awaitPools(camera, "big", "fast");
        assertThat(objects()).isZero();
        admin.get(base + six.number()).expect(404);
        assertThat(media.cameras().get(0).at("/recording/mode").asString()).isEqualTo("CONTINUOUS");
        admin.delete("/api/v1/footage/holds/" + hold).expect(400);
        admin.delete("/api/v1/footage/holds/" + hold + "?reason=judged").expect(204);
        awaitPools(camera, "fast");
        try (Stream<Path> big = Files.walk(folder.resolve("big"))) {
            assertThat(big.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(tool("audit").exit()).isZero();

        Ran rebuilt = tool("rebuild-index");
        assertThat(rebuilt.text()).contains("rebuild-index: ");
        assertThat(rebuilt.exit()).isZero();
        awaitPools(camera, "fast");
        assertThat(tool("audit").text()).contains("every second accounted for");

        Path file = recordings.root().resolve(one.file());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Files.copy(file, file.resolveSibling("000000.000000.mp4"));
        Ran tampered = tool("audit");
        assertThat(tampered.text())
                .contains("fault: camera Yard: " + one.file() + " was changed")
                .contains("000000.000000.mp4 is in no journal");
        assertThat(tampered.exit()).isEqualTo(3);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        Files.delete(file.resolveSibling("000000.000000.mp4"));
    }

    @Test
    @Order(2)
    void daysThatAreOverAreSignedAndCanBeTakenAlong() throws IOException {
        CameraId camera = camera("Ledger");
        Instant day = NOW.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1)).plusSeconds(3_600);
        recordings.segment(camera, day, 10);
        recordings.gap(camera, day.plusSeconds(10), day.plusSeconds(40), Entry.Cause.NETWORK);
        recordings.segment(camera, day.plusSeconds(40), 50);
        recordings.gap(camera, day.plusSeconds(90), NOW.minusSeconds(10), Entry.Cause.NOT_WANTED);
        Browser admin = server.administrator();
        String query = "?camera=" + camera + "&month=" + YearMonth.from(day.atZone(ZoneOffset.UTC));
        RunningServer.await(
                "the day",
                () -> admin.get("/api/v1/footage/ledger" + query)
                        .expect(200)
                        .json()
                        .at("/cameras/0/days/0")
                        .hasNonNull("signed"));
        JsonNode told =
                admin.get("/api/v1/footage/ledger" + query).expect(200).json().at("/cameras/0/days/0");
        assertThat(told.path("recordedSeconds").asDouble()).isEqualTo(60);
        assertThat(told.at("/lostSeconds/NETWORK").asDouble()).isEqualTo(30);
        assertThat(told.path("unknownSeconds").asDouble()).isZero();
        assertThat(told.path("completeness").asDouble()).isEqualTo(66.6666);
        assertThat(admin.get("/api/v1/footage/ledger.csv" + query).expect(200).text())
                .contains(",Ledger," + day.toString().substring(0, 10)
                        + ",60.0,30.0,NETWORK=30.0,0.0,,82710.0,90.0,66.6666,");
    }

    @Test
    @Order(3)
    void aFullDiskIsToldLongBeforeAndFootageGoesInTheDeclaredOrder() throws IOException {
        CameraId camera = camera("Disk");
        for (int i = 0; i < 3; i++) {
            recordings.segment(camera, NOW.minus(Duration.ofHours(1)).plusSeconds(10 * i), 10);
        }
        RunningServer.await("the segments", () -> segments(camera).size() == 3);
        Browser admin = server.administrator();
        admin.post(
                        "/api/v1/footage/holds",
                        Map.of(
                                "cameras", List.of(camera.value()),
                                "from", NOW.minus(Duration.ofHours(1)).toString(),
                                "to",
                                        NOW.minus(Duration.ofHours(1))
                                                .plusSeconds(5)
                                                .toString(),
                                "why", "court order 8"))
                .expect(201);
        recordings.free(10_000_000);
        RunningServer.await(
                "LOW",
                () -> admin.get("/api/v1/footage/status")
                        .expect(200)
                        .json()
                        .path("disk")
                        .asString()
                        .equals("LOW"));
        RunningServer.await(
                "the health",
                () -> admin.get("/api/v1/health").expect(200).text().contains("the disk of recordings will be full"));
        recordings.free(4_000_000);
        RunningServer.await("room", () -> segments(camera).size() == 1);
        assertThat(segments(camera).at("/0/start").asString())
                .isEqualTo(NOW.minus(Duration.ofHours(1)).toString());
        RunningServer.await(
                "that nothing is left",
                () -> admin.get("/api/v1/footage/status").expect(200).text().contains("nothing more can be deleted"));
        recordings.free(80_000_000);
    }

    @Test
    @Order(4)
    void whereOnlyMotionIsKeptTheRestGoesWithItsReasonUnlessNobodyLooked() throws IOException {
        CameraId camera = camera("Lane");
        Instant start = NOW.minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MINUTES);
        for (int i = 0; i < 30; i++) {
            recordings.segment(camera, start.plusSeconds(10 * i), 10);
        }
        RunningServer.await("the segments", () -> segments(camera).size() == 30);
        // looked at for four minutes, somebody in it at 1:43; nobody looked at the fifth minute
        List<Fact> seen = new ArrayList<>();
        for (int second = 0; second < 240; second += 2) {
            seen.add(reading(camera, start.plusSeconds(second)));
        }
        seen.add(walking(camera, start.plusSeconds(103)));
        server.bean(FactLog.class).append(seen);
        RunningServer.await(
                "what moved", () -> !lane(camera, start).path("motion").isEmpty());
        JsonNode policy = server.administrator()
                .get("/api/v1/footage/cameras/" + camera + "/policy")
                .expect(200)
                .json();
        ObjectNode motion = (ObjectNode) policy;
        motion.put("mode", "MOTION").put("preRollSeconds", 15).put("postRollSeconds", 25);
        server.administrator()
                .put("/api/v1/footage/cameras/" + camera + "/policy", motion.toString())
                .expect(200);

        RunningServer.await("that the rest is gone", () -> segments(camera).size() == 12);
        List<Long> left = segments(camera).findValues("start").stream()
                .map(at -> Duration.between(start, Instant.parse(at.asString())).toSeconds())
                .toList();
        assertThat(left).containsExactly(80L, 90L, 100L, 110L, 120L, 130L, 240L, 250L, 260L, 270L, 280L, 290L);
        JsonNode line = lane(camera, start);
        assertThat(line.path("deleted").findValuesAsString("rule")).containsOnly("no-motion");
        assertThat(line.path("lost")).isEmpty();
        assertThat(tool("audit").exit()).isZero();
    }

    @Test
    @Order(5)
    void whatIsKeptLongerShowsNobodyAndWhatIsHeldOrBrokenStopsNothing() throws IOException {
        CameraId camera = camera("Square");
        Instant start = NOW.minus(Duration.ofDays(4));
        Entry.Segment held = recordings.segment(camera, start, 10);
        Entry.Segment broken = recordings.segment(camera, start.plusSeconds(10), 1);
        Entry.Segment plain = recordings.segment(camera, start.plusSeconds(11), 10);
        recordings.gap(camera, start.plusSeconds(21), NOW.minus(Duration.ofHours(1)), Entry.Cause.NOT_WANTED);
        Entry.Segment young = recordings.segment(camera, NOW.minus(Duration.ofHours(1)), 10);
        awaitPools(camera, "big", "big", "big", "fast");
        Browser admin = server.administrator();
        admin.post(
                        "/api/v1/footage/holds",
                        Map.of(
                                "cameras", List.of(camera.value()),
                                "from", start.toString(),
                                "to", start.plusSeconds(5).toString(),
                                "why", "court order 9"))
                .expect(201);
        ObjectNode policy = (ObjectNode) admin.get("/api/v1/footage/cameras/" + camera + "/policy")
                .expect(200)
                .json();
        policy.put("anonymiseAfterDays", 3);
        admin.put("/api/v1/footage/cameras/" + camera + "/policy", policy.toString())
                .expect(200);

        RunningServer.await(
                "the old one",
                () -> segments(camera).findValues("anonymised").stream()
                        .map(JsonNode::asBoolean)
                        .toList()
                        .equals(List.of(false, false, true, false)));
        String base = "/api/v1/footage/cameras/" + camera + "/segments/";
        assertThat(hash(admin, base + plain.number())).isNotEqualTo(plain.sha256());
        for (Entry.Segment same : List.of(held, broken, young)) {
            assertThat(hash(admin, base + same.number())).isEqualTo(same.sha256());
        }
        RunningServer.await(
                "that it is told",
                () -> admin.get("/api/v1/footage/status")
                                .expect(200)
                                .json()
                                .path("anonymiseFailed")
                                .asInt()
                        == 1);
        assertThat(folder.resolve("big").resolve(plain.file())).doesNotExist();
        Ran audit = tool("audit");
        assertThat(audit.exit()).as(audit.text()).isZero();
    }

    private static String hash(Browser by, String path) {
        return Hash.hex(Hash.sha256(by.get(path).expect(200).bytes()));
    }

    private static JsonNode lane(CameraId camera, Instant start) {
        return server.administrator()
                .get("/api/v1/footage/timeline?cameras=" + camera + "&from=" + start + "&to=" + start.plusSeconds(300))
                .expect(200)
                .json()
                .get(0);
    }

    private static SceneReading reading(CameraId camera, Instant at) {
        return new SceneReading(camera, at, null, Map.of(), null, 0, null, List.of(), null);
    }

    private static TrackUpdate walking(CameraId camera, Instant at) {
        return new TrackUpdate(
                camera,
                at,
                new TrackId("walker"),
                TrackPhase.MOVED,
                ObjectClass.PERSON,
                0.9,
                new Box(0.5, 0.4, 0.04, 0.1),
                at,
                new TrackUpdate.Motion(null, 0, null, null),
                List.of(new Point(0.52, 0.5)),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
