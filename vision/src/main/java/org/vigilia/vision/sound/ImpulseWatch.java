package org.vigilia.vision.sound;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds bangs and breaking glass. How sudden a sound is, is judged as NT ACOU 112 does: by the onset rate and the level
 * difference of the A-weighted level with time weighting F. What comes often, like drums or a pile driver, is left out
 * because it must rise above the level that is often reached. Not thread-safe.
 */
final class ImpulseWatch {

    private static final int BEFORE = 8;
    private static final double FAST_SECONDS = 0.125;
    private static final double LEAST_RISE = 10;
    private static final double LEAST_ABOVE = 16;
    private static final double LEAST_LOUD = 7;
    private static final double LEAST_PROMINENCE = 8.5;
    private static final double LONGEST_SECONDS = 1.6;
    private static final double REST_SECONDS = 0.6;
    private static final double GLASS_HIGH = 0.55;
    private static final double TONE = 0.55;
    private static final double FADE_DB = 15;
    /** A pane that breaks pauses between the blow and the fall. */
    private static final double FADE_SECONDS = 0.12;
    /** A syllable swells for longer. */
    private static final double LONGEST_RISE_SECONDS = 0.035;

    private final double fastStep;
    private final int fadeFrames;
    private final double leastLevel;
    private final double[] before = new double[BEFORE];
    private final List<Frame> sounding = new ArrayList<>();
    private long frames;
    private double fast;
    private double fastBefore;
    private double fastMax;
    private double fastMaxAt;
    private double peak;
    private int faded;
    private double restUntil;

    /** What was found; times in seconds since the judge began to listen. */
    record Impulse(SoundKind kind, double from, double to, double level, double confidence) {}

    /** @param leastLevel decibels that are too little to be called an event */
    ImpulseWatch(double frameSeconds, double leastLevel) {
        this.fadeFrames = (int) Math.ceil(FADE_SECONDS / frameSeconds);
        this.fastStep = 1 - Math.exp(-frameSeconds / FAST_SECONDS);
        this.leastLevel = leastLevel;
    }

    /** Something that just ended; null nearly always. */
    @Nullable
    Impulse take(Frame frame) {
        double square = Math.pow(10, frame.level() / 10);
        double last = fast;
        fast = frames == 0 ? square : fast + (square - fast) * fastStep;
        Impulse found = null;
        if (!sounding.isEmpty()) {
            found = sounds(frame);
        } else if (frames > BEFORE && frame.seconds() > restUntil && begins(frame)) {
            fastBefore = last;
            fastMax = 0;
            peak = Double.NEGATIVE_INFINITY;
            faded = 0;
            found = sounds(frame);
        }
        before[(int) (frames % BEFORE)] = frame.level();
        frames++;
        return found;
    }

    private boolean begins(Frame frame) {
        // the frame just before may hold the beginning of the same onset, so older ones are looked at
        double sum = 0;
        for (int back = 3; back <= BEFORE; back++) {
            sum += before[(int) ((frames - back) % BEFORE)];
        }
        return frame.level() - sum / (BEFORE - 2) > LEAST_RISE
                && frame.above() > LEAST_ABOVE
                && frame.loud() > LEAST_LOUD
                && frame.level() > leastLevel;
    }

    private @Nullable Impulse sounds(Frame frame) {
        sounding.add(frame);
        peak = Math.max(peak, frame.level());
        if (fast > fastMax) {
            fastMax = fast;
            fastMaxAt = frame.seconds();
        }
        faded = frame.level() < peak - FADE_DB || frame.above() < 6 ? faded + 1 : 0;
        double lasted = frame.seconds() - sounding.get(0).seconds();
        if (faded < fadeFrames && lasted < LONGEST_SECONDS) {
            return null;
        }
        Impulse found = faded < fadeFrames ? null : judge(lasted);
        restUntil = frame.seconds() + (found == null ? 0 : REST_SECONDS);
        sounding.clear();
        return found;
    }

    private @Nullable Impulse judge(double lasted) {
        double weight = 0;
        double high = 0;
        double tone = 0;
        double shortUntil = sounding.get(0).seconds();
        double nearPeakAt = Double.NaN;
        int peaks = 0;
        for (int i = 0; i < sounding.size(); i++) {
            Frame frame = sounding.get(i);
            double loud = Math.pow(10, frame.level() / 10);
            weight += loud;
            high += loud * frame.high();
            tone += loud * frame.tonality();
            if (frame.level() > peak - 10) {
                shortUntil = frame.seconds();
            }
            if (Double.isNaN(nearPeakAt) && frame.level() > peak - 3) {
                nearPeakAt = frame.seconds();
            }
            boolean local = i > 0
                    && i + 1 < sounding.size()
                    && frame.level() > sounding.get(i - 1).level() + 0.5
                    && frame.level() >= sounding.get(i + 1).level();
            peaks += local && frame.high() > GLASS_HIGH ? 1 : 0;
        }
        high /= weight;
        tone /= weight;
        double from = sounding.get(0).seconds();
        double body = shortUntil - from;
        double prominence = prominence(from);
        if (prominence < LEAST_PROMINENCE || tone > TONE || nearPeakAt - from > LONGEST_RISE_SECONDS) {
            return null;
        }
        double sure = 0.5 + 0.5 * Math.min(1, (prominence - LEAST_PROMINENCE) / 3);
        boolean tinkles = high > GLASS_HIGH && peaks >= 2;
        if (tinkles && body > 0.06) {
            return new Impulse(SoundKind.GLASS, from, from + lasted, peak, sure);
        }
        if (!tinkles && body < 0.35) {
            return new Impulse(SoundKind.BANG, from, from + lasted, peak, sure);
        }
        return null;
    }

    /** P of NT ACOU 112, equation 1: 3 lg(onset rate, dB/s) + 2 lg(level difference, dB). */
    private double prominence(double from) {
        double difference = 10 * Math.log10(fastMax / fastBefore);
        // one frame is the finest that can be told apart
        double seconds = Math.max(0.02, fastMaxAt - from);
        return difference <= 1 ? 0 : 3 * Math.log10(difference / seconds) + 2 * Math.log10(difference);
    }

    /** After a gap in the sound. */
    void reset() {
        sounding.clear();
        frames = 0;
    }
}
