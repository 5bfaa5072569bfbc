package org.vigilia.rules;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.sensing.Observation;

/** Results as the judges count them. */
public final class Readings {

    private Readings() {}

    /** The number; 1 and 0 for true and false, as doors and detectors tell; NaN for everything else. */
    public static double of(Observation observation) {
        String result = observation.result();
        return result == null ? observation.value() : of(result);
    }

    /** The same for a result as JSON text. */
    public static double of(@Nullable String result) {
        if (result == null) {
            return Double.NaN;
        }
        return switch (result) {
            case "true" -> 1;
            case "false" -> 0;
            default -> Double.NaN;
        };
    }
}
