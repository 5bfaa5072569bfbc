package org.vigilia.vision.sound;

/** Frequency weightings of IEC 61672-1, annex E: how sensitive the ear is taken to be. */
enum Weighting {
    A(new double[][] {{Weighting.F1, Weighting.F1}, {Weighting.F2, Weighting.F3}}),
    C(new double[][] {{Weighting.F1, Weighting.F1}});

    private static final double F1 = 20.60;
    private static final double F2 = 107.7;
    private static final double F3 = 737.9;
    private static final double F4 = 12_194;

    private final double[][] lowPoles;

    Weighting(double[][] lowPoles) {
        this.lowPoles = lowPoles;
    }

    /** Pairs of poles with a double zero at 0 Hz each, in Hz; the double pole at 12 194 Hz is not among them. */
    double[][] lowPoles() {
        return lowPoles;
    }

    /** What the standard wants, as a factor of the amplitude; 1 at 1 kHz. */
    double gain(double hz) {
        return raw(hz) / raw(1000);
    }

    private double raw(double hz) {
        double square = hz * hz;
        double gain = F4 * F4 / (square + F4 * F4);
        for (double[] pair : lowPoles) {
            gain *= square / (Math.hypot(hz, pair[0]) * Math.hypot(hz, pair[1]));
        }
        return gain;
    }
}
