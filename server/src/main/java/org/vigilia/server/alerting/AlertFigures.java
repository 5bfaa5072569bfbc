package org.vigilia.server.alerting;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.news.Audience;

/** Figures about alerts: how much work they make, and how often each rule is right. */
@Component
final class AlertFigures {

    private static final Duration RATE_WINDOW = Duration.ofHours(1);
    private static final Duration FLOOD_WINDOW = Duration.ofMinutes(10);

    private final JdbcClient sql;
    private final Access access;
    private final Audience audience;
    private final Clock clock;

    AlertFigures(JdbcClient sql, Access access, Audience audience, Clock clock) {
        this.sql = sql;
        this.access = access;
        this.audience = audience;
        this.clock = clock;
    }

    AlertSummary summary(Caller person) {
        Optional<AgencyId> only = access.limit(person, Right.SEE_ALERTS);
        Instant now = clock.instant();
        Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            bySeverity.put(severity, 0L);
        }
        sql.sql("select severity, count(*) n from alert where state = 'NEW'" + mine(only) + " group by severity")
                .param("agency", only.map(AgencyId::value).orElse(null))
                .query(row -> {
                    bySeverity.put(Severity.valueOf(row.getString("severity")), row.getLong("n"));
                });
        record Recent(long active, long hour, long minutes) {}
        Recent recent = sql.sql("select count(*) filter (where ended_at is null) active,"
                        + " count(*) filter (where raised_at > :hour) within_hour,"
                        + " count(*) filter (where raised_at > :minutes) within_minutes from alert"
                        + " where (ended_at is null or raised_at > :hour)" + mine(only))
                .param("hour", Timestamp.from(now.minus(RATE_WINDOW)))
                .param("minutes", Timestamp.from(now.minus(FLOOD_WINDOW)))
                .param("agency", only.map(AgencyId::value).orElse(null))
                .query((row, n) ->
                        new Recent(row.getLong("active"), row.getLong("within_hour"), row.getLong("within_minutes")))
                .single();
        int operators = Math.max(1, audience.people(person.agencyId()));
        return new AlertSummary(
                bySeverity.values().stream().mapToLong(Long::longValue).sum(),
                recent.active,
                bySeverity,
                (double) recent.hour / operators,
                AlertSummary.TARGET,
                operators,
                recent.minutes > (long) AlertSummary.FLOOD * operators);
    }

    /** Rules that raised anything in the period, those with most alerts first. */
    List<Precision> precision(SignedIn person, Instant from, Instant to) {
        Optional<AgencyId> only = access.limit(person, Right.SEE_PRECISION);
        return sql.sql("select rule, kind, camera,"
                        + " (array_agg(rule_name order by raised_at desc))[1] rule_name,"
                        + " (array_agg(source_name order by raised_at desc))[1] source_name,"
                        + " count(*) raised,"
                        + " count(*) filter (where state = 'IN_INCIDENT' and not false_alarm) confirmed,"
                        + " count(*) filter (where state = 'DISMISSED') dismissed,"
                        + " count(*) filter (where dismissed_reason = 'HARMLESS') harmless,"
                        + " count(*) filter (where dismissed_reason = 'FALSE_DETECTION' or false_alarm) false_alarms"
                        + " from alert where raised_at >= :from and raised_at < :to"
                        + mine(only) + " group by rule, kind, camera, source order by raised desc, rule")
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .param("agency", only.map(AgencyId::value).orElse(null))
                .query((row, n) -> Precision.of(
                        new RuleId(row.getString("rule")),
                        row.getString("rule_name"),
                        RuleKind.valueOf(row.getString("kind")),
                        row.getString("camera") == null
                                ? null
                                : new Alert.Seen(new CameraId(row.getString("camera")), row.getString("source_name")),
                        row.getString("source_name"),
                        new Precision.Counts(
                                row.getLong("raised"),
                                row.getLong("confirmed"),
                                row.getLong("dismissed"),
                                row.getLong("harmless"),
                                row.getLong("false_alarms"))))
                .list();
    }

    private static String mine(Optional<AgencyId> only) {
        return only.isPresent() ? " and agency = :agency" : "";
    }
}
