package org.vigilia.vision.sound;

import java.util.Arrays;
import java.util.List;

/** Octave bands of IEC 61260-1, named by their nominal middle. */
public enum Octave {
    HZ_63(63, -4),
    HZ_125(125, -3),
    HZ_250(250, -2),
    HZ_500(500, -1),
    HZ_1000(1000, 0),
    HZ_2000(2000, 1),
    HZ_4000(4000, 2),
    HZ_8000(8000, 3);

    /** A filter needs this much room between its upper edge and half the sampling rate. */
    private static final double ROOM = 0.95;

    private final int nominalHz;
    private final double middleHz;

    Octave(int nominalHz, int steps) {
        this.nominalHz = nominalHz;
        this.middleHz = 1000 * Math.pow(10, 0.3 * steps);
    }

    /** The nominal middle, Hz. */
    public int nominalHz() {
        return nominalHz;
    }

    double middleHz() {
        return middleHz;
    }

    double lowHz() {
        return middleHz * Math.pow(10, -0.15);
    }

    double highHz() {
        return middleHz * Math.pow(10, 0.15);
    }

    /** Those that lie below half this many samples a second. */
    public static List<Octave> within(double rate) {
        return Arrays.stream(values())
                .filter(band -> band.highHz() < rate / 2 * ROOM)
                .toList();
    }
}
