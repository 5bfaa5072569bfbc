package org.vigilia.server.sensing.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.sensing.QualityFlag;
import org.vigilia.server.Problem;

/** Observations of a datastream one after the other, in portions, so that their number does not matter. */
@Component
class ObservationRows {

    private static final int ROWS_AT_ONCE = 2_000;
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    ObservationRows(DataSource source, PlatformTransactionManager transactions) {
        jdbc = new JdbcTemplate(source);
        jdbc.setFetchSize(ROWS_AT_ONCE);
        // rows only come in portions inside a transaction
        transaction = new TransactionTemplate(transactions);
        transaction.setReadOnly(true);
    }

    /** Takes a row of at, value, result, quality and stored_at. */
    interface Taker {
        void take(ResultSet row) throws SQLException, IOException;
    }

    /**
     * Reads them in the order of their times.
     *
     * @param from included; null: from the first
     * @param to not included; null: to the newest
     */
    void each(long datastream, @Nullable Instant from, @Nullable Instant to, Taker taker) {
        requireSpan(from, to);
        Instant end = to == null ? latest() : to;
        Instant begin = from == null ? EARLIEST : from;
        transaction.executeWithoutResult(status -> jdbc.query(
                "select at, value, result, quality, stored_at from facts.observation where datastream = ? and at >= ?"
                        + " and at < ? order by at, again",
                row -> {
                    try {
                        taker.take(row);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                datastream,
                begin.atOffset(ZoneOffset.UTC),
                end.atOffset(ZoneOffset.UTC)));
    }

    private static Instant latest() {
        return Instant.now().plus(Duration.ofDays(1));
    }

    /** To be asked before anything is written. @throws Problem 400 when it does not begin before it ends */
    static void requireSpan(@Nullable Instant from, @Nullable Instant to) {
        if (!(from == null ? EARLIEST : from).isBefore(to == null ? latest() : to)) {
            throw Problem.invalid("from", "'from' must be before 'to'.");
        }
    }

    static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /** Names of the flags with a space between; empty when it is good. */
    static String flags(ResultSet row) throws SQLException {
        StringBuilder flags = new StringBuilder();
        for (QualityFlag flag : QualityFlag.of(row.getInt(4))) {
            flags.append(flags.isEmpty() ? "" : " ").append(flag);
        }
        return flags.toString();
    }
}
