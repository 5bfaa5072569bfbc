package org.vigilia.server.alerting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.identity.Right;
import org.vigilia.server.news.News;

/**
 * An alert is new, went on, ended, or somebody did something with it. Published in the transaction of the change.
 *
 * @param change what happened
 * @param alert as it is now
 * @param at capture time of the frame behind it; null when a person did it
 * @param loggedAt when the log took it; null when a person did it
 */
public record AlertChanged(
        What change,
        Alert alert,
        @Nullable Instant at,
        @Nullable Instant loggedAt) implements News {

    /** What happened to an alert. */
    public enum What {
        RAISED,
        REPEATED,
        UPDATED,
        ENDED,
        ACKNOWLEDGED,
        DISMISSED,
        /** Back to new: somebody took acknowledging or dismissing back. */
        UNDONE,
        ADDED_TO_INCIDENT,
        REMOVED_FROM_INCIDENT
    }

    @Override
    public Right right() {
        return Right.SEE_ALERTS;
    }

    @Override
    public AgencyId agency() {
        return alert.agency();
    }

    @Override
    public Object message(Instant sentAt) {
        return new Message("alert", change, alert, at, alert.raisedAt(), loggedAt, sentAt);
    }

    /**
     * What goes over the socket. Capture to screen is {@code sentAt - at} plus the way to the browser.
     *
     * @param type always "alert"
     * @param at capture time of the frame behind this change; null when a person did it
     * @param raisedAt capture time of the frame that first made the rule speak
     * @param loggedAt when the log took the change; null when a person did it
     * @param sentAt when the server sent it
     */
    public record Message(
            String type,
            What change,
            Alert alert,
            @Nullable Instant at,
            Instant raisedAt,
            @Nullable Instant loggedAt,
            Instant sentAt) {}
}
