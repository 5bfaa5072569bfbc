package org.vigilia.server.alerting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.AlertTimes;

/** Tells recordings when there were alerts. */
@Component
class AlertsOnFootage implements AlertTimes {

    private static final String COLUMNS =
            "select id, raised_at, severity, message, coalesce(ended_at, last_raised_at) as until from alert";

    private final JdbcClient sql;

    AlertsOnFootage(JdbcClient sql) {
        this.sql = sql;
    }

    @Override
    public List<AlertTime> list(CameraId camera, Instant from, Instant to, int limit) {
        return sql.sql(COLUMNS + " where camera = ? and raised_at < ?"
                        + " and greatest(ended_at, last_raised_at) >= ? order by raised_at, id limit ?")
                .params(camera.value(), Timestamp.from(to), Timestamp.from(from), limit)
                .query(AlertsOnFootage::read)
                .list();
    }

    @Override
    public Optional<AlertTime> find(CameraId camera, Instant at, boolean next) {
        return sql.sql(COLUMNS + " where camera = ? and raised_at " + (next ? ">" : "<") + " ? order by raised_at "
                        + (next ? "asc" : "desc") + ", id limit 1")
                .params(camera.value(), Timestamp.from(at))
                .query(AlertsOnFootage::read)
                .optional();
    }

    private static AlertTime read(ResultSet row, int number) throws SQLException {
        return new AlertTime(
                row.getString("id"),
                row.getTimestamp("raised_at").toInstant(),
                row.getTimestamp("until").toInstant(),
                row.getString("severity"),
                row.getString("message"));
    }
}
