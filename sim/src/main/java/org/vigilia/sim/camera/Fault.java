package org.vigilia.sim.camera;

/** What can be wrong with a pretend camera. */
enum Fault {
    NONE,
    /** Closes connections and refuses new ones. */
    DROP,
    /** Keeps the connection, sends nothing. */
    STALL,
    /** Random bytes in payloads and in the framing. */
    GARBAGE,
    /** Shows another clip. */
    RESOLUTION,
    /** Refuses every password. */
    UNAUTHORISED,
    /** The same picture again and again. */
    FREEZE
}
