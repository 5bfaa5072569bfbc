package org.vigilia.server.alerting;

import java.util.Map;
import org.vigilia.contract.rule.Severity;

/**
 * How much work alerts make now.
 *
 * @param unseen new alerts that nobody has looked at
 * @param active alerts whose situation goes on, seen or not
 * @param bySeverity the unseen ones by severity; every severity is there
 * @param ratePerOperatorHour alerts of the last 60 minutes for each operator on duty
 * @param targetPerOperatorHour what a person can do well for a whole shift (EEMUA 191)
 * @param operators people with a screen open now, at least 1
 * @param flood more than 10 alerts for each operator in the last 10 minutes (EEMUA 191, ISA-18.2)
 */
public record AlertSummary(
        @com.fasterxml.jackson.annotation.JsonProperty("new")
        long unseen,

        long active,
        Map<Severity, Long> bySeverity,
        double ratePerOperatorHour,
        int targetPerOperatorHour,
        int operators,
        boolean flood) {

    static final int TARGET = 6;
    static final int FLOOD = 10;

    public AlertSummary {
        bySeverity = Map.copyOf(bySeverity);
    }
}
