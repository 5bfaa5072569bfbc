package org.vigilia.sim.sensors;

import java.time.Instant;

/**
 * Randomness without memory: the same seed and the same moment give the same number, in whatever order one asks. So the
 * town can be looked at for any moment, and a week can be made as fast as it can be sent.
 */
final class Noise {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;

    Noise(long seed) {
        this.seed = seed;
    }

    /** Another, independent source that belongs to a name. */
    Noise of(String name) {
        return new Noise(mix(seed + GOLDEN * name.hashCode()));
    }

    /** A number in 0..1 for each {@code n}. */
    double unit(long n) {
        return (mix(seed ^ mix(n + GOLDEN)) >>> 11) * 0x1.0p-53;
    }

    /** A number in -1..1 for each {@code n}, unrelated to that of {@code n + 1}. */
    double white(long n) {
        return 2 * unit(n) - 1;
    }

    /** A number in -1..1 that wanders: unrelated to itself after {@code periodSeconds}, without jumps before. */
    double smooth(Instant at, double periodSeconds) {
        double x = (at.getEpochSecond() + at.getNano() * 1e-9) / periodSeconds;
        long before = (long) Math.floor(x);
        double part = x - before;
        double weight = part * part * (3 - 2 * part);
        long lane = Double.hashCode(periodSeconds) * GOLDEN;
        return (1 - weight) * white(before + lane) + weight * white(before + 1 + lane);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
