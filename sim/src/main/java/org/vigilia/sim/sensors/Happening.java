package org.vigilia.sim.sensors;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something of known truth that happens in the town.
 *
 * @param kind what
 * @param from when it begins, UTC
 * @param until when it is over, UTC, after {@code from}
 * @param eastM where, metres east of the town's centre; for a storm the centre itself
 * @param northM metres north of it
 * @param device the bin it comes from; null when no device is its source
 */
public record Happening(
        Kind kind,
        Instant from,
        Instant until,
        double eastM,
        double northM,
        @Nullable String device) {

    /** What can happen. */
    public enum Kind {
        /** A bin that should have been emptied smells; the wind carries it. */
        ODOUR,
        /** A bin burns: smoke, smell and heat. */
        GARBAGE_FIRE,
        /** Vehicles stand: flow and speed fall, occupancy rises. */
        TRAFFIC_JAM,
        /** Wind and rain, then water. */
        STORM,
        /** A siren is heard around. */
        SIREN
    }

    public Happening {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("a happening must end after it begins: " + from + " to " + until);
        }
    }

    /** How strong it is at a moment: 0 before, rising to 1 within {@code buildsSeconds}, falling back as fast after. */
    double strength(Instant at, double buildsSeconds) {
        if (!at.isAfter(from)) {
            return 0;
        }
        double risen = seconds(from, at) / buildsSeconds;
        double fallen = at.isAfter(until) ? seconds(until, at) / buildsSeconds : 0;
        return Math.max(0, Math.min(1, risen) - fallen);
    }

    double metresTo(double otherEastM, double otherNorthM) {
        return Math.hypot(otherEastM - eastM, otherNorthM - northM);
    }

    static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() * 1e-9;
    }
}
