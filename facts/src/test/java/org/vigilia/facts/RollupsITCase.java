package org.vigilia.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.facts.sensing.Rollups;
import org.vigilia.facts.sensing.Rollups.Bucket;
import org.vigilia.facts.sensing.Rollups.CellBucket;
import org.vigilia.facts.sensing.Rollups.CellKey;
import org.vigilia.facts.sensing.RuleReports;
import org.vigilia.facts.sensing.Span;

/** Roll-ups and reports on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollupsITCase {

    private static final Instant DAY = Instant.now().truncatedTo(ChronoUnit.DAYS);

    private EmbeddedPostgres postgres;
    private FactStore store;

    @BeforeAll
    void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        store = FactStore.open(new FactsSettings(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "postgres",
                null,
                4,
                FactsSettings.Retention.USUAL));
    }

    @AfterAll
    void stop() throws Exception {
        store.close();
        postgres.close();
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000;
    }

    private static Observation at(long stream, Duration after, double value) {
        return new Observation(new DatastreamId(stream), DAY.plus(after), value);
    }

    private static Bucket bucket(long stream, Duration after) {
        return new Bucket(stream, micros(DAY.plus(after)));
    }

    private String row(String sql) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "none";
        }
    }

    private String rollup(long stream, Span span, Duration after) throws Exception {
        return row("select concat_ws(' ', count, flagged, sum, low, high, score) from facts.rollup where datastream = "
                + stream + " and span = '" + span.letter() + "' and at = '" + DAY.plus(after) + "'");
    }

    @Test
    void aMinuteCountsUsableNumbersAndIsMadeAnewWhenSomethingChanges() throws Exception {
        Rollups rollups = store.rollups();
        store.observations()
                .append(List.of(
                        at(1, Duration.ofSeconds(60), 10),
                        at(1, Duration.ofSeconds(119), 20),
                        at(1, Duration.ofSeconds(120), 99),
                        at(1, Duration.ofSeconds(80), 500).withQuality(QualityFlag.SPIKE.bit()),
                        at(1, Duration.ofSeconds(81), 12).withQuality(QualityFlag.LATE.bit()),
                        new Observation(
                                new DatastreamId(1),
                                DAY.plusSeconds(90),
                                null,
                                null,
                                Double.NaN,
                                "\"open\"",
                                0,
                                null,
                                0)));
        List<Rollups.Minute> made =
                rollups.minutes(List.of(bucket(1, Duration.ofMinutes(1)), bucket(1, Duration.ofMinutes(7))));
        assertThat(made).containsExactly(new Rollups.Minute(1, micros(DAY.plusSeconds(60)), 14, null));
        assertThat(rollup(1, Span.MINUTE, Duration.ofMinutes(1))).isEqualTo("3 2 42 10 20");

        rollups.score(List.of(new Rollups.Scored(1, micros(DAY.plusSeconds(60)), 0.75)));
        List<Long> added = store.observations().addAll(List.of(at(1, Duration.ofSeconds(100), 2))).stream()
                .map(a -> a.id())
                .toList();
        made = rollups.minutes(List.of(bucket(1, Duration.ofMinutes(1))));
        assertThat(made.get(0).score()).isEqualTo(0.75);
        assertThat(rollup(1, Span.MINUTE, Duration.ofMinutes(1))).isEqualTo("4 2 44 2 20 0.75");
        store.observations().remove(added);
        rollups.minutes(List.of(bucket(1, Duration.ofMinutes(1))));
        assertThat(rollup(1, Span.MINUTE, Duration.ofMinutes(1))).isEqualTo("3 2 42 10 20 0.75");
    }

    @Test
    void aMinuteWithoutUsableNumbersDoesNotExist() throws Exception {
        List<Long> ids = store.observations().addAll(List.of(at(2, Duration.ofSeconds(60), 10))).stream()
                .map(a -> a.id())
                .toList();
        store.rollups().minutes(List.of(bucket(2, Duration.ofMinutes(1))));
        store.rollups().longer(Span.HOUR, List.of(bucket(2, Duration.ZERO)));
        assertThat(rollup(2, Span.HOUR, Duration.ZERO)).isEqualTo("1 0 10 10 10");
        store.observations().remove(ids);
        assertThat(store.rollups().minutes(List.of(bucket(2, Duration.ofMinutes(1)))))
                .isEmpty();
        store.rollups().longer(Span.HOUR, List.of(bucket(2, Duration.ZERO)));
        assertThat(rollup(2, Span.MINUTE, Duration.ofMinutes(1))).isEqualTo("none");
        assertThat(rollup(2, Span.HOUR, Duration.ZERO)).isEqualTo("none");
    }

    @Test
    void hoursDaysAndCellsFollowFromMinutes() throws Exception {
        Random random = new Random(7);
        List<Observation> all = new ArrayList<>();
        List<Bucket> minutes = new ArrayList<>();
        for (long stream = 11; stream <= 12; stream++) {
            for (int minute = 0; minute < 1440; minute += 7) {
                all.add(at(stream, Duration.ofSeconds(minute * 60 + random.nextInt(60)), random.nextInt(100)));
                minutes.add(bucket(stream, Duration.ofMinutes(minute)));
            }
        }
        store.observations().append(all);
        Rollups rollups = store.rollups();
        assertThat(rollups.minutes(minutes)).hasSameSizeAs(minutes);
        List<Bucket> hours = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            hours.add(bucket(11, Duration.ofHours(hour)));
            hours.add(bucket(12, Duration.ofHours(hour)));
        }
        rollups.longer(Span.HOUR, hours);
        rollups.longer(Span.DAY, List.of(bucket(11, Duration.ZERO), bucket(12, Duration.ZERO)));
        double sum = all.stream()
                .filter(o -> o.datastream().value() == 11)
                .mapToDouble(Observation::value)
                .sum();
        String[] day = rollup(11, Span.DAY, Duration.ZERO).split(" ");
        assertThat(day[0]).isEqualTo("206");
        assertThat(Double.parseDouble(day[2])).isCloseTo(sum, within(1e-6));

        CellKey key = new CellKey(77, "PM25");
        rollups.cells(
                Span.DAY,
                List.of(new CellBucket(77, "PM25", micros(DAY))),
                Map.of(key, List.of(11L, 12L), new CellKey(78, "PM25"), List.of(11L)));
        assertThat(row("select count || ' ' || (sum = "
                        + all.stream().mapToDouble(Observation::value).sum()
                        + ") from facts.rollup_cell where cell = 77 and span = 'D'"))
                .isEqualTo("412 true");
        rollups.cells(Span.DAY, List.of(new CellBucket(77, "PM25", micros(DAY))), Map.of());
        assertThat(row("select count(*) from facts.rollup_cell where cell = 77"))
                .isEqualTo("0");
    }

    @Test
    void whatDetectorsLearntIsKept() {
        assertThat(store.rollups().findDetector(5)).isEmpty();
        store.rollups().saveDetectors(Map.of(5L, new byte[] {1, 2}));
        store.rollups().saveDetectors(Map.of(5L, new byte[] {3}));
        assertThat(store.rollups().findDetector(5).orElseThrow()).containsExactly(3);
    }

    @Test
    void troubleWithARuleIsToldAndTakenBack() {
        RuleReports reports = store.ruleReports();
        reports.tell(Map.of("a", "no sensor", "b", "x".repeat(900), "c", ""));
        Instant since = report(reports, "a").at();
        reports.tell(Map.of("a", "no sensor"));
        assertThat(reports.list()).containsOnlyKeys("a", "b");
        assertThat(report(reports, "a").at()).as("known since").isEqualTo(since);
        assertThat(report(reports, "b").problem()).hasSize(500);
        reports.tell(Map.of("a", "", "b", ""));
        assertThat(reports.list()).isEmpty();
    }

    private static RuleReports.Report report(RuleReports reports, String rule) {
        return java.util.Objects.requireNonNull(reports.list().get(rule));
    }
}
