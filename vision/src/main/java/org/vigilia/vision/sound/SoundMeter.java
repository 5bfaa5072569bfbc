package org.vigilia.vision.sound;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sound level meter (IEC 61672-1) for one channel. Seconds are whole seconds of UTC; one that was not heard from its
 * begin to its end is left out. Not thread-safe.
 */
final class SoundMeter {

    /** A sine of full scale has half the mean square of the square of its peak. */
    private static final double FULL_SCALE_SQUARE = 0.5;
    /** Nothing at all would be minus infinity; far below what any microphone can tell from its own noise. */
    private static final double LEAST_SQUARE = 1e-15;

    private static final double FAST_SECONDS = 0.125;

    private final double fullScaleDb;
    private final WeightingFilter a;
    private final WeightingFilter c;
    private final List<Octave> bands;
    private final Biquads[] filters;
    private final double[] bandSums;
    private final double fastStep;

    private double aSum;
    private double fast;
    private double fastMax;
    private double peak;
    private long samples;

    SoundMeter(double rate, double fullScaleDb) {
        this.fullScaleDb = fullScaleDb;
        a = new WeightingFilter(Weighting.A, rate);
        c = new WeightingFilter(Weighting.C, rate);
        bands = Octave.within(rate);
        filters = bands.stream()
                .map(band -> Biquads.bandPass(4, band.lowHz(), band.highHz(), rate))
                .toArray(Biquads[]::new);
        bandSums = new double[filters.length];
        fastStep = 1 - Math.exp(-1 / (rate * FAST_SECONDS));
    }

    /** Takes one sample, full scale ±1. */
    void take(double sample) {
        double weighted = a.next(sample);
        double square = weighted * weighted;
        aSum += square;
        fast += (square - fast) * fastStep;
        fastMax = Math.max(fastMax, fast);
        peak = Math.max(peak, Math.abs(c.next(sample)));
        for (int i = 0; i < filters.length; i++) {
            double part = filters[i].next(sample);
            bandSums[i] += part * part;
        }
        samples++;
    }

    /** Ends the second; null when nothing was taken in it. */
    @Nullable
    SoundLevels end(Instant begin) {
        if (samples == 0) {
            return null;
        }
        Map<Octave, Double> octaves = new EnumMap<>(Octave.class);
        for (int i = 0; i < filters.length; i++) {
            octaves.put(bands.get(i), decibels(bandSums[i] / samples));
        }
        SoundLevels levels =
                new SoundLevels(begin, decibels(aSum / samples), decibels(fastMax), decibels(peak * peak), octaves);
        begin();
        return levels;
    }

    /** Forgets what was taken since the last end, but lets the filters ring on. */
    void begin() {
        aSum = 0;
        fastMax = fast;
        peak = 0;
        samples = 0;
        Arrays.fill(bandSums, 0);
    }

    /** After a gap: nothing of before counts. */
    void reset() {
        a.reset();
        c.reset();
        for (Biquads filter : filters) {
            filter.reset();
        }
        fast = 0;
        begin();
    }

    private double decibels(double meanSquare) {
        return fullScaleDb + 10 * Math.log10(Math.max(LEAST_SQUARE, meanSquare) / FULL_SCALE_SQUARE);
    }
}
