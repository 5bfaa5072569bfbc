package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over real processes. */
@Timeout(120)
class SupervisorITCase {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void aKilledProcessIsBackAndItsNeighbourNeverNoticed() throws Exception {
        try (Supervisor supervisor = new Supervisor(Clock.systemUTC())) {
            supervisor.add(patient("one", "UP"));
            supervisor.add(patient("two", "UP"));
            supervisor.awaitAnswer("one", LIMIT);
            supervisor.awaitAnswer("two", LIMIT);
            long first = view(supervisor, "one").pid();
            long neighbour = view(supervisor, "two").pid();

            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            await(() -> view(supervisor, "one").restarts() == 1);
            supervisor.awaitAnswer("one", LIMIT);
            assertThat(view(supervisor, "one").pid()).isNotEqualTo(first);
            assertThat(view(supervisor, "two").pid()).isEqualTo(neighbour);
            assertThat(view(supervisor, "two").restarts()).isZero();
        }
    }

    @Test
    void aProcessThatIsNotWellIsShownAsDegradedWithItsReason() throws Exception {
        try (Supervisor supervisor = new Supervisor(Clock.systemUTC())) {
            supervisor.add(patient("one", "DEGRADED"));
            supervisor.awaitAnswer("one", LIMIT);

            assertThat(view(supervisor, "one").status()).isEqualTo(Watched.Status.DEGRADED);
            assertThat(view(supervisor, "one").detail()).isEqualTo("as told");
        }
    }

    @Test
    void whatCannotBeStartedIsReportedAndTriedAgain() throws Exception {
        try (Supervisor supervisor = new Supervisor(Clock.systemUTC())) {
            supervisor.add(new ProcessPlan(
                    "absent",
                    List.of("sh", "-c", "exit 7"),
                    folder.resolve("absent.log"),
                    URI.create("http://127.0.0.1:1/health"),
                    1));

            await(() -> view(supervisor, "absent").restarts() >= 1);
            await(() -> view(supervisor, "absent").detail().contains("exit code 7"));
        }
    }

    @Test
    void nothingIsLeftAfterClosing() throws Exception {
        long pid;
        try (Supervisor supervisor = new Supervisor(Clock.systemUTC())) {
            supervisor.add(patient("one", "UP"));
            supervisor.awaitAnswer("one", LIMIT);
            pid = view(supervisor, "one").pid();
            assertThat(ProcessHandle.of(pid)).isPresent();
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(Files.readString(folder.resolve("one.log"))).contains("the patient is awake");
    }

    @Test
    void theHealthPageTellsEveryProcess() throws Exception {
        int port = Ports.choose("test", 0);
        try (Supervisor supervisor = new Supervisor(Clock.systemUTC());
                HealthPage page = new HealthPage(supervisor, port)) {
            assertThat(page).isNotNull();
            supervisor.add(patient("one", "UP"));
            supervisor.awaitAnswer("one", LIMIT);

            assertThat(get(port, "/health"))
                    .contains("\"status\":\"UP\"")
                    .contains("\"name\":\"one\"")
                    .contains("\"restarts\":0");
            assertThat(get(port, "/metrics"))
                    .contains("vigilia_process_up{process=\"one\"} 1")
                    .contains("vigilia_process_restarts_total{process=\"one\"} 0");
        }
    }

    private ProcessPlan patient(String name, String status) {
        int port = Ports.choose("test", 0);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Patient.class.getName(),
                String.valueOf(port),
                status);
        return new ProcessPlan(
                name, command, folder.resolve(name + ".log"), URI.create("http://127.0.0.1:" + port + "/health"), port);
    }

    private static Watched.View view(Supervisor supervisor, String name) {
        return supervisor.views().stream().filter(named(name)).findFirst().orElseThrow();
    }

    private static Predicate<Watched.View> named(String name) {
        return view -> view.name().equals(name);
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(until);
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
