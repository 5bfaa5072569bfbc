package org.vigilia.server.sensing.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.contract.sensing.QualityFlag;

/**
 * The values of a datastream as a chart needs them: all of them where they are few, else summed up by minutes, hours or
 * days. Sums come from the roll-ups that the stream job keeps where there are any for the time asked, else from the
 * observations themselves. Safe for many threads.
 */
@Component
class Series {

    private static final int MAX_SECONDS = 15;

    private final JdbcTemplate jdbc;

    Series(DataSource source) {
        jdbc = new JdbcTemplate(source);
        jdbc.setQueryTimeout(MAX_SECONDS);
    }

    /** How fine. */
    enum Resolution {
        AUTO(Duration.ZERO, ' '),
        RAW(Duration.ZERO, ' '),
        MINUTE(Duration.ofMinutes(1), 'M'),
        HOUR(Duration.ofHours(1), 'H'),
        DAY(Duration.ofDays(1), 'D');

        private final Duration span;
        private final char letter;

        Resolution(Duration span, char letter) {
            this.span = span;
            this.letter = letter;
        }
    }

    /**
     * Columns of equal length, oldest first. As in the roll-ups, {@code count} is of the usable values, which make mean,
     * minimum and maximum, and {@code flagged} of those with any flag.
     */
    record Columns(
            Resolution resolution,
            boolean cut,
            List<Long> at,
            List<@Nullable Double> mean,
            List<@Nullable Double> min,
            List<@Nullable Double> max,
            List<Long> count,
            List<Long> flagged,
            List<Integer> quality) {

        static Columns of(Resolution resolution) {
            return new Columns(
                    resolution,
                    false,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        private void add(Instant begin, @Nullable Double[] values, long number, long doubtful, int bits) {
            at.add(begin.toEpochMilli());
            mean.add(values[0]);
            min.add(values[1]);
            max.add(values[2]);
            count.add(number);
            flagged.add(doubtful);
            quality.add(bits);
        }
    }

    Columns read(long datastream, Instant from, Instant to, int points, Resolution wanted) {
        if (wanted == Resolution.RAW) {
            return raw(datastream, from, to, points * 2);
        }
        if (wanted != Resolution.AUTO) {
            return sums(datastream, from, to, wanted);
        }
        Integer raw = jdbc.queryForObject(
                "select count(*) from (select 1 from facts.observation where datastream = ? and at >= ? and at < ?"
                        + " and value is not null limit ?) few",
                Integer.class,
                datastream,
                time(from),
                time(to),
                points + 1);
        if (raw != null && raw <= points) {
            return raw(datastream, from, to, points * 2);
        }
        long millis = Duration.between(from, to).toMillis();
        for (Resolution finer : List.of(Resolution.MINUTE, Resolution.HOUR)) {
            if (millis / finer.span.toMillis() <= points) {
                return sums(datastream, from, to, finer);
            }
        }
        return sums(datastream, from, to, Resolution.DAY);
    }

    private static Object time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private Columns raw(long datastream, Instant from, Instant to, int limit) {
        Columns columns = Columns.of(Resolution.RAW);
        int[] rows = {0};
        jdbc.query(
                "select at, value, quality from facts.observation where datastream = ? and at >= ? and at < ?"
                        + " and value is not null order by at, again limit ?",
                row -> {
                    if (++rows[0] <= limit) {
                        double value = row.getDouble(2);
                        int quality = row.getInt(3);
                        columns.add(
                                instant(row, 1), new Double[] {value, value, value}, 1, quality == 0 ? 0 : 1, quality);
                    }
                },
                datastream,
                time(from),
                time(to),
                limit + 1);
        return new Columns(
                Resolution.RAW,
                rows[0] > limit,
                columns.at,
                columns.mean,
                columns.min,
                columns.max,
                columns.count,
                columns.flagged,
                columns.quality);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? Instant.EPOCH : at.toInstant();
    }

    private Columns sums(long datastream, Instant from, Instant to, Resolution resolution) {
        Columns columns = Columns.of(resolution);
        Instant begin = floor(from, resolution);
        // the newest buckets are still in the making: they are always summed up from the observations
        Instant kept = keptUntil(datastream, begin, to, resolution);
        if (kept.isAfter(begin)) {
            jdbc.query(
                    "select at, sum / nullif(count, 0), low, high, count, flagged from facts.rollup"
                            + " where datastream = ? and span = ? and at >= ? and at < ? order by at",
                    row -> {
                        columns.add(instant(row, 1), numbers(row), row.getLong(5), row.getLong(6), 0);
                    },
                    datastream,
                    String.valueOf(resolution.letter),
                    time(begin),
                    time(kept));
        }
        long seconds = resolution.span.toSeconds();
        jdbc.query(
                "select to_timestamp(floor(extract(epoch from at) / " + seconds + ") * " + seconds + ") begin,"
                        + " avg(value) filter (where quality & " + UNUSABLE + " = 0),"
                        + " min(value) filter (where quality & " + UNUSABLE + " = 0),"
                        + " max(value) filter (where quality & " + UNUSABLE + " = 0),"
                        + " count(*) filter (where quality & " + UNUSABLE
                        + " = 0), count(*) filter (where quality <> 0)"
                        + " from facts.observation where datastream = ? and at >= ? and at < ? and value is not null"
                        + " group by 1 having count(*) filter (where quality & " + UNUSABLE + " = 0) > 0 order by 1",
                row -> {
                    columns.add(instant(row, 1), numbers(row), row.getLong(5), row.getLong(6), 0);
                },
                datastream,
                time(kept),
                time(to));
        return columns;
    }

    private static final int UNUSABLE = unusable();

    private static int unusable() {
        int bits = 0;
        for (QualityFlag flag : QualityFlag.values()) {
            bits |= QualityFlag.unusable(flag.bit()) ? flag.bit() : 0;
        }
        return bits;
    }

    /** Up to where the stream job has summed up; the begin of the time asked when it has not. */
    private Instant keptUntil(long datastream, Instant begin, Instant to, Resolution resolution) {
        List<Instant> bounds = new ArrayList<>();
        jdbc.query(
                "select min(at), max(at) from facts.rollup where datastream = ? and span = ? and at >= ? and at < ?",
                row -> {
                    Timestamp first = row.getTimestamp(1);
                    Timestamp last = row.getTimestamp(2);
                    if (first != null && last != null) {
                        bounds.add(first.toInstant());
                        bounds.add(last.toInstant());
                    }
                },
                datastream,
                String.valueOf(resolution.letter),
                time(begin),
                time(to));
        if (bounds.isEmpty()) {
            return begin;
        }
        // observations from before the job began to keep sums would be left out
        Boolean older = jdbc.queryForObject(
                "select exists (select 1 from facts.observation where datastream = ? and at >= ? and at < ?"
                        + " and value is not null and quality & " + UNUSABLE + " = 0)",
                Boolean.class,
                datastream,
                time(begin),
                time(bounds.get(0)));
        return Boolean.TRUE.equals(older) ? begin : bounds.get(1);
    }

    private static @Nullable Double[] numbers(ResultSet row) throws SQLException {
        @Nullable Double[] numbers = new Double[3];
        for (int i = 0; i < 3; i++) {
            double value = row.getDouble(2 + i);
            numbers[i] = row.wasNull() ? null : value;
        }
        return numbers;
    }

    private static Instant floor(Instant at, Resolution resolution) {
        long seconds = resolution.span.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }
}
