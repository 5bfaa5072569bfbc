package org.vigilia.vision.sound;

/**
 * Describes each frame by itself and against what is usually heard: the median spectrum and level of about the last
 * minute, and the level that one frame in twenty reaches. All three follow by small steps up and down, which needs no
 * memory and is not moved by what is loud but short. Not thread-safe.
 */
final class FrameMaker {

    /** Decibels a second by which the usual level and spectrum may move. */
    private static final double USUAL_STEP = 0.5;
    /** The same for the level that is often reached; twentyfold upwards. */
    private static final double OFTEN_STEP = 0.8;

    private static final double LEARN_SECONDS = 2;
    private static final double LOW_HZ = 100;
    private static final double HIGH_HZ = 2800;
    private static final double LEAST_PITCH_HZ = 300;
    private static final double MOST_PITCH_HZ = 4500;
    private static final double FLOOR = 1e-13;
    /** A microphone's own noise; less is a line that is cut. */
    private static final double QUIETEST_BELOW_FULL_SCALE = 80;

    private final double frameSeconds;
    private final double binHz;
    private final int lowBin;
    private final int lastBin;
    private final double fullScaleDb;
    private final double[] aSquare;
    private final double[] usual;
    private final double[] above;
    private final double spectrumUp;
    private double usualLevel;
    private double oftenLevel;
    private long frames;

    FrameMaker(double rate, int size, double frameSeconds, double fullScaleDb) {
        this.frameSeconds = frameSeconds;
        this.fullScaleDb = fullScaleDb;
        binHz = rate / size;
        lowBin = (int) Math.ceil(LOW_HZ / binHz);
        lastBin = (int) Math.min(size / 2 - 1, 9_000 / binHz);
        aSquare = new double[size / 2 + 1];
        for (int k = 1; k < aSquare.length; k++) {
            double gain = Weighting.A.gain(k * binHz);
            aSquare[k] = gain * gain;
        }
        usual = new double[size / 2 + 1];
        above = new double[size / 2 + 1];
        spectrumUp = Math.pow(10, USUAL_STEP * frameSeconds / 10);
    }

    /** Whether enough was heard to know what is usual. */
    boolean learnt() {
        return frames * frameSeconds >= LEARN_SECONDS;
    }

    Frame take(double seconds, double[] power) {
        double weighted = FLOOR;
        for (int k = 1; k <= lastBin; k++) {
            weighted += power[k] * aSquare[k];
        }
        double level = fullScaleDb + 10 * Math.log10(weighted / 0.5);
        if (!learnt()) {
            learn(power, level);
            return new Frame(seconds, level, 0, 0, 0, 0, 0);
        }
        double total = FLOOR;
        double high = 0;
        for (int k = lowBin; k <= lastBin; k++) {
            double more = Math.max(0, power[k] - 3 * usual[k]);
            above[k] = more;
            total += more;
            if (k * binHz > HIGH_HZ) {
                high += more;
            }
        }
        double pitch = pitch();
        double tonality = pitch == 0 ? 0 : held(pitch) / total;
        double quiet = Math.max(usualLevel, fullScaleDb - QUIETEST_BELOW_FULL_SCALE);
        Frame frame = new Frame(
                seconds, level, level - quiet, level - oftenLevel, high / total, Math.min(1, tonality), pitch);
        follow(power, level);
        return frame;
    }

    private void learn(double[] power, double level) {
        frames++;
        for (int k = 0; k < usual.length; k++) {
            usual[k] += (Math.max(power[k], FLOOR / 100) - usual[k]) / frames;
        }
        usualLevel += (level - usualLevel) / frames;
        oftenLevel = frames == 1 ? level : Math.max(oftenLevel, level);
    }

    private void follow(double[] power, double level) {
        for (int k = lowBin; k <= lastBin; k++) {
            usual[k] = power[k] > usual[k] ? usual[k] * spectrumUp : Math.max(FLOOR / 100, usual[k] / spectrumUp);
        }
        usualLevel += (level > usualLevel ? USUAL_STEP : -USUAL_STEP) * frameSeconds;
        oftenLevel += (level > oftenLevel ? 20 : -1) * OFTEN_STEP * frameSeconds;
    }

    /** The tone whose overtones hold most: the strongest bin's, or one that it is the second or third overtone of. */
    private double pitch() {
        int best = 0;
        int from = (int) Math.max(lowBin, LEAST_PITCH_HZ / binHz);
        int to = (int) Math.min(lastBin - 1, MOST_PITCH_HZ / binHz);
        for (int k = from; k <= to; k++) {
            if (above[k] > above[best == 0 ? from : best]) {
                best = k;
            }
        }
        if (best == 0 || above[best] == 0) {
            return 0;
        }
        double left = Math.log(above[best - 1] + FLOOR);
        double middle = Math.log(above[best] + FLOOR);
        double right = Math.log(above[best + 1] + FLOOR);
        double bend = left - 2 * middle + right;
        double hz = (best + (bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0)) * binHz;
        double chosen = hz;
        double most = held(hz);
        for (int part = 2; part <= 3 && hz / part >= LEAST_PITCH_HZ; part++) {
            double holds = held(hz / part);
            if (holds > 1.15 * most) {
                most = holds;
                chosen = hz / part;
            }
        }
        return chosen;
    }

    /** What lies above the usual spectrum at a tone and its overtones. */
    private double held(double hz) {
        double sum = 0;
        // where overtones are close together, a wide reach would find noise everywhere
        int reach = hz / binHz >= 12 ? 2 : 1;
        int free = lowBin;
        for (double tone = hz; tone <= lastBin * binHz; tone += hz) {
            int centre = (int) Math.round(tone / binHz);
            for (int k = Math.max(free, centre - reach); k <= Math.min(lastBin, centre + reach); k++) {
                sum += above[k];
            }
            free = centre + reach + 1;
        }
        return sum;
    }
}
