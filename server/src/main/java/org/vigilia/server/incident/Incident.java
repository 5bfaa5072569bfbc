package org.vigilia.server.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.IncidentId;
import org.vigilia.contract.rule.Severity;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.alerting.Alert;

/**
 * Something that people work on, as lists show it.
 *
 * @param number year and number in the year, for people: "2026-00012"
 * @param agency who works on it
 * @param assignee whose work it is; null when nobody's yet
 * @param place named place of its first alert; null when it had none
 * @param location of its first alert; null when unknown
 * @param openedBy who opened it
 * @param closedAt null while it is open, like the next two
 * @param alertCount how many alerts are in it
 * @param severity of its worst alert; null when it has none
 * @param active whether any of its alerts goes on
 */
public record Incident(
        IncidentId id,
        String number,
        AgencyId agency,
        String title,
        State state,
        Priority priority,
        Alert.@Nullable Who assignee,
        Alert.@Nullable Spot place,
        @Nullable GeoPoint location,
        Instant openedAt,
        Alert.Who openedBy,
        @Nullable Instant closedAt,
        Alert.@Nullable Who closedBy,
        @Nullable Outcome outcome,
        long alertCount,
        @Nullable Severity severity,
        boolean active) {

    /** Whether it is worked on. */
    public enum State {
        OPEN,
        CLOSED
    }

    /** How urgent it is. */
    public enum Priority {
        /** Now: life is at risk. */
        P1,
        /** Next. */
        P2,
        /** Today. */
        P3,
        /** When there is time. */
        P4;

        /** What the severity of the worst alert suggests. */
        static Priority proposed(Severity worst) {
            return switch (worst) {
                case CRITICAL -> P1;
                case MAJOR -> P2;
                case MINOR -> P3;
                case INFO -> P4;
            };
        }
    }

    /** How it ended. */
    public enum Outcome {
        RESOLVED,
        /** There was nothing: counts against the precision of the rules that raised its alerts. */
        FALSE_ALARM,
        HANDED_OVER,
        NO_ACTION
    }
}
