package org.vigilia.facts.sensing;

import java.time.Duration;

/** How long a roll-up is. All begin at whole multiples of it since 1970, UTC. */
public enum Span {
    MINUTE('M', Duration.ofMinutes(1)),
    HOUR('H', Duration.ofHours(1)),
    DAY('D', Duration.ofDays(1));

    private final char letter;
    private final Duration length;

    Span(char letter, Duration length) {
        this.letter = letter;
        this.length = length;
    }

    /** As the table has it. */
    public char letter() {
        return letter;
    }

    public Duration length() {
        return length;
    }

    /** Its length in microseconds. */
    public long micros() {
        return length.toMillis() * 1_000;
    }

    /** The begin of the one that holds this moment, both in microseconds since 1970. */
    public long beginOf(long micros) {
        return micros - Math.floorMod(micros, micros());
    }
}
