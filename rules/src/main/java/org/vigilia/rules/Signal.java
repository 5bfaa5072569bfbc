package org.vigilia.rules;

import org.jspecify.annotations.Nullable;

/**
 * What the first stage tells the second.
 *
 * @param kind what happened
 * @param rule whose condition; empty for a level
 * @param step which step of the rule, 0 when it has only one condition
 * @param fingerprint of that condition, so that news of an edited one is told apart
 * @param datastream which datastream
 * @param since when the situation began
 * @param at when this became true; for {@code BEGAN} that is {@code since} plus the rule's duration
 * @param value the reading; NaN when there is none
 * @param measure what the condition measures: the reading, its change, its score, the seconds of silence
 * @param text why, for people; null when the figures say all, or when it ended because it is over
 */
public record Signal(
        Kind kind,
        String rule,
        int step,
        long fingerprint,
        long datastream,
        long since,
        long at,
        double value,
        double measure,
        @Nullable String text) {

    /** What happened. */
    public enum Kind {
        /** A condition holds now. */
        BEGAN,
        /** It still holds and is clearly worse. */
        WORSE,
        /** It holds no more. */
        ENDED,
        /** The newest reading of a datastream that helps to find sources (wind, fill); says nothing about a rule. */
        LEVEL
    }

    static Signal level(long datastream, long at, double value) {
        return new Signal(Kind.LEVEL, "", 0, 0, datastream, at, at, value, value, null);
    }
}
