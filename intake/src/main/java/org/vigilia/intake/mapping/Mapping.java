package org.vigilia.intake.mapping;

import java.util.List;

/** Turns the messages of one dialect into readings. Safe for many threads. */
public interface Mapping {

    /** At most so many readings in one message. */
    int MAX_READINGS = 10_000;

    /** Its name in a device's settings. */
    String name();

    /** Whether messages of this topic are in this dialect. */
    boolean matches(String topic);

    /**
     * The readings of a message, in its order; empty when it holds none and need not (a sign of life).
     *
     * @throws Unreadable when nothing can be taken from it
     */
    List<Reading> map(Message message) throws Unreadable;
}
