package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.Lane;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;
import org.vigilia.facts.Catalogue.AnalysisOrder;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.models.ModelUnusable;
import org.vigilia.vision.source.ClipUnits;
import org.vigilia.vision.source.FakeRelay;

/** A whole worker with a real database and a real socket; only the cameras are pretended. */
class WorkerITCase {

    private static final CameraId ROAD = new CameraId("road");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedPostgres postgres;
    private static ClipUnits clip;

    @TempDir
    Path folder;

    private FakeRelay relay;
    private FactStore store;

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(hasModels(), "needs the models: ./vigilia models");
        clip = ClipUnits.read(ClipUnits.footage("dual-carriageway.mp4"), 340);
        postgres = EmbeddedPostgres.builder().start();
    }

    private static boolean hasModels() {
        try {
            return !ModelStore.at(ModelStore.defaultFolder()).detectors().isEmpty();
        } catch (ModelUnusable e) {
            return false;
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void relay() throws IOException {
        Files.writeString(folder.resolve("token"), "secret\n");
        relay = new FakeRelay(folder.resolve("media.sock"), clip, 40);
        store = FactStore.open(FactsSettings.of(settings("test", 16)));
    }

    @AfterEach
    void away() throws IOException {
        store.catalogue().remove(ROAD);
        store.close();
        relay.close();
    }

    @Test
    void turnsAccessUnitsIntoFactsAndPicturesFollowsNewScenesAndComesBackAfterAHangUp() throws Exception {
        store.catalogue().put(Scene.empty(ROAD), new AnalysisOrder(true, 5, "default"));
        try (Worker worker = new Worker(WorkerSettings.of(settings("one", 16)))) {
            await(() -> updates().stream().anyMatch(u -> u.objectClass().motorVehicle()), "vehicles seen");
            await(
                    () -> updates().stream()
                            .anyMatch(u -> u.picture() != null
                                    && store.pictures().find(u.picture()).isPresent()),
                    "a picture stored");
            assertThat(relay.subscriptions).hasSize(1).first().asString().contains("\"token\":\"secret\"", "\"SUB\"");
            assertThat(call(worker, "/cameras", true)).contains("\"id\":\"road\"", "\"askedFps\":5.0");
            assertThat(call(worker, "/cameras", false)).contains("token is needed");
            assertThat(call(worker, "/health", false)).contains("\"cameras\":1");
            assertThat(call(worker, "/metrics", false)).contains("vigilia_vision_frames_total");

            Polygon whole = new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));
            Scene drawn = new Scene(
                    ROAD,
                    null,
                    List.of(new Zone("all", whole)),
                    List.of(),
                    List.of(new Lane("lane", whole, new Point(0.5, 1), new Point(0.9, 0))),
                    List.of());
            store.catalogue().put(drawn, new AnalysisOrder(true, 5, "default"));
            await(
                    () -> updates().stream()
                            .anyMatch(u -> !u.zones().isEmpty() && !u.lanes().isEmpty()),
                    "a new scene");
            assertThat(relay.subscriptions).hasSize(1);

            relay.hangUp();
            long before = updates().size();
            await(() -> relay.subscriptions.size() == 2 && updates().size() > before, "facts after a hang-up");
        }
    }

    @Test
    void makesAStillForTheServer() throws Exception {
        try (Worker worker = new Worker(WorkerSettings.of(settings("still", 16)))) {
            Base64.Encoder base64 = Base64.getEncoder();
            String body = "{\"stream\":\"" + base64.encodeToString(clip.streamPayload()) + "\",\"unit\":\""
                    + base64.encodeToString(clip.units().get(0).bytes()) + "\"}";
            HttpResponse<byte[]> jpeg = post(worker, body);
            assertThat(jpeg.statusCode()).isEqualTo(200);
            assertThat(jpeg.headers().firstValue("Content-Type")).contains("image/jpeg");
            assertThat(jpeg.body()).startsWith(0xff, 0xd8).hasSizeGreaterThan(5_000);

            assertThat(post(worker, "{\"stream\":\"AAAA\"}").statusCode()).isEqualTo(400);
            assertThat(post(worker, "nonsense").statusCode()).isEqualTo(400);
            String garbage =
                    "{\"stream\":\"" + base64.encodeToString(clip.streamPayload()) + "\",\"unit\":\"AAAAAAAA\"}";
            assertThat(post(worker, garbage).statusCode()).isEqualTo(422);
        }
    }

    @Test
    void aLeaseIsHeldByOneWorkerAndGoesOnWithAHigherEpoch() throws SQLException {
        FactsSettings settings = FactsSettings.of(settings("x", 16));
        try (Leases first = new Leases(settings, "first");
                Leases second = new Leases(settings, "second")) {
            List<CameraId> wanted = List.of(new CameraId("a"), new CameraId("b"), new CameraId("c"));
            Map<CameraId, Long> held = first.renew(wanted, 2);
            assertThat(held).hasSize(2);
            Map<CameraId, Long> rest = second.renew(wanted, 2);
            assertThat(rest).hasSize(1).doesNotContainKeys(held.keySet().toArray(CameraId[]::new));
            assertThat(first.renew(wanted, 2)).isEqualTo(held);

            first.close();
            Map<CameraId, Long> taken = second.renew(wanted, 16);
            assertThat(taken).hasSize(3);
            held.forEach((camera, epoch) -> assertThat(taken.get(camera)).isEqualTo(epoch + 1));
            assertThat(second.renew(List.of(new CameraId("b")), 16)).containsOnlyKeys(new CameraId("b"));
        }
    }

    private List<TrackUpdate> updates() {
        return store.log().readFacts(Position.START, 100_000).stream()
                .map(Logged::value)
                .map(Fact.class::cast)
                .filter(TrackUpdate.class::isInstance)
                .map(TrackUpdate.class::cast)
                .toList();
    }

    private Map<String, String> settings(String name, int cameras) {
        return Map.of(
                "name", name,
                "http.port", "0",
                "token.file", folder.resolve("token").toString(),
                "media.socket", folder.resolve("media.sock").toString(),
                "cameras.max", String.valueOf(cameras),
                "db.url", postgres.getJdbcUrl("postgres", "postgres"),
                "db.user", "postgres");
    }

    private String call(Worker worker, String path, boolean withToken) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + path));
        if (withToken) {
            request.header("Authorization", "Bearer secret");
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<byte[]> post(Worker worker, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + "/still"))
                                .header("Authorization", "Bearer secret")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for: " + what).isLessThan(end);
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000L);
        }
    }
}
