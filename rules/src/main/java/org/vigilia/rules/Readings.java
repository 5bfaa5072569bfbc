package org.vigilia.rules;

import org.vigilia.contract.sensing.Observation;

/** Results as the judges count them. */
public final class Readings {

    private Readings() {}

    /** The number; 1 and 0 for true and false, as doors and detectors tell; NaN for everything else. */
    public static double of(Observation observation) {
        String result = observation.result();
        if (result == null) {
            return observation.value();
        }
        return switch (result) {
            case "true" -> 1;
            case "false" -> 0;
            default -> Double.NaN;
        };
    }
}
