package org.vigilia.stream.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.alert.Cause;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Condition.Side;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;

/** Observations become alerts of the city: the whole job on a real PostgreSQL, with facts of the present time. */
class CityITCase {

    private static final AgencyId CITY = new AgencyId("city");

    @TempDir
    Path directory;

    private EmbeddedPostgres postgres;
    private FactStore store;

    @BeforeEach
    void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        store = FactStore.open(FactsSettings.of(settings()));
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        postgres.close();
    }

    private Map<String, String> settings() {
        return Map.of(
                "db.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "db.user", "postgres",
                "http.port", "0",
                "data.dir", directory.resolve("data").toString(),
                "checkpoint.ms", "1000");
    }

    private void card(long id, Quantity quantity) {
        DatastreamCard card = new DatastreamCard(
                new DatastreamId(id),
                CITY,
                quantity.label() + " " + id,
                "d" + id,
                quantity.channel(),
                SensorKind.GENERIC,
                quantity,
                quantity.unit(),
                new GeoPoint(52, 5 + id / 1000.0),
                0,
                quantity.min(),
                quantity.max(),
                0,
                List.of(),
                true);
        store.datastreams().put(Long.toString(id), card);
    }

    private void rule(String id, Condition when) {
        store.cityRules()
                .put(id, new CityRule(new RuleId(id), CITY, id, Severity.MAJOR, true, when, null, 0.0, "Look at it"));
    }

    private static Condition above(Quantity quantity, double limit, double seconds) {
        return new Condition.Threshold(Source.of(quantity), Side.ABOVE, limit, null, seconds);
    }

    private void append(long id, Instant at, double value) {
        store.observations().append(List.of(new Observation(new DatastreamId(id), at, value)));
    }

    /** A device that tells its value five times a second. */
    private final class Device implements AutoCloseable {

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        final Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS);

        Device(long id, double value) {
            thread.scheduleAtFixedRate(
                    () -> {
                        try {
                            append(id, Instant.now(), value);
                        } catch (LogUnavailable e) {
                            // a device tries again with its next value
                        }
                    },
                    0,
                    200,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    @Test
    void observationsBecomeAlertsAndRulesAreLiveWithinTwoSeconds() throws Exception {
        card(1, Quantity.PM25);
        rule("dust", above(Quantity.PM25, 35, 0));
        rule("nothing", above(Quantity.SMOKE, 1, 0));
        try (StreamProcess process = StreamProcess.start(settings())) {
            await("trouble with a rule", () -> store.ruleReports().list().get("nothing"));
            append(1, Instant.now(), 20);
            Instant sent = Instant.now();
            append(1, Instant.now(), 50);
            AlertChange raised = await("an alert", () -> first("dust", Phase.RAISED));
            System.out.println("alert " + Duration.between(sent, Instant.now()).toMillis() + " ms after the reading");
            assertThat(raised.city()).isNotNull();
            assertThat(raised.message()).contains("50 µg/m³");
            assertThat(java.util.Objects.requireNonNull(raised.city()).advice()).isEqualTo("Look at it");

            Instant edited = Instant.now();
            rule("more", above(Quantity.PM25, 40, 0));
            try (Device device = new Device(1, 60)) {
                await("the new rule", () -> first("more", Phase.RAISED));
                Duration took = Duration.between(edited, Instant.now());
                System.out.println("alert of a new rule " + took.toMillis() + " ms after it was written");
                assertThat(device.began).isAfter(edited);
            }
            store.cityRules().remove("dust");
            AlertChange ended = await("the end of a removed rule", () -> first("dust", Phase.ENDED));
            assertThat(ended.alert()).isEqualTo(raised.alert());
            card(2, Quantity.SMOKE);
            await("no more trouble", () -> store.ruleReports().list().containsKey("nothing") ? null : "");
            assertThat(process.port()).isPositive();
        }
    }

    /** Only the memory of the process knows that the value has been high for most of the time when it is killed. */
    @Test
    void aKilledProcessGoesOnWhereItWasAndTellsNothingTwice() throws Exception {
        card(1, Quantity.PM25);
        rule("now", above(Quantity.PM25, 35, 0));
        rule("lasting", above(Quantity.PM25, 35, 14));
        rule("silent", new Condition.MissingData(Source.of(Quantity.PM25), 5));
        Path file = directory.resolve("stream.properties");
        Files.write(
                file,
                settings().entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .collect(Collectors.toList()));
        Process first = launch(file);
        Process second = null;
        try {
            await("the first checkpoint", () -> anyCheckpoint(directory.resolve("data/stream/checkpoints")));
            try (Device device = new Device(1, 50)) {
                await("an alert", () -> first("now", Phase.RAISED));
                await("most of the time", () -> device.began.plusSeconds(6).isBefore(Instant.now()) ? "" : null);
                first.destroyForcibly().waitFor();
                Instant killed = Instant.now();
                second = launch(file);
                AlertChange lasting = await("the alert in spite of the kill", () -> first("lasting", Phase.RAISED));
                System.out.println("lasting alert written "
                        + Duration.between(killed, Instant.now()).toMillis() + " ms after the kill");
                assertThat(Duration.between(device.began, lasting.startedAt()).abs())
                        .isLessThan(Duration.ofSeconds(1));
                assertThat(Duration.between(lasting.startedAt(), lasting.at())).isEqualTo(Duration.ofSeconds(14));
            }
            AlertChange silent = await("silence", () -> first("silent", Phase.RAISED));
            assertThat(Duration.between(silent.startedAt(), silent.at())).isEqualTo(Duration.ofSeconds(5));
            append(1, Instant.now(), 10);
            await("all ends", () -> ended().equals(Set.of("now", "lasting", "silent")) ? "" : null);
            Map<Object, Long> times = new HashMap<>();
            alerts().stream()
                    .filter(c -> c.phase() != Phase.UPDATED)
                    .forEach(c -> times.merge(List.of(c.rule(), c.phase()), 1L, Long::sum));
            assertThat(times.values()).containsOnly(1L);
        } finally {
            first.destroyForcibly();
            if (second != null) {
                second.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void rollUpsFollowLateDataAndCorrectionsAndUnusualMinutesAlert() throws Exception {
        card(1, Quantity.FLOW);
        rule("odd", new Condition.Unusual(Source.of(Quantity.FLOW), 0.5, 0.0));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        try (StreamProcess process = StreamProcess.start(settings())) {
            Instant old = now.minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.DAYS);
            append(1, old.plusSeconds(10), 10);
            await("a minute", () -> row("M", old).equals("1 10") ? "" : null);
            await(
                    "its hour, day and cells",
                    () -> row("H", old).equals("1 10")
                                    && row("D", old).equals("1 10")
                                    && cell("M", old).equals("1 10")
                                    && cell("D", old).equals("1 10")
                            ? ""
                            : null);
            append(1, old.plusSeconds(20), 30);
            await(
                    "what came late",
                    () -> row("M", old).equals("2 40") && row("D", old).equals("2 40") ? "" : null);
            long id = store.observations()
                    .addAll(List.of(new Observation(new DatastreamId(1), old.plusSeconds(3_000), 5)))
                    .get(0)
                    .id();
            await("another minute", () -> cell("D", old).equals("3 45") ? "" : null);
            store.observations().remove(List.of(id));
            await("the correction", () -> cell("D", old).equals("2 40") ? "" : null);
            assertThat(row("M", old.plusSeconds(3_000))).isEqualTo("none");

            for (int second = 0; second < 2; second++) {
                append(1, old.minusSeconds(3_600 - second), 1.7e308);
            }
            append(1, old.plusSeconds(7_200), 1);
            await(
                    "the others in spite of a sum that no number can hold",
                    () -> row("M", old.plusSeconds(7_200)).equals("1 1") ? "" : null);

            java.util.Random random = new java.util.Random(5);
            List<Observation> usual = new java.util.ArrayList<>();
            for (int minute = 600; minute >= 2; minute--) {
                double value = minute <= 4 ? 900 : 100 + random.nextGaussian() * 5;
                usual.add(new Observation(new DatastreamId(1), now.minusSeconds(minute * 60), value));
            }
            store.observations().append(usual);
            AlertChange odd = await("an unusual minute", () -> first("odd", Phase.RAISED));
            assertThat(odd.message()).contains("900 vehicles/h", "expected");
            assertThat(odd.proof().measures().get("score")).isGreaterThanOrEqualTo(0.5);
            assertThat(process.port()).isPositive();
        }
        assertThat(query("select count(*) from facts.detector"))
                .as("saved at the end")
                .isEqualTo("1");
    }

    @Test
    void aBangAndSomebodyOnTheCameraTogetherAreOneAlert() throws Exception {
        card(1, Quantity.SOUND_EVENT);
        CameraId camera = new CameraId("plaza");
        store.cameras().put("plaza", new CameraCard(camera, CITY, "Plaza", new GeoPoint(52, 5.001)));
        Polygon all = new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)));
        Rule intrusion =
                new Rule(new RuleId("in"), RuleKind.INTRUSION, "", "plaza", Severity.MAJOR, true, Set.of(), Map.of());
        store.catalogue()
                .put(
                        new Scene(
                                camera,
                                null,
                                List.of(new Zone("plaza", all)),
                                List.of(),
                                List.of(),
                                List.of(intrusion)),
                        new Catalogue.AnalysisOrder(true, 5, "default"));
        rule(
                "both",
                new Condition.Combination(
                        Condition.Order.SEQUENCE,
                        List.of(
                                new Condition.Step(above(Quantity.SOUND_EVENT, 0.5, 0), false),
                                new Condition.Step(
                                        new Condition.Seen(Set.of(RuleKind.INTRUSION), Set.of(camera)), false)),
                        20,
                        200.0));
        try (StreamProcess process = StreamProcess.start(settings())) {
            append(1, Instant.now(), 1);
            append(1, Instant.now(), 0);
            Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            AlertChange both = await("both", () -> {
                store.log().append(List.of(person(camera, began, Instant.now().truncatedTo(ChronoUnit.MILLIS))));
                return first("both", Phase.RAISED);
            });
            List<Cause> causes = java.util.Objects.requireNonNull(both.city()).causes();
            assertThat(causes).hasSize(2);
            assertThat(causes.get(0).datastream()).isEqualTo(new DatastreamId(1));
            assertThat(causes.get(1).camera()).isEqualTo(camera);
            assertThat(causes.get(1).alert())
                    .isEqualTo(java.util.Objects.requireNonNull(first("in", Phase.RAISED))
                            .alert());
            assertThat(process.port()).isPositive();
        }
    }

    private static TrackUpdate person(CameraId camera, Instant since, Instant at) {
        return new TrackUpdate(
                camera,
                at,
                new TrackId("runner"),
                TrackPhase.MOVED,
                ObjectClass.PERSON,
                0.9,
                new Box(0.5, 0.4, 0.04, 0.1),
                since,
                new TrackUpdate.Motion(null, 0, null, since),
                List.of(new Point(0.52, 0.5)),
                List.of(new ZonePresence("plaza", since)),
                List.of(),
                List.of(),
                null,
                null);
    }

    private String row(String span, Instant at) {
        return query("select count || ' ' || sum from facts.rollup where datastream = 1 and span = '" + span
                + "' and at = '" + at + "'");
    }

    private String cell(String span, Instant at) {
        return query("select count || ' ' || sum from facts.rollup_cell where quantity = 'FLOW' and span = '" + span
                + "' and at = '" + at + "'");
    }

    private String query(String sql) {
        try (java.sql.Connection connection = postgres.getPostgresDatabase().getConnection();
                java.sql.Statement statement = connection.createStatement();
                java.sql.ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "none";
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> ended() {
        return alerts().stream()
                .filter(c -> c.phase() == Phase.ENDED)
                .map(c -> c.rule().value())
                .collect(Collectors.toSet());
    }

    private static Process launch(Path file) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.vigilia.stream.Main",
                        "run",
                        "--settings",
                        file.toString())
                .inheritIO()
                .start();
    }

    private static @Nullable String anyCheckpoint(Path directory) {
        try (var files = Files.walk(directory, 3)) {
            return files.anyMatch(f -> f.endsWith("_metadata")) ? "" : null;
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            return null;
        }
    }

    private List<AlertChange> alerts() {
        return store.log().readAlerts(Position.START, 10_000).stream()
                .map(Logged::value)
                .toList();
    }

    private @Nullable AlertChange first(String rule, Phase phase) {
        return alerts().stream()
                .filter(c -> c.rule().value().equals(rule) && c.phase() == phase)
                .findFirst()
                .orElse(null);
    }

    private static <T> T await(String what, Supplier<@Nullable T> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            T value = condition.get();
            if (value != null) {
                return value;
            }
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
