package org.vigilia.stream.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.fact.ZonePresence;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;
import org.vigilia.facts.Catalogue.AnalysisOrder;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;

/** The whole job on a real cluster and a real PostgreSQL, with facts of the present time. */
class StreamITCase {

    private static final CameraId CAMERA = new CameraId("gate");

    private static Map<String, String> settings(EmbeddedPostgres postgres, Path directory) {
        return Map.of(
                "db.url", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "db.user", "postgres",
                "http.port", "0",
                "data.dir", directory.resolve("data").toString(),
                "checkpoint.ms", "1000");
    }

    private static Scene scene(Rule... rules) {
        Polygon all = new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)));
        return new Scene(CAMERA, null, List.of(new Zone("yard", all)), List.of(), List.of(), List.of(rules));
    }

    private static Rule rule(String id, RuleKind kind, Map<String, Double> settings) {
        return new Rule(new RuleId(id), kind, "", "yard", kind.usualSeverity(), true, Set.of(), settings);
    }

    private static TrackUpdate person(String track, Instant since, Instant at) {
        return new TrackUpdate(
                CAMERA,
                at,
                new TrackId(track),
                TrackPhase.MOVED,
                ObjectClass.PERSON,
                0.9,
                new Box(0.5, 0.4, 0.04, 0.1),
                since,
                new TrackUpdate.Motion(null, 0, null, since),
                List.of(new Point(0.52, 0.5)),
                List.of(new ZonePresence("yard", since)),
                List.of(),
                List.of(),
                null,
                null);
    }

    /** Writes news of one person five times a second; a new track id every three seconds. */
    private static final class Walker implements AutoCloseable {

        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        final Instant began = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);

        Walker(FactStore store, String name) {
            thread.scheduleAtFixedRate(
                    () -> {
                        Instant now = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
                        long piece = Duration.between(began, now).toSeconds() / 3;
                        try {
                            store.log().append(List.of(person(name + piece, began.plusSeconds(piece * 3), now)));
                        } catch (LogUnavailable e) {
                            // as vision does: what could not be stored is lost with its moment
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
    void factsBecomeAlertsRulesAreLiveAndTheDatabaseMayGo(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("postgres");
        EmbeddedPostgres postgres = startPostgres(data, 0);
        int port = postgres.getPort();
        try (FactStore store = FactStore.open(FactsSettings.of(settings(postgres, directory)))) {
            store.catalogue()
                    .put(
                            scene(rule("in", RuleKind.INTRUSION, Map.of("clearSeconds", 2.0))),
                            new AnalysisOrder(true, 5, "default"));
            try (StreamProcess process = StreamProcess.start(settings(postgres, directory))) {
                AlertChange raised;
                try (Walker walker = new Walker(store, "a")) {
                    raised = await("an alert", () -> first(store, "in", Phase.RAISED));
                    assertThat(Duration.between(walker.began, raised.at())).isLessThan(Duration.ofSeconds(2));

                    Instant edited = Instant.now();
                    store.catalogue()
                            .put(
                                    scene(
                                            rule("in", RuleKind.INTRUSION, Map.of("clearSeconds", 2.0)),
                                            rule("stay", RuleKind.LOITERING, Map.of("dwellSeconds", 1.0))),
                                    new AnalysisOrder(true, 5, "default"));
                    await("the new rule", () -> first(store, "stay", Phase.RAISED));
                    System.out.println("alert of a new rule "
                            + Duration.between(edited, Instant.now()).toMillis() + " ms after it was drawn");
                }
                AlertChange ended = await("its end", () -> first(store, "in", Phase.ENDED));
                assertThat(ended.alert()).isEqualTo(raised.alert());

                await("health", () -> health(process.port()).contains("UP") ? "" : null);
                postgres.close();
                await("trouble", () -> health(process.port()).contains("cannot be reached") ? "" : null);
                postgres = startPostgres(data, port);
                await("recovery", () -> health(process.port()).contains("UP") ? "" : null);
                try (Walker walker = new Walker(store, "b")) {
                    await(
                            "an alert after the database came back",
                            () -> alerts(store).stream()
                                    .filter(c -> c.phase() == Phase.RAISED
                                            && c.rule().value().equals("in")
                                            && c.startedAt().isAfter(ended.at()))
                                    .findFirst()
                                    .orElse(null));
                    assertThat(walker.began).isAfter(ended.at());
                }
                assertThat(get(process.port(), "/metrics"))
                        .contains("vigilia_stream_facts_read_total", "vigilia_stream_alert_delay_seconds");
            }
        } finally {
            postgres.close();
        }
    }

    /**
     * The process is killed while somebody is halfway to loitering. Only its memory knows how long he has been there,
     * because the tracker gives him a new id every three seconds.
     */
    @Test
    void aKilledProcessGoesOnWhereItWasAndTellsNothingTwice(@TempDir Path directory) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                FactStore store = FactStore.open(FactsSettings.of(settings(postgres, directory)))) {
            store.catalogue()
                    .put(
                            scene(
                                    rule("in", RuleKind.INTRUSION, Map.of()),
                                    rule("stay", RuleKind.LOITERING, Map.of("dwellSeconds", 14.0))),
                            new AnalysisOrder(true, 5, "default"));
            Path file = directory.resolve("stream.properties");
            Files.write(
                    file,
                    settings(postgres, directory).entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.toList()));
            Process first = launch(file);
            Process second = null;
            Path checkpoints = directory.resolve("data/stream/checkpoints");
            await("the first checkpoint", () -> anyCheckpoint(checkpoints) ? "" : null);
            try (Walker walker = new Walker(store, "w")) {
                await("an alert", () -> first(store, "in", Phase.RAISED));
                await("half the time", () -> walker.began.plusSeconds(6).isBefore(Instant.now()) ? "" : null);
                first.destroyForcibly().waitFor();
                Instant killed = Instant.now();
                second = launch(file);
                AlertChange stay = await("the alert in spite of the kill", () -> first(store, "stay", Phase.RAISED));
                System.out.println(
                        "alert " + Duration.between(killed, stay.at()).toMillis() + " ms after the kill");
                assertThat(Duration.between(walker.began, stay.startedAt()).abs())
                        .isLessThan(Duration.ofMillis(500));
                assertThat(Duration.between(stay.startedAt(), stay.at()))
                        .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(15));
            }
            AlertChange stay = await("its end", () -> first(store, "stay", Phase.ENDED));
            Map<Object, Long> times = alerts(store).stream()
                    .filter(c -> c.phase() != Phase.UPDATED)
                    .collect(Collectors.groupingBy(c -> List.of(c.rule(), c.phase()), Collectors.counting()));
            assertThat(times.values()).containsOnly(1L);
            assertThat(stay.phase()).isEqualTo(Phase.ENDED);
            second.destroy();
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isIn(0, 143);
        }
    }

    private static Process launch(Path file) throws IOException {
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

    private static boolean anyCheckpoint(Path directory) {
        try (var files = Files.walk(directory, 3)) {
            return files.anyMatch(f -> f.endsWith("_metadata"));
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static EmbeddedPostgres startPostgres(Path data, int port) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    private static List<AlertChange> alerts(FactStore store) {
        try {
            return store.log().readAlerts(Position.START, 10_000).stream()
                    .map(Logged::value)
                    .toList();
        } catch (LogUnavailable e) {
            return List.of();
        }
    }

    private static @Nullable AlertChange first(FactStore store, String rule, Phase phase) {
        return alerts(store).stream()
                .filter(c -> c.rule().value().equals(rule) && c.phase() == phase)
                .findFirst()
                .orElse(null);
    }

    private static String health(int port) {
        return get(port, "/health");
    }

    private static String get(int port, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T await(String what, Supplier<@Nullable T> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (true) {
            T value = condition.get();
            if (value != null) {
                return value;
            }
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
