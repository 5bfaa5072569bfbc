package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.sim.testing.MediaProcess;
import org.vigilia.sim.testing.RelayWatcher;
import org.vigilia.sim.testing.Repository;
import org.vigilia.sim.testing.VisionProcess;

/**
 * What a pretend camera's microphone hears, all the way: RTSP, media, the relay, vision, the database. Each a process of
 * its own.
 */
final class SoundThroughVisionITCase {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration HEARD = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;
    private CameraServer cameras;
    private MediaProcess media;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.builder().start();
        Path clip = Files.copy(Repository.pattern("small.h264"), folder.resolve("square.h264"));
        Files.write(
                folder.resolve("square.h264.sound"),
                List.of("length 60", "street 0.004", "bang 10 0.6", "glass 16 0.5", "siren 22 0.3 10"));
        Path narrow = Files.copy(Repository.pattern("small.h264"), folder.resolve("narrow.h264"));
        Files.write(
                folder.resolve("narrow.h264.sound"), List.of("coding PCMU", "length 60", "street 0.01", "bang 9 0.6"));
        cameras = new CameraServer(
                List.of(
                        new CameraPlan("square", clip, 10, null, null),
                        new CameraPlan("narrow", narrow, 10, null, null),
                        new CameraPlan("mute", Repository.pattern("small.h264"), 10, null, null)),
                0,
                0);
        media = MediaProcess.start(folder);
        media.cameras("[" + entry("square") + "," + entry("narrow") + "," + entry("mute") + "]");
    }

    @AfterEach
    void stop() throws IOException {
        if (media != null) {
            media.close();
            assertThat(media.log()).doesNotContain("LEAK");
        }
        cameras.close();
        postgres.close();
    }

    private String entry(String camera) {
        return "{'id':'" + camera + "','mainUrl':'rtsp://127.0.0.1:" + cameras.rtspPort() + "/" + camera + "'}";
    }

    @Test
    void aBangInFrontOfACameraBecomesAnObservation() throws Exception {
        try (FactStore store = FactStore.open(FactsSettings.of(
                        Map.of("db.url", postgres.getJdbcUrl("postgres", "postgres"), "db.user", "postgres")));
                VisionProcess vision =
                        VisionProcess.start(folder, media, postgres.getJdbcUrl("postgres", "postgres"))) {
            long id = 1;
            for (String camera : List.of("square", "narrow", "mute")) {
                store.catalogue()
                        .put(Scene.empty(new CameraId(camera)), new Catalogue.AnalysisOrder(false, 5, "default"));
                for (String channel : List.of("laeq", "soundEvent")) {
                    store.datastreams().put(String.valueOf(id), card(id, camera, channel));
                    id++;
                }
            }
            await("levels of the square", () -> !values(1).isEmpty());
            assertThat(values(1))
                    .allSatisfy(level -> assertThat(level).matches("[67]\\d(\\.\\d)? .*\"calibrated\":false.*"));
            await("three events in the square", () -> begun(2).size() >= 3);
            assertThat(begun(2).get(0)).contains("BANG");
            assertThat(begun(2).get(1)).contains("GLASS");
            assertThat(begun(2).get(2)).contains("ALARM");
            await("a bang by telephone quality", () -> !begun(4).isEmpty());
            assertThat(begun(4).get(0)).contains("BANG");
            assertThat(values(5)).as("a camera without a microphone").isEmpty();
            assertThat(media.ask("GET", "/cameras", "")).contains("the camera offers no sound");
            assertThat(vision.log()).contains("ear-opened").doesNotContain("sound-failed");
        }
    }

    @Test
    void soundIsFetchedOnlyWhileSomebodyListensAndPicturesGoOn() throws Exception {
        media.await("square", SOON, "GOOD");
        assertThat(media.ask("GET", "/cameras", "")).doesNotContain("\"sound\"");
        try (RelayWatcher pictures =
                new RelayWatcher(media.socket(), MediaProcess.TOKEN, "square", StreamChoice.MAIN)) {
            try (RelayWatcher ear =
                    new RelayWatcher(media.socket(), MediaProcess.TOKEN, "square", StreamChoice.SOUND)) {
                for (int i = 0; i < 100; i++) {
                    ear.await(RelayFrame.SOUND);
                }
                assertThat(media.ask("GET", "/cameras", "")).contains("\"sound\"");
            }
            for (int i = 0; i < 20; i++) {
                assertThat(pictures.await(RelayFrame.UNIT).type()).isEqualTo(RelayFrame.UNIT);
            }
            await("nobody listens", () -> !media.ask("GET", "/cameras", "").contains("\"sound\""));
            pictures.await(RelayFrame.UNIT);
            assertThat(media.ask("GET", "/cameras", "")).contains("\"reconnects\":0");
        }
    }

    private static DatastreamCard card(long id, String device, String channel) {
        Quantity quantity = Quantity.ofChannel(channel).orElseThrow();
        return new DatastreamCard(
                new DatastreamId(id),
                null,
                device + " " + channel,
                device,
                channel,
                SensorKind.SOUND,
                quantity,
                quantity.unit(),
                null,
                0,
                quantity.min(),
                quantity.max(),
                quantity.usualSilence(),
                List.of(),
                true);
    }

    /** Values and what is told beside them, oldest first. */
    private List<String> values(long datastream) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection database = postgres.getPostgresDatabase().getConnection();
                ResultSet rows = database.createStatement()
                        .executeQuery("select value || ' ' || coalesce(extra, '') from facts.observation"
                                + " where datastream = " + datastream + " order by at")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private List<String> begun(long datastream) throws SQLException {
        return values(datastream).stream()
                .filter(value -> !value.startsWith("0 "))
                .toList();
    }

    /** A condition that may fail while things start. */
    private interface Check {
        boolean holds() throws IOException, InterruptedException, SQLException;
    }

    private static void await(String what, Check check) throws IOException, InterruptedException, SQLException {
        long end = System.nanoTime() + HEARD.toNanos();
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("waited too long for: " + what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
