package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.sensing.Calibration;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.Catalogue.AnalysisOrder;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.vision.sound.Sounds;
import org.vigilia.vision.source.ClipUnits;
import org.vigilia.vision.source.FakeRelay;
import org.vigilia.vision.testing.Footage;

/** A worker listens to a microphone once it has datastreams, and writes what it hears to those and no others. */
class SoundITCase {

    private static final CameraId YARD = new CameraId("yard");
    private static final CameraId DEAF = new CameraId("deaf");
    private static final AgencyId HARBOUR = new AgencyId("harbour");
    private static final int RATE = 16_000;
    private static final int PIECE = RATE / 50;
    private static final long BEGIN = Instant.parse("2026-11-25T10:00:00Z").getEpochSecond() * 1_000_000;
    private static final long SEED = 21;
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
    void aBangBecomesAnObservationAndLevelsAreCalibrated() throws Exception {
        System.out.println("seed " + SEED);
        Files.writeString(folder.resolve("token"), "secret\n");
        Sounds sounds = new Sounds(RATE, SEED);
        float[] street = sounds.traffic(0.01, 20);
        sounds.add(street, sounds.bang(0.6), 12);
        ClipUnits clip = ClipUnits.read(Footage.pattern("h264", folder), 12);
        try (FakeRelay relay = new FakeRelay(
                        folder.resolve("media.sock"),
                        clip,
                        40,
                        number -> new byte[0],
                        number -> piece(street, number));
                FactStore store = FactStore.open(FactsSettings.of(settings()))) {
            store.catalogue().put(Scene.empty(YARD), new AnalysisOrder(false, 5, "default"));
            store.catalogue().put(Scene.empty(DEAF), new AnalysisOrder(false, 5, "default"));
            GeoPoint place = new GeoPoint(52.5, 13.4);
            store.cameras().put(YARD.value(), new CameraCard(YARD, HARBOUR, "Yard", place));
            store.cameras().put(DEAF.value(), new CameraCard(DEAF, HARBOUR, "Deaf", place));
            try (Worker worker = new Worker(WorkerSettings.of(settings()))) {
                store.datastreams()
                        .putAll(Map.of(
                                "1",
                                        card(
                                                1,
                                                "laeq",
                                                List.of(new Calibration(1, Instant.EPOCH, 1, -30, "94 dB, 1 kHz"))),
                                "2", card(2, "lcpeak", List.of()),
                                "3", card(3, "soundEvent", List.of()),
                                "4", card(4, "soundGlass", List.of()),
                                "5", card(5, "octave1000", List.of()),
                                "6", card(6, "temperature", List.of()),
                                "7", card(7, DEAF, new AgencyId("strangers"), "laeq", List.of())));
                await(() -> of(1).size() >= 18, "18 s of levels");
                await(() -> of(3).size() >= 2, "an event and its end");
                assertThat(worker.metrics().scrape()).contains("vigilia_vision_ears 1.0");

                // without a datastream nobody listens any more
                for (int id = 1; id <= 5; id++) {
                    store.datastreams().remove(String.valueOf(id));
                }
                await(() -> worker.metrics().scrape().contains("vigilia_vision_ears 0.0"), "deaf again");
            }
            assertThat(relay.subscriptions).hasSize(1).first().asString().contains("\"SOUND\"", "\"yard\"");

            List<Observation> levels = of(1);
            assertThat(levels).extracting(Observation::at).doesNotHaveDuplicates();
            assertThat(levels.get(0).until()).isEqualTo(levels.get(0).at().plusSeconds(1));
            assertThat(levels.get(3).value()).as("quiet").isBetween(30.0, 60.0);
            assertThat(levels.get(3).extra())
                    .contains("\"raw\":" + (levels.get(3).value() + 30));
            assertThat(of(2))
                    .anySatisfy(peak -> assertThat(peak.value()).isGreaterThan(110))
                    .allSatisfy(peak -> assertThat(peak.extra()).contains("\"calibrated\":false"));
            assertThat(of(5)).hasSameSizeAs(levels);

            List<Observation> events = of(3);
            assertThat(events).hasSize(2);
            assertThat(events.get(0).extra()).contains("BANG", "\"calibrated\":true");
            assertThat(events.get(0).value()).isBetween(0.5, 1.0);
            assertThat(Duration.between(
                            Instant.EPOCH.plusSeconds(BEGIN / 1_000_000 + 12),
                            events.get(0).at()))
                    .isBetween(Duration.ofMillis(-300), Duration.ofMillis(300));
            assertThat(events.get(1).value()).as("over").isZero();
            assertThat(of(4)).as("no glass").isEmpty();
            assertThat(of(6)).as("no thermometer").isEmpty();
            assertThat(of(7)).as("another agency's ear").isEmpty();
        }
    }

    private static @Nullable RelaySound piece(float[] sound, long number) {
        int from = (int) (number * PIECE);
        if (from + PIECE > sound.length) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(PIECE * 2);
        for (int i = 0; i < PIECE; i++) {
            bytes.putShort((short) Math.max(-32_768, Math.min(32_767, Math.round(sound[from + i] * 32_768))));
        }
        long micros = BEGIN + number * 20_000;
        return new RelaySound(micros, micros, SoundCoding.L16, 1, false, RATE, ByteBuffer.allocate(0), bytes.flip());
    }

    private static DatastreamCard card(long id, String channel, List<Calibration> calibrations) {
        return card(id, YARD, HARBOUR, channel, calibrations);
    }

    private static DatastreamCard card(
            long id, CameraId camera, AgencyId agency, String channel, List<Calibration> calibrations) {
        return new DatastreamCard(
                new DatastreamId(id),
                agency,
                channel,
                camera.value(),
                channel,
                SensorKind.SOUND,
                Quantity.ofChannel(channel).orElse(Quantity.OTHER),
                "dB",
                null,
                0,
                0,
                160,
                60,
                calibrations,
                true);
    }

    private static List<Observation> of(long datastream) {
        List<Observation> found = new ArrayList<>();
        try (Connection database = postgres.getPostgresDatabase().getConnection();
                ResultSet rows = database.createStatement()
                        .executeQuery(
                                "select at, until, value, quality, extra from facts.observation where datastream = "
                                        + datastream + " order by at")) {
            while (rows.next()) {
                Timestamp until = rows.getTimestamp("until");
                found.add(new Observation(
                        new DatastreamId(datastream),
                        rows.getTimestamp("at").toInstant(),
                        until == null ? null : until.toInstant(),
                        null,
                        rows.getDouble("value"),
                        null,
                        rows.getInt("quality"),
                        rows.getString("extra"),
                        0));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
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

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for: " + what).isLessThan(end);
            LockSupport.parkNanos(100_000_000L);
        }
    }
}
