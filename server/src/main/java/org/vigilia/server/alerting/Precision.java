package org.vigilia.server.alerting;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;

/**
 * How often a rule was right, by what people said of its alerts.
 *
 * <p>Confirmed are alerts that are worked in an incident, unless it was closed as a false alarm. False are those and the
 * ones dismissed as a false detection. Alerts nobody judged, and those dismissed as harmless, known, duplicate or test,
 * count on neither side: they say nothing of whether the rule saw right.
 *
 * @param camera whose rule it is; null for a rule of the city
 * @param sourceName the camera, sensor or place it spoke of
 * @param raised alerts in the period, a flood counted once
 * @param dismissed all that were dismissed, whatever the reason
 * @param harmless those dismissed because they harm nobody: true, but a burden
 * @param falseAlarms judged as not there
 * @param precision confirmed / (confirmed + false), 0..1; null when nothing was judged
 * @param precisionLow lower end of the 95 % interval of Wilson; null when nothing was judged
 * @param precisionHigh upper end
 */
public record Precision(
        RuleId ruleId,
        String ruleName,
        RuleKind kind,
        Alert.@Nullable Seen camera,
        String sourceName,
        long raised,
        long confirmed,
        long dismissed,
        long harmless,
        long falseAlarms,
        @Nullable Double precision,
        @Nullable Double precisionLow,
        @Nullable Double precisionHigh) {

    /** Two-sided 95 % of the normal distribution. */
    private static final double Z = 1.959964;

    static Precision of(
            RuleId rule,
            String ruleName,
            RuleKind kind,
            Alert.@Nullable Seen camera,
            String sourceName,
            Counts counts) {
        long judged = counts.confirmed + counts.falseAlarms;
        double[] interval = wilson(counts.confirmed, judged);
        return new Precision(
                rule,
                ruleName,
                kind,
                camera,
                sourceName,
                counts.raised,
                counts.confirmed,
                counts.dismissed,
                counts.harmless,
                counts.falseAlarms,
                judged == 0 ? null : (double) counts.confirmed / judged,
                judged == 0 ? null : interval[0],
                judged == 0 ? null : interval[1]);
    }

    /** What was counted of one rule. */
    record Counts(long raised, long confirmed, long dismissed, long harmless, long falseAlarms) {}

    /** The score interval of E. B. Wilson (1927), which stays honest for few and for all-or-nothing counts. */
    static double[] wilson(long successes, long trials) {
        if (trials == 0) {
            return new double[] {0, 1};
        }
        double n = trials;
        double share = successes / n;
        double centre = share + Z * Z / (2 * n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        double scale = 1 + Z * Z / n;
        return new double[] {Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale)};
    }
}
