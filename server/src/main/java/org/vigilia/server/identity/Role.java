package org.vigilia.server.identity;

import static org.vigilia.server.identity.Right.*;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody is here for. Operator, supervisor and administrator are a ladder: each may do all that the one below may.
 * The investigator stands beside it. See decision 0055-investigators-stand-beside-the-ladder.
 */
public enum Role {
    /** Watches, works alerts and incidents of the own agency. */
    OPERATOR(
            null,
            OWN_SESSION,
            USE_SYSTEM,
            SEE_CAMERAS,
            WATCH_CAMERAS,
            PLAY_FOOTAGE,
            SEE_SCENES,
            SEE_ALERTS,
            WORK_ALERTS,
            SEE_INCIDENTS,
            WORK_INCIDENTS,
            SEE_PEOPLE,
            SEE_HEALTH,
            SEE_SENSORS),
    /** Looks back and works on evidence; sees what others do, and changes nothing of it. */
    INVESTIGATOR(
            null,
            OWN_SESSION,
            USE_SYSTEM,
            SEE_CAMERAS,
            WATCH_CAMERAS,
            PLAY_FOOTAGE,
            SEE_SCENES,
            SEE_ALERTS,
            SEE_INCIDENTS,
            SEE_PEOPLE,
            SEE_HEALTH,
            SEE_SENSORS,
            SEE_EVIDENCE,
            WORK_EVIDENCE,
            SHARE_EVIDENCE),
    /** As the operator; also draws zones, chooses rules, judges their precision, gives work to others and works on evidence. */
    SUPERVISOR(OPERATOR, EDIT_SCENES, SEE_PRECISION, ASSIGN_INCIDENTS, SEE_EVIDENCE, WORK_EVIDENCE, SHARE_EVIDENCE),
    /** Also people, cameras, sensors, machines, agencies and the audit log. */
    ADMINISTRATOR(
            SUPERVISOR,
            EDIT_CAMERAS,
            EDIT_PEOPLE,
            EDIT_AGENCIES,
            READ_AUDIT,
            SEE_METRICS,
            EDIT_SENSORS,
            WRITE_OBSERVATIONS,
            EDIT_MACHINES,
            MANAGE_FOOTAGE,
            MANAGE_EVIDENCE);

    private final Set<Right> rights;

    Role(@org.jspecify.annotations.Nullable Role lower, Right... more) {
        EnumSet<Right> all = EnumSet.noneOf(Right.class);
        if (lower != null) {
            all.addAll(lower.rights);
        }
        Collections.addAll(all, more);
        this.rights = Collections.unmodifiableSet(all);
    }

    /** What this role may do. */
    public Set<Right> rights() {
        return rights;
    }
}
