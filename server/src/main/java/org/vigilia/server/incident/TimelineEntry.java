package org.vigilia.server.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AlertId;
import org.vigilia.server.alerting.Alert;

/**
 * One line of what happened in an incident; lines are added, never changed.
 *
 * @param id grows
 * @param by null: the system saw it
 * @param text for people
 * @param alertId the alert it speaks of; null when of none
 */
public record TimelineEntry(
        long id,
        Instant at,
        Alert.@Nullable Who by,
        Kind kind,
        String text,
        @Nullable AlertId alertId) {

    /** What kind of thing happened. */
    public enum Kind {
        OPENED,
        ALERT_ADDED,
        ALERT_REMOVED,
        ALERT_ENDED,
        NOTE,
        TITLE,
        PRIORITY,
        ASSIGNEE,
        CLOSED,
        REOPENED
    }
}
