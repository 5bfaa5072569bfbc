package org.vigilia.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;

/** The store on a real PostgreSQL, with fsync on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresFactStoreITCase extends FactStoreBehaviour {

    private EmbeddedPostgres postgres;
    private FactStore store;

    @BeforeAll
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
        store = FactStore.open(settings(postgres.getPort(), 8));
    }

    @AfterAll
    void stop() throws Exception {
        store.close();
        postgres.close();
    }

    private static FactsSettings settings(int port, int pool) {
        return new FactsSettings(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "postgres",
                null,
                pool,
                FactsSettings.Retention.USUAL);
    }

    @Override
    FactLog log() {
        return store.log();
    }

    @Override
    Catalogue catalogue() {
        return store.catalogue();
    }

    @Override
    PictureStore pictures() {
        return store.pictures();
    }

    @Test
    void entriesThatCannotBeReadAreSteppedOver() throws Exception {
        CameraId camera = Examples.newCamera();
        Position start = log().endOfFacts();
        log().append(List.of(Examples.reading(camera, NOON, 1)));
        log().append(List.of(Examples.reading(camera, NOON, 2)));
        execute(
                "update facts.fact set body = '{\"fact\":\"from-the-future\"}' where seq = (select min(seq) from facts.fact"
                        + " where part = " + Parts.of(camera) + " and seq > " + start.seq(Parts.of(camera)) + ")");

        assertThat(Examples.readAll(log(), start, 1).stream().map(e -> Examples.count(e.value())))
                .containsExactly(2);
    }

    @Test
    void severalProcessesMayBuildTheSchemaAtOnce() throws Exception {
        try (EmbeddedPostgres fresh = EmbeddedPostgres.start()) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<Position>> all = threads.invokeAll(java.util.Collections.nCopies(4, () -> {
                    try (FactStore own = FactStore.open(settings(fresh.getPort(), 2))) {
                        own.log().append(List.of(Examples.track(new CameraId("same"), NOON)));
                        return own.log().endOfFacts();
                    }
                }));
                for (Future<Position> one : all) {
                    assertThat(one.get(30, TimeUnit.SECONDS).seqByPart()).hasSize(1);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Test
    void oldEntriesGoAndPicturesOfAlertsStay() throws Exception {
        try (EmbeddedPostgres fresh = EmbeddedPostgres.start()) {
            CameraId camera = Examples.newCamera();
            PictureId plain = new PictureId("plain");
            PictureId proof = new PictureId("proof");
            PictureId asked = new PictureId("asked");
            FactsSettings settings = settings(fresh.getPort(), 2);
            Instant now = Instant.now();
            try (FactStore then =
                    FactStore.open(settings, Clock.fixed(now.minus(Duration.ofDays(40)), ZoneOffset.UTC))) {
                then.pictures().keep(asked);
                for (PictureId id : List.of(plain, proof, asked)) {
                    then.pictures().save(id, camera, NOON, new byte[] {1});
                }
                then.log().appendAlerts(List.of(Examples.alert(camera, "a", AlertChange.Phase.RAISED, NOON, proof)));
                then.log().append(List.of(Examples.reading(camera, NOON, 1)));
            }
            try (FactStore today = FactStore.open(settings)) {
                today.keepUpNow();
                assertThat(today.pictures().find(plain)).isEmpty();
                assertThat(today.pictures().find(proof)).isPresent();
                assertThat(today.pictures().find(asked)).isPresent();
                assertThat(today.log().readAlerts(Position.START, 10)).hasSize(1);
                assertThat(today.log().readFacts(Position.START, 10)).hasSize(1);
            }
            Clock later = Clock.fixed(now.plus(Duration.ofDays(4)), ZoneOffset.UTC);
            try (FactStore store4 = FactStore.open(settings, later)) {
                store4.keepUpNow();
                assertThat(store4.log().readFacts(Position.START, 10)).isEmpty();
                store4.log().append(List.of(Examples.reading(camera, NOON, 2)));
                assertThat(store4.log().readFacts(Position.START, 10)).hasSize(1);
            }
        }
    }

    /**
     * A writer keeps on writing while PostgreSQL is killed and started again: it is told of every call that failed,
     * recovers without help, and everything that was acknowledged is there.
     */
    @Test
    void nothingAcknowledgedIsLostWhenPostgresIsKilled(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        EmbeddedPostgres first = startAt(data, 0);
        int port = first.getPort();
        Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean refused = new AtomicBoolean();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        @Nullable EmbeddedPostgres second = null;
        try (FactStore own = FactStore.open(settings(port, 2))) {
            CameraId camera = Examples.newCamera();
            Future<?> writer = threads.submit(() -> {
                for (int i = 0; running.get(); i++) {
                    try {
                        own.log().append(List.of(Examples.reading(camera, NOON, i)));
                        acknowledged.add(i);
                    } catch (LogUnavailable e) {
                        refused.set(true);
                    }
                }
            });
            await(() -> acknowledged.size() > 50);
            long postmaster = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
            await(() -> refused.get() || writer.isDone());
            if (writer.isDone()) {
                writer.get(); // it goes on whatever the log says, or fails here with what the log must not throw
            }
            await(() -> ProcessHandle.of(postmaster).isEmpty());
            first.close();
            int before = acknowledged.size();
            second = startAgain(data, port);
            await(() -> acknowledged.size() > before + 50);
            running.set(false);
            writer.get(30, TimeUnit.SECONDS);

            Set<Integer> stored = new HashSet<>();
            Examples.readAll(own.log(), Position.START, 1000).forEach(e -> stored.add(Examples.count(e.value())));
            assertThat(stored).containsAll(acknowledged);
        } finally {
            running.set(false);
            threads.shutdownNow();
            if (second != null) {
                second.close();
            }
        }
    }

    private static EmbeddedPostgres startAt(Path data, int port) throws Exception {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on");
        if (port != 0) {
            builder.setPort(port);
        }
        return builder.start();
    }

    /** The killed server's children need a moment to notice; until then its memory segment is still in use. */
    private static EmbeddedPostgres startAgain(Path data, int port) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return startAt(data, port);
            } catch (IllegalStateException | java.io.IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
