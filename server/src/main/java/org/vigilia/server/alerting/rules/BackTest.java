package org.vigilia.server.alerting.rules;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.Cause;
import org.vigilia.contract.scene.GeoPoint;

/**
 * What a rule would have found in stored facts.
 *
 * @param progress 0..1
 * @param facts how many were looked at so far
 * @param sensors how many datastreams the rule judges
 * @param cut why not all was looked at; null when all was
 * @param firings the first 500, oldest first
 * @param alertsPerOperatorHour by people who have a screen open now
 * @param confirmed how many firings meet an alert that people confirmed
 * @param falseAlarms … or found false
 * @param precision confirmed / (confirmed + false alarms); null when nothing was judged
 * @param problem why the rule finds nothing, or what went wrong
 */
record BackTest(
        String id,
        State state,
        double progress,
        Instant from,
        Instant to,
        long facts,
        int sensors,
        @Nullable String cut,
        List<Firing> firings,
        long firingsTotal,
        double alertsPerDay,
        double alertsPerOperatorHour,
        long confirmed,
        long falseAlarms,
        @Nullable Double precision,
        @Nullable String problem) {

    enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /** What people said of an alert at the same time and place. */
    enum Verdict {
        CONFIRMED,
        FALSE
    }

    /**
     * It would have raised an alert.
     *
     * @param end null when it went on until the end
     * @param judged null when people judged nothing there
     */
    record Firing(
            Instant start,
            @Nullable Instant end,
            String message,
            @Nullable Long datastream,
            String name,
            @Nullable GeoPoint place,
            List<Cause> causes,
            @Nullable Verdict judged) {}
}
