package org.vigilia.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.facts.sensing.ObservationBatch;
import org.vigilia.facts.sensing.ObservationLog;

/** Observations and cards on a real PostgreSQL, with fsync on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservationsITCase {

    private static final Instant NOW = Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    private static final AtomicLong NEXT = new AtomicLong(1);

    private EmbeddedPostgres postgres;
    private FactStore store;

    @BeforeAll
    void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
        store = open();
    }

    private FactStore open() {
        return FactStore.open(new FactsSettings(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "postgres",
                null,
                8,
                FactsSettings.Retention.USUAL));
    }

    @AfterAll
    void stop() throws Exception {
        store.close();
        postgres.close();
    }

    private ObservationLog log() {
        return store.observations();
    }

    private static DatastreamId stream() {
        return new DatastreamId(NEXT.getAndIncrement());
    }

    private static Observation at(DatastreamId stream, int second, double value) {
        return new Observation(stream, NOW.plusSeconds(second), value);
    }

    private long count(DatastreamId stream) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from facts.observation where datastream = " + stream.value())) {
            row.next();
            return row.getLong(1);
        }
    }

    private List<Observation> readAll(Position from, DatastreamId stream) {
        List<Observation> found = new ArrayList<>();
        Position position = from;
        while (true) {
            List<Logged<ObservationBatch>> batches = log().read(position, 7);
            if (batches.isEmpty()) {
                return found;
            }
            for (Logged<ObservationBatch> batch : batches) {
                position = position.after(batch);
                batch.value().observations().stream()
                        .filter(o -> o.datastream().equals(stream))
                        .forEach(found::add);
            }
        }
    }

    @Test
    void whatIsAppendedIsStoredOnceAndLoggedOnceInOrder() throws Exception {
        DatastreamId stream = stream();
        Position start = log().end();
        List<Observation> first = List.of(at(stream, 1, 1.5), at(stream, 2, 2.5), at(stream, 2, 99));
        assertThat(log().append(first)).isEqualTo(new ObservationLog.Appended(2, 1));
        assertThat(log().append(List.of(at(stream, 3, 3.5), at(stream, 2, 77))))
                .isEqualTo(new ObservationLog.Appended(1, 1));
        assertThat(count(stream)).isEqualTo(3);
        assertThat(readAll(start, stream)).containsExactly(first.get(0), first.get(1), at(stream, 3, 3.5));
    }

    @Test
    void aReplayByAnotherProcessDoublesNothing() throws Exception {
        DatastreamId stream = stream();
        List<Observation> all = List.of(at(stream, 1, 1), at(stream, 2, 2));
        log().append(List.of(at(stream, 0, 0)));
        try (FactStore other = open()) {
            other.observations().append(all);
        }
        assertThat(log().append(all)).isEqualTo(new ObservationLog.Appended(0, 2));
        assertThat(count(stream)).isEqualTo(3);
    }

    @Test
    void whatCameLateIsStoredAtItsOwnTime() throws Exception {
        DatastreamId stream = stream();
        log().append(List.of(at(stream, 0, 0)));
        Observation old = new Observation(stream, NOW.minus(Duration.ofDays(4000)), 7);
        assertThat(log().append(List.of(old)).stored()).isEqualTo(1);
        assertThat(log().append(List.of(old)).duplicates()).isEqualTo(1);
    }

    @Test
    void everyFieldSurvives() throws Exception {
        DatastreamId stream = stream();
        Observation full = new Observation(
                stream,
                NOW,
                NOW.plusSeconds(60),
                NOW.plusSeconds(61),
                Double.NaN,
                "{\"a\":\"ü\"}",
                5,
                "{\"raw\":3}",
                42);
        log().append(List.of(at(stream, -5, 1)));
        log().append(List.of(full));
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select value, quality, until, result_time, result, extra, feature, at"
                                + " from facts.observation where feature = 42")) {
            row.next();
            assertThat(row.getObject(1)).isNull();
            assertThat(row.getInt(2)).isEqualTo(5);
            assertThat(row.getTimestamp(3).toInstant()).isEqualTo(full.until());
            assertThat(row.getTimestamp(4).toInstant()).isEqualTo(full.resultTime());
            assertThat(row.getString(5)).isEqualTo(full.result());
            assertThat(row.getString(6)).isEqualTo(full.extra());
            assertThat(row.getTimestamp(8).toInstant()).isEqualTo(full.at());
        }
    }

    @Test
    void addedOnesHaveIdsAndCanBeReplacedAndRemoved() throws Exception {
        DatastreamId stream = stream();
        Position start = log().end();
        List<ObservationLog.Added> added = log().addAll(List.of(at(stream, 1, 1), at(stream, 1, 1), at(stream, 1, 2)));
        assertThat(added.get(1)).isEqualTo(new ObservationLog.Added(added.get(0).id(), true));
        assertThat(added.get(2).duplicate()).isFalse();
        assertThat(log().replace(added.get(2).id(), at(stream, 9, 3))).isTrue();
        assertThat(log().remove(List.of(added.get(0).id(), -1L))).isEqualTo(1);
        assertThat(log().replace(added.get(0).id(), at(stream, 9, 3))).isFalse();
        assertThat(count(stream)).isEqualTo(1);
        List<ObservationBatch.Correction> corrections = log().read(start, 100).stream()
                .flatMap(b -> b.value().corrections().stream())
                .toList();
        assertThat(corrections)
                .containsExactly(
                        new ObservationBatch.Correction(stream, NOW.plusSeconds(1)),
                        new ObservationBatch.Correction(stream, NOW.plusSeconds(9)),
                        new ObservationBatch.Correction(stream, NOW.plusSeconds(1)));
    }

    @Test
    void manyWritersLoseAndDoubleNothing() throws Exception {
        List<DatastreamId> streams =
                java.util.stream.IntStream.range(0, 40).mapToObj(i -> stream()).toList();
        Position start = log().end();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> all = threads.invokeAll(java.util.Collections.nCopies(4, () -> {
                int stored = 0;
                for (int round = 0; round < 20; round++) {
                    List<Observation> batch = new ArrayList<>();
                    for (DatastreamId stream : streams) {
                        batch.add(at(stream, round, round));
                    }
                    stored += retry(batch);
                }
                return stored;
            }));
            int stored = 0;
            for (Future<Integer> one : all) {
                stored += one.get(60, TimeUnit.SECONDS);
            }
            assertThat(stored).isEqualTo(800);
        } finally {
            threads.shutdownNow();
        }
        for (DatastreamId stream : streams) {
            assertThat(count(stream)).isEqualTo(20);
            assertThat(readAll(start, stream)).hasSize(20).doesNotHaveDuplicates();
        }
    }

    /** Two writers of the same keys may be told to try again. */
    private int retry(List<Observation> batch) {
        while (true) {
            try {
                return log().append(batch).stored();
            } catch (LogUnavailable again) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aRefusedBatchStoresNothing() throws Exception {
        DatastreamId stream = stream();
        log().append(List.of(at(stream, 0, 0)));
        Observation bad =
                new Observation(stream, NOW.plusSeconds(2), null, null, Double.NaN, "\"a\u0000b\"", 0, null, 0);
        assertThatThrownBy(() -> log().append(List.of(at(stream, 1, 1), bad)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(count(stream)).isEqualTo(1);
    }

    @Test
    void cardsAreFollowedByVersion() {
        Cards<DeviceAccess> devices = store.devices();
        DeviceAccess one = new DeviceAccess("d1", new AgencyId("city"), null, "ab", "json", false, true);
        DeviceAccess two = new DeviceAccess("d2", new AgencyId("city"), "sha256:00", null, "json", true, true);
        long version = devices.putAll(new java.util.TreeMap<>(Map.of("d1", one, "d2", two)));
        assertThat(devices.listAfter(0)).hasSize(2);
        assertThat(devices.find("d1")).contains(one);
        long removed = devices.remove("d1");
        assertThat(devices.listAfter(version)).containsExactly(new Cards.Card<>("d1", removed, null));
        assertThat(devices.find("d1")).isEmpty();
        assertThat(store.datastreams().listAfter(0)).isEmpty();
    }
}
