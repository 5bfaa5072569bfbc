package org.vigilia.contract.rule.city;

import org.jspecify.annotations.Nullable;

/** Checks that conditions share; each error says which field is wrong and what it may be. */
final class Checks {

    private static final double LONGEST = 7 * 24 * 3600;

    private Checks() {}

    static void needs(@Nullable Object value, String condition, String field) {
        if (value == null) {
            throw new IllegalArgumentException("a " + condition + " condition needs its " + field);
        }
    }

    static void finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("'" + field + "' must be a finite number");
        }
    }

    static void positive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("'" + field + "' must be above 0, but is " + value);
        }
    }

    static double seconds(String field, @Nullable Double value, double min) {
        double seconds = value == null ? min : value;
        if (!(seconds >= min && seconds <= LONGEST)) {
            throw new IllegalArgumentException(
                    "'" + field + "' must be " + (long) min + " to " + (long) LONGEST + " s, but is " + seconds);
        }
        return seconds;
    }
}
