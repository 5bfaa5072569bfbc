package org.vigilia.vision.sound;

import java.time.Instant;

/** What {@link Hearing} makes of sound. */
public sealed interface Heard {

    /** How loud a second was. */
    record Second(SoundLevels levels) implements Heard {}

    /**
     * How loud a minute was.
     *
     * @param at begin of it, UTC, a whole minute
     * @param laeq A-weighted mean level, decibels
     */
    record Minute(Instant at, double laeq) implements Heard {}

    /** Something stands out. Told once, as soon as it is recognised. */
    record Began(SoundEvent event) implements Heard {}

    /** It is over. */
    record Ended(SoundEvent event) implements Heard {}
}
