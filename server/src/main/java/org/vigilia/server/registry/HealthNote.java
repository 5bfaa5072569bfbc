package org.vigilia.server.registry;

/** Something of another room whose state belongs to the health of the system. Must answer at once. */
public interface HealthNote {

    /** Its name among the processes. */
    String name();

    /** What is wrong, for people; empty while all is well. */
    String trouble();
}
