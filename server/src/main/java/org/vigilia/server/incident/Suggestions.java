package org.vigilia.server.incident;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.vigilia.server.alerting.Alert;

/**
 * What an alert probably belongs to: open incidents and free alerts close in place and time (see {@link Closeness}),
 * closest first.
 */
record Suggestions(List<NearIncident> incidents, List<NearAlert> alerts) {

    /** An open incident; close is its alert that is closest. */
    record NearIncident(@JsonUnwrapped Incident incident, Closeness closeness) {}

    /** An alert that nobody works on yet. */
    record NearAlert(@JsonUnwrapped Alert alert, Closeness closeness) {}
}
