package org.vigilia.server.alerting.rules;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.RuleId;

/** How much work rules make and how often they are right, by what people said of their alerts. */
@Component
class RuleFigures {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    private final JdbcClient sql;
    private final Clock clock;

    RuleFigures(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * What was counted of one rule.
     *
     * @param week alerts of seven days
     * @param confirmed of thirty days
     * @param falseAlarms of thirty days
     */
    record Counts(long week, long confirmed, long falseAlarms) {
        static final Counts NONE = new Counts(0, 0, 0);
    }

    Map<RuleId, Counts> counts(Collection<RuleId> rules) {
        Map<RuleId, Counts> found = new HashMap<>();
        if (rules.isEmpty()) {
            return found;
        }
        Instant now = clock.instant();
        sql.sql("select rule, count(*) filter (where raised_at >= :week) week,"
                        + " count(*) filter (where state = 'IN_INCIDENT' and not false_alarm) confirmed,"
                        + " count(*) filter (where dismissed_reason = 'FALSE_DETECTION' or false_alarm) false_alarms"
                        + " from alert where rule in (:rules) and raised_at >= :month group by rule")
                .param("rules", rules.stream().map(RuleId::value).toList())
                .param("week", Timestamp.from(now.minus(WEEK)))
                .param("month", Timestamp.from(now.minus(MONTH)))
                .query((java.sql.ResultSet row) -> {
                    found.put(
                            new RuleId(row.getString("rule")),
                            new Counts(row.getLong("week"), row.getLong("confirmed"), row.getLong("false_alarms")));
                });
        return found;
    }

    static double perOperatorHour(long alerts, Duration period, int operators) {
        return alerts / (period.toMinutes() / 60.0) / Math.max(1, operators);
    }

    static Duration week() {
        return WEEK;
    }
}
