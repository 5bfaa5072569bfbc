package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;
import org.vigilia.facts.Catalogue.AnalysisOrder;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.vision.source.ClipUnits;
import org.vigilia.vision.source.FakeRelay;
import org.vigilia.vision.testing.Footage;

/** A worker without any model analyses a camera that says itself what it sees. */
class OwnAnalyticsITCase {

    private static final CameraId GATE = new CameraId("gate");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedPostgres postgres;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void turnsTheCamerasOwnReportsIntoFactsWithColoursAndPicturesAndCountsDamagedOnes() throws Exception {
        Files.writeString(folder.resolve("token"), "secret\n");
        ClipUnits clip = ClipUnits.read(Footage.pattern("h264", folder), 12);
        Zone all = new Zone(
                "All", new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1))));
        Scene scene = new Scene(GATE, null, List.of(all), List.of(), List.of(), List.of());
        try (FakeRelay relay = new FakeRelay(folder.resolve("media.sock"), clip, 40, OwnAnalyticsITCase::said);
                FactStore store = FactStore.open(FactsSettings.of(settings()))) {
            store.catalogue().put(scene, new AnalysisOrder(true, 5, OwnEye.MODEL));
            try (Worker worker = new Worker(WorkerSettings.of(settings()))) {
                await(() -> updates(store).stream()
                        .anyMatch(u -> u.picture() != null
                                && store.pictures().find(u.picture()).isPresent()));
                await(() -> updates(store).stream()
                        .anyMatch(u -> u.look() != null
                                && u.zones().stream().anyMatch(z -> z.zone().equals("All"))));
                await(() -> metric(call(worker, "/metrics"), "vigilia_vision_analytics_unreadable_total") >= 3);
                assertThat(call(worker, "/cameras")).contains("\"state\":\"ANALYSED\"");
            }
            assertThat(relay.subscriptions).hasSize(1);
            List<TrackUpdate> updates = updates(store);
            assertThat(updates).extracting(TrackUpdate::objectClass).containsOnly(ObjectClass.PERSON);
            assertThat(updates)
                    .extracting(TrackUpdate::track)
                    .as("one person all the time")
                    .containsOnly(updates.get(0).track());
        }
    }

    /** Somebody walks to and fro; every seventh report is garbage. */
    private static byte[] said(long number) {
        double x = 0.5 * Math.sin(number / 40.0);
        String document = number % 7 == 3
                ? "<tt:MetadataStream"
                : String.format(
                        Locale.ROOT,
                        "<tt:MetadataStream xmlns:tt=\"http://www.onvif.org/ver10/schema\"><tt:VideoAnalytics>"
                                + "<tt:Frame UtcTime=\"%s\"><tt:Object ObjectId=\"1\"><tt:Appearance><tt:Shape>"
                                + "<tt:BoundingBox left=\"%.4f\" top=\"0.6\" right=\"%.4f\" bottom=\"-0.6\"/></tt:Shape>"
                                + "<tt:Class><tt:Type Likelihood=\"0.9\">Human</tt:Type></tt:Class></tt:Appearance>"
                                + "</tt:Object></tt:Frame></tt:VideoAnalytics></tt:MetadataStream>",
                        Instant.now(),
                        x - 0.2,
                        x + 0.2);
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static double metric(String page, String name) {
        return page.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static List<TrackUpdate> updates(FactStore store) {
        return store.log().readFacts(Position.START, 100_000).stream()
                .map(Logged::value)
                .filter(TrackUpdate.class::isInstance)
                .map(TrackUpdate.class::cast)
                .toList();
    }

    private Map<String, String> settings() {
        return Map.of(
                "http.port", "0",
                "token.file", folder.resolve("token").toString(),
                "media.socket", folder.resolve("media.sock").toString(),
                "models.dir", folder.resolve("none").toString(),
                "db.url", postgres.getJdbcUrl("postgres", "postgres"),
                "db.user", "postgres");
    }

    private static String call(Worker worker, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + path))
                                .header("Authorization", "Bearer secret")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private interface Check {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(Check condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            LockSupport.parkNanos(100_000_000L);
        }
    }
}
