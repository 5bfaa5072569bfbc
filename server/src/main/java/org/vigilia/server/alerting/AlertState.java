package org.vigilia.server.alerting;

/** What people have done with an alert. Whether the situation itself still goes on is told apart, by "active". */
public enum AlertState {
    /** Nobody has looked yet. */
    NEW,
    /** Somebody has seen it and looks after it. */
    ACKNOWLEDGED,
    /** Somebody said why nothing needs to be done; see {@link DismissReason}. */
    DISMISSED,
    /** Worked on in an incident. */
    IN_INCIDENT
}
