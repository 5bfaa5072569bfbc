package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bundled PostgreSQL, started as whoever runs the tests (root or not). */
@Timeout(180)
class PostgresITCase {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void startsFromNothingAndAgainOnItsOwnData() throws Exception {
        startAndStop();
        assertThat(folder.resolve("postgres/PG_VERSION")).exists();

        startAndStop();
    }

    @Test
    void aServerLeftBehindByAKilledSupervisorIsStoppedFirst() throws Exception {
        Postgres postgres = postgres();
        postgres.prepare();
        Process leftBehind = new ProcessBuilder(postgres.command())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("left.log").toFile())
                .start();
        try {
            long until = System.nanoTime() + LIMIT.toNanos();
            while (!Files.readString(folder.resolve("left.log")).contains("ready to accept connections")) {
                assertThat(System.nanoTime()).as("PostgreSQL did not start").isLessThan(until);
                TimeUnit.MILLISECONDS.sleep(50);
            }

            startAndStop();

            assertThat(leftBehind.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            leftBehind.destroyForcibly();
        }
    }

    private void startAndStop() throws Exception {
        Postgres postgres = postgres();
        postgres.prepare();
        try (Supervisor supervisor = new Supervisor(Clock.systemUTC())) {
            supervisor.add(new ProcessPlan(
                    "postgres", postgres.command(), folder.resolve("postgres.log"), null, postgres.port()));
            supervisor.awaitAnswer("postgres", LIMIT);
            assertThat(supervisor.views().get(0).restarts()).isZero();
        }
    }

    private Postgres postgres() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        Home home = Home.find(Map.of("VIGILIA_HOME", root.toString(), "XDG_CACHE_HOME", cache().toString()));
        Path password = new Secrets(folder.resolve("secrets")).file("database");
        return new Postgres(home, folder.resolve("postgres"), password, Ports.choose("test", 0));
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    }
}
