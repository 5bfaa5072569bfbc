package org.vigilia.contract.sensing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a raw value becomes a result: {@code raw × gain + offset}.
 *
 * @param version 1, 2, … of one datastream
 * @param from holds for observations at or after this time, UTC
 * @param gain dimensionless, not 0
 * @param offset in the datastream's unit
 * @param reference the reference sensor or certificate; null when not told
 */
public record Calibration(
        int version,
        Instant from,
        double gain,
        double offset,
        @Nullable String reference) {

    public Calibration {
        if (!(Math.abs(gain) > 0) || !Double.isFinite(gain) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("a calibration needs a finite gain that is not 0 and a finite offset");
        }
    }

    public double apply(double raw) {
        return raw * gain + offset;
    }

    public double undo(double result) {
        return (result - offset) / gain;
    }
}
