package org.vigilia.server.identity;

/** What a person may be allowed to do. Every endpoint and WebSocket names the one it needs. */
public enum Right {
    /** Own session and password: everybody who is signed in, even with a password that must be changed first. */
    OWN_SESSION(Reach.OWN_AGENCY),
    /** The description of this interface, rule kinds, the base map: everybody who is signed in. */
    USE_SYSTEM(Reach.OWN_AGENCY),
    SEE_CAMERAS(Reach.ADMINISTRATION),
    /** Live pictures, stills and snapshots. */
    WATCH_CAMERAS(Reach.OWN_AGENCY),
    SEE_SCENES(Reach.OWN_AGENCY),
    EDIT_SCENES(Reach.OWN_AGENCY),
    EDIT_CAMERAS(Reach.ADMINISTRATION),
    SEE_ALERTS(Reach.OWN_AGENCY),
    WORK_ALERTS(Reach.OWN_AGENCY),
    SEE_PRECISION(Reach.OWN_AGENCY),
    SEE_INCIDENTS(Reach.OWN_AGENCY),
    WORK_INCIDENTS(Reach.OWN_AGENCY),
    /** Give an incident to somebody else. */
    ASSIGN_INCIDENTS(Reach.OWN_AGENCY),
    SEE_PEOPLE(Reach.OWN_AGENCY),
    EDIT_PEOPLE(Reach.ADMINISTRATION),
    EDIT_AGENCIES(Reach.ADMINISTRATION),
    READ_AUDIT(Reach.ADMINISTRATION),
    SEE_HEALTH(Reach.OWN_AGENCY),
    SEE_METRICS(Reach.OWN_AGENCY);

    /** Whose things a right covers. */
    enum Reach {
        OWN_AGENCY,
        /** Own agency; for administrators of the city's first agency all of them. */
        ADMINISTRATION
    }

    private final Reach reach;

    Right(Reach reach) {
        this.reach = reach;
    }

    Reach reach() {
        return reach;
    }
}
