package org.vigilia.server.footage.play;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments as the journals count them. */
public final class Micros {

    private Micros() {}

    /** Microseconds since 1970, UTC. */
    public static long of(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
