package org.vigilia.contract.rule;

/** How bad it is, in the four steps that every screen, list and message uses. */
public enum Severity {
    /** For the record. */
    INFO,
    /** Somebody should look today. */
    MINOR,
    /** Somebody should look now. */
    MAJOR,
    /** Life or the operation of the city is at risk. */
    CRITICAL
}
