package org.vigilia.contract.rule.city;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;

/**
 * One thing to look for in the facts of the whole city. Fields that are left out in JSON or YAML get their usual values.
 *
 * @param id unique in the city
 * @param agency whose rule it is; it judges the sensors and cameras of this agency, and only this agency sees its alerts
 * @param name for people, 1 to 120 characters
 * @param severity left out: MAJOR
 * @param enabled a disabled rule raises nothing and ends its open alerts; left out: true
 * @param when what must be true
 * @param only when the rule holds; null for always
 * @param restSeconds after an alert of the same sensor ended, how long this rule is silent about it, 0..86 400; left
 *     out: 0
 * @param advice what the operator should do, up to 500 characters; null when nothing is told
 */
public record CityRule(
        RuleId id,
        AgencyId agency,
        String name,
        Severity severity,
        Boolean enabled,
        Condition when,
        @Nullable Schedule only,
        Double restSeconds,
        @Nullable String advice) {

    private static final int MAX_NAME = 120;
    private static final int MAX_ADVICE = 500;

    /** @throws IllegalArgumentException saying which field is wrong and what it may be */
    public CityRule {
        if (name == null || name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("rule '" + id + "': 'name' must have 1 to " + MAX_NAME + " characters");
        }
        if (when == null) {
            throw new IllegalArgumentException("rule '" + id + "' needs 'when', the condition it looks for");
        }
        if (advice != null && advice.length() > MAX_ADVICE) {
            throw new IllegalArgumentException("rule '" + id + "': 'advice' is longer than " + MAX_ADVICE);
        }
        name = name.strip();
        severity = severity == null ? Severity.MAJOR : severity;
        enabled = enabled == null || enabled;
        restSeconds = restSeconds == null ? 0 : restSeconds;
        if (!(restSeconds >= 0 && restSeconds <= Duration.ofDays(1).toSeconds())) {
            throw new IllegalArgumentException("rule '" + id + "': 'restSeconds' must be 0 to 86400");
        }
    }

    /** The kind of its alerts. */
    public RuleKind kind() {
        if (when instanceof Condition.Threshold) {
            return RuleKind.THRESHOLD;
        }
        if (when instanceof Condition.RateOfChange) {
            return RuleKind.RATE_OF_CHANGE;
        }
        if (when instanceof Condition.MissingData) {
            return RuleKind.MISSING_DATA;
        }
        return when instanceof Condition.Unusual ? RuleKind.ANOMALY : RuleKind.COMBINATION;
    }

    /** The same rule, switched on or off. */
    public CityRule enabled(boolean on) {
        return new CityRule(id, agency, name, severity, on, when, only, restSeconds, advice);
    }
}
