package org.vigilia.contract.sensing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.DatastreamId;

/**
 * One result of a sensor (OGC SensorThings 1.1, Observation).
 *
 * @param datastream whose result it is
 * @param at when it was true, UTC, microseconds: the phenomenon time or the begin of it
 * @param until the end of the phenomenon time; null when it is a moment
 * @param resultTime when the result was made, UTC; null when that is not known
 * @param value the calibrated result as a number, in the datastream's unit; NaN when the result is not a number
 * @param result the result as JSON text when it is not a number (text, true, an object); null when it is a number
 * @param quality {@link QualityFlag} bits; 0 is good
 * @param extra JSON object text with what else belongs to it (parameters, valid time, result quality, the raw value
 *     before calibration); null when nothing
 * @param feature id of the feature of interest; 0 when it is the thing's location
 */
public record Observation(
        DatastreamId datastream,
        Instant at,
        @Nullable Instant until,
        @Nullable Instant resultTime,
        double value,
        @Nullable String result,
        int quality,
        @Nullable String extra,
        long feature) {

    /** @throws IllegalArgumentException for an infinite value, an end before the begin, or no result at all */
    public Observation {
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("the result must be a finite number");
        }
        if (Double.isNaN(value) && result == null) {
            throw new IllegalArgumentException("an observation needs a result");
        }
        if (until != null && until.isBefore(at)) {
            throw new IllegalArgumentException("the phenomenon time ends before it begins");
        }
        at = micros(at);
        until = until == null ? null : micros(until);
        resultTime = resultTime == null ? null : micros(resultTime);
    }

    /** A good number at a moment. */
    public Observation(DatastreamId datastream, Instant at, double value) {
        this(datastream, at, null, null, value, null, 0, null, 0);
    }

    /** True when the result is a number. */
    public boolean numeric() {
        return result == null;
    }

    /** The same observation with other quality bits. */
    public Observation withQuality(int bits) {
        return new Observation(datastream, at, until, resultTime, value, result, bits, extra, feature);
    }

    /** The store keeps microseconds; finer times would come back different from what went in. */
    private static Instant micros(Instant at) {
        return at.getNano() % 1_000 == 0 ? at : at.minusNanos(at.getNano() % 1_000);
    }
}
