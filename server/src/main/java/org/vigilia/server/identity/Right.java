package org.vigilia.server.identity;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a person or a machine may be allowed to do. Every endpoint and WebSocket names the one it needs. */
public enum Right {
    /** Own session and password: everybody who is signed in, even with a password that must be changed first. */
    OWN_SESSION(Reach.OWN_AGENCY),
    /** The description of this interface, rule kinds, the base map: everybody who is signed in. */
    USE_SYSTEM(Reach.OWN_AGENCY),
    SEE_CAMERAS(Reach.ADMINISTRATION),
    /** Live pictures, stills and snapshots. */
    WATCH_CAMERAS(Reach.OWN_AGENCY),
    /** Recordings: live includes history. */
    PLAY_FOOTAGE(Reach.OWN_AGENCY),
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
    SEE_METRICS(Reach.OWN_AGENCY),
    /** Sensors, their datastreams and what they observed. */
    SEE_SENSORS(Reach.OWN_AGENCY),
    /** Make, change and remove sensors and their datastreams. */
    EDIT_SENSORS(Reach.OWN_AGENCY),
    /** Say what a sensor observed: by HTTP, MQTT, SensorThings, NGSI-LD or an uploaded file. */
    WRITE_OBSERVATIONS(Reach.OWN_AGENCY),
    /** Cases, their exhibits and custody. */
    SEE_EVIDENCE(Reach.OWN_AGENCY),
    /** Open cases, make clips and other exhibits. */
    WORK_EVIDENCE(Reach.OWN_AGENCY),
    /** Let other agencies and outsiders see exhibits, or bring files in. */
    SHARE_EVIDENCE(Reach.OWN_AGENCY),
    /** The keys that evidence is encrypted with. */
    MANAGE_EVIDENCE(Reach.OWN_AGENCY),
    /** Give tokens to machines and take them away. */
    EDIT_MACHINES(Reach.ADMINISTRATION),
    /** How long recordings are kept, and legal holds. */
    MANAGE_FOOTAGE(Reach.ADMINISTRATION);

    private static final Set<Right> OF_MACHINES = Collections.unmodifiableSet(
            EnumSet.of(SEE_CAMERAS, SEE_ALERTS, SEE_SENSORS, EDIT_SENSORS, WRITE_OBSERVATIONS));

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

    /**
     * The rights a token may carry: sensors and their data, and reading where cameras are and what was found. Pictures,
     * people and decisions need a person who answers for them.
     */
    public static Set<Right> ofMachines() {
        return OF_MACHINES;
    }

    Reach reach() {
        return reach;
    }
}
