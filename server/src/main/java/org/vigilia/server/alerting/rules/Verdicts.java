package org.vigilia.server.alerting.rules;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.id.RuleId;

/** What people judged of alerts in the past. */
@Component
class Verdicts {

    /** Alerts that are this close in time may be about the same thing. */
    static final Duration NEAR = Duration.ofMinutes(5);

    private static final int MAX = 5_000;

    private final JdbcClient sql;

    Verdicts(JdbcClient sql) {
        this.sql = sql;
    }

    /** One alert that was confirmed or found false. */
    record Judged(
            RuleId rule,
            @Nullable DatastreamId datastream,
            @Nullable CameraId camera,
            Instant from,
            Instant to,
            BackTest.Verdict verdict) {}

    /** The newest 5,000 of a period. */
    List<Judged> list(AgencyId agency, Instant from, Instant to) {
        return sql.sql("select rule, datastream, camera, started_at, coalesce(ended_at, changed_at) over_at,"
                        + " (state = 'IN_INCIDENT' and not false_alarm) confirmed from alert where agency = :agency"
                        + " and raised_at >= :from and raised_at < :to and (state = 'IN_INCIDENT' or"
                        + " dismissed_reason = 'FALSE_DETECTION') order by raised_at desc limit " + MAX)
                .param("agency", agency.value())
                .param("from", Timestamp.from(from.minus(NEAR)))
                .param("to", Timestamp.from(to.plus(NEAR)))
                .query((row, n) -> {
                    long datastream = row.getLong("datastream");
                    DatastreamId felt = row.wasNull() ? null : new DatastreamId(datastream);
                    String camera = row.getString("camera");
                    return new Judged(
                            new RuleId(row.getString("rule")),
                            felt,
                            camera == null ? null : new CameraId(camera),
                            row.getTimestamp("started_at").toInstant(),
                            row.getTimestamp("over_at").toInstant(),
                            row.getBoolean("confirmed") ? BackTest.Verdict.CONFIRMED : BackTest.Verdict.FALSE);
                })
                .list();
    }
}
