package org.vigilia.server.alerting.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.rule.city.CityRule;

/**
 * A rule as the workbench shows it.
 *
 * @param camera whose rule it is; null for a rule over the city's facts. Camera rules are changed with their scene
 * @param rule null for a camera's rule
 * @param text one plain sentence of what it looks for
 * @param problem what keeps it from finding anything; null when nothing does
 * @param sensors how many datastreams it judges now; null for a camera's rule
 * @param alerts7Days alerts of the last seven days, a flood counted once
 * @param alertsPerOperatorHour that, by hours and by people who have a screen open now
 * @param precision confirmed / judged of the last 30 days, 0..1; null when nothing was judged
 * @param judged how many alerts of the last 30 days were confirmed or found false
 */
record RuleView(
        RuleId id,
        String name,
        RuleKind kind,
        Severity severity,
        boolean enabled,
        @Nullable OfCamera camera,
        @Nullable CityRule rule,
        String text,
        @Nullable Trouble problem,
        @Nullable Integer sensors,
        long alerts7Days,
        double alertsPerOperatorHour,
        @Nullable Double precision,
        long judged,
        @Nullable Instant changedAt,
        @Nullable By changedBy) {

    record OfCamera(CameraId id, String name) {}

    record Trouble(Instant at, String text) {}

    record By(String id, String name) {}
}
