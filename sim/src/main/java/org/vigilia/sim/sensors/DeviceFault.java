package org.vigilia.sim.sensors;

import java.time.Instant;

/**
 * Something wrong with a device, of known truth.
 *
 * @param device its id
 * @param kind what is wrong
 * @param from when it begins, UTC
 * @param until when it is well again, UTC
 */
public record DeviceFault(String device, Kind kind, Instant from, Instant until) {

    /** What can be wrong. */
    public enum Kind {
        /** Tells nothing; what it would have told is lost. */
        SILENCE,
        /** Cannot reach the city; keeps what it measures and sends all of it late. */
        OUTAGE,
        /** Tells the same value again and again. */
        STUCK,
        /** Now and then one value far off, within what is plausible. */
        SPIKE,
        /** Drifts away from the truth, a tenth of its value an hour. */
        DRIFT,
        /** Its clock is a minute and a half ahead. */
        CLOCK_SKEW,
        /** Sends everything twice. */
        DUPLICATES,
        /** Now and then the code -9999 that many instruments tell instead of a value. */
        ERROR_CODE
    }

    public DeviceFault {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("a fault must end after it begins: " + from + " to " + until);
        }
    }

    boolean holdsAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
