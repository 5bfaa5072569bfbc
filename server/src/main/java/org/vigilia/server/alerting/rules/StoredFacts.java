package org.vigilia.server.alerting.rules;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.facts.FactJson;
import org.vigilia.rules.Rehearsal;
import org.vigilia.rules.SensorJudge;

/**
 * Reads stored facts in the order of their time, an hour at a time, and shows them to a rehearsal. Memory is bounded:
 * observations come through a cursor, and camera alerts and scores of one hour are few.
 */
@Component
class StoredFacts {

    private static final Duration PIECE = Duration.ofHours(1);
    private static final int FETCH = 5_000;

    private final DataSource source;

    StoredFacts(DataSource source) {
        this.source = source;
    }

    /** Something beside observations, to be shown at its time. */
    private record Beside(Instant at, Runnable show) {}

    /** How many were shown, and until when. */
    record Shown(long facts, Instant until) {}

    /** Where a replay has come to; asked after every piece of work. */
    interface Progress {
        /** @return false to stop */
        boolean goOn(Instant until, long facts);
    }

    /**
     * Shows everything between two moments.
     *
     * @param scores whether anomaly scores are wanted
     * @param cameras whether camera alerts are wanted
     */
    Shown replay(
            Collection<Long> datastreams,
            boolean scores,
            boolean cameras,
            Instant from,
            Instant to,
            Rehearsal rehearsal,
            Progress progress)
            throws SQLException {
        long facts = 0;
        Instant begin = from;
        while (begin.isBefore(to)) {
            Instant end = begin.plus(PIECE).isBefore(to) ? begin.plus(PIECE) : to;
            facts += piece(datastreams, scores, cameras, begin, end, rehearsal);
            rehearsal.passTo(end);
            begin = end;
            if (!progress.goOn(end, facts)) {
                return new Shown(facts, end);
            }
        }
        return new Shown(facts, to);
    }

    private long piece(
            Collection<Long> datastreams,
            boolean scores,
            boolean cameras,
            Instant from,
            Instant to,
            Rehearsal rehearsal)
            throws SQLException {
        Connection connection = source.getConnection();
        boolean automatic = connection.getAutoCommit();
        try {
            connection.setAutoCommit(false);
            List<Beside> beside = new ArrayList<>();
            if (scores) {
                beside.addAll(scores(connection, datastreams, from, to, rehearsal));
            }
            if (cameras) {
                beside.addAll(cameraAlerts(connection, from, to, rehearsal));
            }
            beside.sort(Comparator.comparing(Beside::at));
            long shown = observations(connection, datastreams, from, to, new ArrayDeque<>(beside), rehearsal);
            connection.rollback();
            return shown;
        } finally {
            connection.setAutoCommit(automatic);
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    private static long observations(
            Connection connection,
            Collection<Long> datastreams,
            Instant from,
            Instant to,
            Deque<Beside> beside,
            Rehearsal rehearsal)
            throws SQLException {
        long shown = beside.size();
        try (PreparedStatement select = connection.prepareStatement(
                "select datastream, at, value, result, quality from"
                        + " facts.observation where datastream = any(?) and at >= ? and at < ? order by at, datastream, again")) {
            select.setFetchSize(FETCH);
            set(connection, select, datastreams, from, to);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Instant at = row.getTimestamp(2).toInstant();
                    for (Beside next = beside.peek(); next != null && !next.at().isAfter(at); next = beside.peek()) {
                        beside.remove();
                        next.show().run();
                    }
                    double value = row.getDouble(3);
                    if (row.wasNull()) {
                        value = SensorJudge.readingOf(row.getString(4));
                    }
                    rehearsal.see(row.getLong(1), at, value, row.getInt(5));
                    shown++;
                }
            }
        }
        beside.forEach(next -> next.show().run());
        return shown;
    }

    private static List<Beside> scores(
            Connection connection, Collection<Long> datastreams, Instant from, Instant to, Rehearsal rehearsal)
            throws SQLException {
        List<Beside> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select datastream, at + interval '1 minute',"
                + " sum / count, score from facts.rollup where datastream = any(?) and span = 'M' and score is not null"
                + " and at >= ? - interval '1 minute' and at < ? - interval '1 minute'")) {
            set(connection, select, datastreams, from, to);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long datastream = row.getLong(1);
                    Instant at = row.getTimestamp(2).toInstant();
                    double mean = row.getDouble(3);
                    double score = row.getDouble(4);
                    found.add(new Beside(at, () -> rehearsal.score(datastream, at, mean, score, null)));
                }
            }
        }
        return found;
    }

    private static List<Beside> cameraAlerts(Connection connection, Instant from, Instant to, Rehearsal rehearsal)
            throws SQLException {
        List<Beside> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select body from facts.alert_change where at >= ? and at < ? and phase <> 'UPDATED'")) {
            select.setTimestamp(1, Timestamp.from(from));
            select.setTimestamp(2, Timestamp.from(to));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    AlertChange change = FactJson.readAlert(row.getString(1));
                    if (change.camera() != null) {
                        found.add(new Beside(change.at(), () -> rehearsal.see(change)));
                    }
                }
            }
        }
        return found;
    }

    private static void set(
            Connection connection, PreparedStatement select, Collection<Long> datastreams, Instant from, Instant to)
            throws SQLException {
        Array ids = connection.createArrayOf("bigint", datastreams.toArray());
        select.setArray(1, ids);
        select.setTimestamp(2, Timestamp.from(from));
        select.setTimestamp(3, Timestamp.from(to));
    }
}
