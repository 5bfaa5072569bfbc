package org.vigilia.server.alerting;

/** Why nothing needs to be done about an alert. The reasons become the precision figures of its rule. */
public enum DismissReason {
    /** What the rule saw is not there. The only reason that counts as a false alarm. */
    FALSE_DETECTION,
    /** It is there, but harms nobody. */
    HARMLESS,
    /** It is there, announced and allowed: road works, a filming team. */
    KNOWN_WORK,
    /** The same situation as another alert. */
    DUPLICATE,
    /** Somebody tried the rule. Counts for nothing. */
    TEST
}
