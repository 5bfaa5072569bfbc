package org.vigilia.rules;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * One step of a rule came true somewhere.
 *
 * @param step which step
 * @param fingerprint of its condition
 * @param datastream whose; 0 when a camera saw it
 * @param camera which; null when a sensor felt it
 * @param alert the camera's own alert; null when a sensor felt it
 * @param since when it began
 * @param at when it counted, which is later when it must last
 * @param end when it ended; 0 while it goes on
 * @param value the newest reading; null when there is none
 * @param measure what the condition measures; null when there is none
 * @param text for people; null when the figures say all
 */
public record Occurrence(
        int step,
        long fingerprint,
        long datastream,
        @Nullable String camera,
        @Nullable String alert,
        long since,
        long at,
        long end,
        @Nullable Double value,
        @Nullable Double measure,
        @Nullable String text) {

    static Occurrence of(Signal signal) {
        return new Occurrence(
                signal.step(),
                signal.fingerprint(),
                signal.datastream(),
                null,
                null,
                signal.since(),
                signal.at(),
                0,
                known(signal.value()),
                known(signal.measure()),
                signal.text());
    }

    Occurrence with(Signal newer) {
        return new Occurrence(
                step,
                fingerprint,
                datastream,
                camera,
                alert,
                since,
                at,
                end,
                known(newer.value()),
                known(newer.measure()),
                newer.text());
    }

    Occurrence ended(long when) {
        return new Occurrence(
                step, fingerprint, datastream, camera, alert, since, at, Math.max(when, at), value, measure, text);
    }

    private static @Nullable Double known(double figure) {
        return Double.isNaN(figure) ? null : figure;
    }

    @JsonIgnore
    boolean goesOn() {
        return end == 0;
    }

    /** True when it went on at some time between two moments. */
    boolean overlaps(long from, long to) {
        return at <= to && (end == 0 || end >= from);
    }

    /** The thing that told it. */
    String source() {
        return camera != null ? "camera:" + camera : Long.toString(datastream);
    }

    /** Tells it apart from others of the same rule; a later one of the same step and thing takes its place. */
    String key() {
        return step + "|" + source();
    }
}
