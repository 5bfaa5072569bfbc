package org.vigilia.vision.sound;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what stands out: cuts the sound into frames that overlap by half, describes each against what is usual here, and
 * has the watches judge them. One pass; holds a few seconds of descriptions and no more sound than one frame. Times are
 * seconds since the first sample. Not thread-safe.
 */
final class EventJudge {

    private static final double LONGEST_FRAME_SECONDS = 0.034;
    /** Less than this below full scale is not called an event, however quiet it is otherwise. */
    private static final double LEAST_BELOW_FULL_SCALE = 60;

    private final double rate;
    private final int size;
    private final double[] ring;
    private final double[] power;
    private final Spectrum spectrum;
    private final FrameMaker maker;
    private final Roughness roughness;
    private final ImpulseWatch impulses;
    private final ToneWatch tones;
    private long samples;
    private long since;

    /**
     * What was found; times in seconds.
     *
     * @param over whether it has ended: impulses are told once, ended; what goes on is told when it begins and ends
     */
    record Found(SoundKind kind, double from, double to, double level, double confidence, boolean over) {}

    EventJudge(double rate, double fullScaleDb) {
        this.rate = rate;
        size = Integer.highestOneBit((int) (rate * LONGEST_FRAME_SECONDS));
        ring = new double[size];
        power = new double[size / 2 + 1];
        spectrum = new Spectrum(size);
        double frameSeconds = size / 2 / rate;
        double least = fullScaleDb - LEAST_BELOW_FULL_SCALE;
        maker = new FrameMaker(rate, size, frameSeconds, fullScaleDb);
        roughness = new Roughness(rate);
        impulses = new ImpulseWatch(frameSeconds, least);
        tones = new ToneWatch(frameSeconds, least, roughness);
    }

    /** Takes one sample, full scale ±1; nearly always empty. */
    List<Found> take(double sample) {
        ring[(int) (samples % size)] = sample;
        roughness.take(sample);
        samples++;
        since++;
        if (since < size || samples % (size / 2) != 0) {
            return List.of();
        }
        spectrum.power(ring, (int) (samples % size), power);
        Frame frame = maker.take((samples - size) / rate, power);
        if (!maker.learnt()) {
            return List.of();
        }
        List<Found> found = new ArrayList<>(0);
        ImpulseWatch.Impulse impulse = impulses.take(frame);
        if (impulse != null) {
            found.add(new Found(
                    impulse.kind(), impulse.from(), impulse.to(), impulse.level(), impulse.confidence(), true));
        }
        add(tones.take(frame), found);
        return found;
    }

    private static void add(List<ToneWatch.Tone> tones, List<Found> found) {
        for (ToneWatch.Tone tone : tones) {
            found.add(new Found(tone.kind(), tone.from(), tone.to(), tone.level(), tone.confidence(), tone.over()));
        }
    }

    /** There is a gap before the next sample: what goes on is over. What is usual here stays known. */
    List<Found> gap() {
        since = 0;
        impulses.reset();
        List<Found> found = new ArrayList<>(0);
        add(tones.reset(), found);
        return found;
    }

    /** Samples taken so far. */
    long samples() {
        return samples;
    }
}
