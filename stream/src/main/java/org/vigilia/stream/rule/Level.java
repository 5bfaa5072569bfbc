package org.vigilia.stream.rule;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;

/**
 * A figure at a moment: a count of heads or a density.
 *
 * @param at when, UTC
 * @param value how much
 */
public record Level(Instant at, double value) {

    /** The value that {@code share} of all values do not exceed, 0..1; 0 when there are none. */
    static double quantile(Collection<Level> levels, double share) {
        double[] values = levels.stream().mapToDouble(Level::value).toArray();
        if (values.length == 0) {
            return 0;
        }
        Arrays.sort(values);
        return values[(int) Math.floor(share * (values.length - 1))];
    }

    static double median(Collection<Level> levels) {
        return quantile(levels, 0.5);
    }
}
