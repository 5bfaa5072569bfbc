package org.vigilia.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as microseconds since 1970, UTC. */
final class Micros {

    static final long SECOND = 1_000_000;
    static final long MINUTE = 60 * SECOND;
    /** Later than everything. */
    static final long NEVER = Long.MAX_VALUE;
    /** Earlier than everything; far from the edge, so that spans can be added. */
    static final long LONG_AGO = Long.MIN_VALUE / 4;

    private Micros() {}

    static long of(Instant at) {
        return at.getEpochSecond() * SECOND + at.getNano() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long ofSeconds(double seconds) {
        return Math.round(seconds * SECOND);
    }
}
