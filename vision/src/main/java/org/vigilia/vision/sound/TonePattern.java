package org.vigilia.vision.sound;

import java.util.Arrays;
import java.util.List;

/**
 * What the tones of a few seconds do: repeat, alternate, sweep, or none of these.
 *
 * <p>Alarms are made to be told apart from everything else: one tone switched on and off at an even pace, two tones in
 * turn, or one that sweeps up and down. Tunes and voices do none of these for long.
 */
final class TonePattern {

    private static final double STEADY_OCTAVES = 0.045;
    /** By how much a step from frame to frame may differ from the one before. */
    private static final double SMOOTH_OCTAVES = 0.07;

    private static final double MOVING_OCTAVES = 0.003;
    private static final double CLEAR = 0.8;
    private static final double TURN_OCTAVES = 0.12;

    private final List<Frame> frames;
    private final double frameSeconds;
    /** Octaves above 1 Hz; NaN where there is no tone. */
    private final double[] pitch;

    private final double[] sorted;

    TonePattern(List<Frame> frames, double frameSeconds) {
        this.frames = frames;
        this.frameSeconds = frameSeconds;
        pitch = new double[frames.size()];
        for (int i = 0; i < pitch.length; i++) {
            Frame frame = frames.get(i);
            pitch[i] = frame.tonal() ? Math.log(frame.pitchHz()) / Math.log(2) : Double.NaN;
        }
        sorted = Arrays.stream(pitch).filter(p -> !Double.isNaN(p)).sorted().toArray();
    }

    /** Share of the time in which a tone is heard. */
    double share() {
        return pitch.length == 0 ? 0 : (double) sorted.length / pitch.length;
    }

    /** Mean tonality of the frames that have a tone. */
    double tonality() {
        return frames.stream()
                .filter(Frame::tonal)
                .mapToDouble(Frame::tonality)
                .average()
                .orElse(0);
    }

    /** Greatest level of the frames that have a tone. */
    double level() {
        return frames.stream()
                .filter(Frame::tonal)
                .mapToDouble(Frame::level)
                .max()
                .orElse(0);
    }

    /** Middle pitch, Hz; 0 when there is none. */
    double pitchHz() {
        return sorted.length == 0 ? 0 : Math.pow(2, quantile(0.5));
    }

    private double quantile(double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** From low to high, octaves, without the outermost tenth. */
    double range() {
        return sorted.length == 0 ? 0 : quantile(0.95) - quantile(0.05);
    }

    boolean alarm() {
        return sorted.length > 10 && tonality() > CLEAR && (beeps() || twoTones() || sweeps());
    }

    /** One tone, on and off evenly. */
    private boolean beeps() {
        if (share() < 0.15 || share() > 0.88 || quantile(0.9) - quantile(0.1) > STEADY_OCTAVES) {
            return false;
        }
        double middle = quantile(0.5);
        int runs = 0;
        double lastStart = Double.NaN;
        double[] gaps = new double[pitch.length];
        int gapCount = 0;
        int length = 0;
        for (int i = 0; i <= pitch.length; i++) {
            boolean on = i < pitch.length && Math.abs(pitch[i] - middle) < STEADY_OCTAVES;
            if (on) {
                length++;
            } else if (length > 0) {
                double seconds = length * frameSeconds;
                if (seconds < 0.05 || seconds > 1.3) {
                    return false;
                }
                double start = (i - length) * frameSeconds;
                if (!Double.isNaN(lastStart)) {
                    gaps[gapCount++] = start - lastStart;
                }
                lastStart = start;
                runs++;
                length = 0;
            }
        }
        // groups of beeps with a rest between them (ISO 8201) leave some gaps that are longer
        double least = Arrays.stream(gaps, 0, gapCount).min().orElse(0);
        long even = Arrays.stream(gaps, 0, gapCount)
                .filter(gap -> gap < least * 1.2 + frameSeconds)
                .count();
        return runs >= 3 && least > 0.12 && even >= Math.max(2, gapCount * 0.6);
    }

    /** Two tones in turn. */
    private boolean twoTones() {
        double range = range();
        if (share() < 0.7 || range < 0.1 || range > 1.4) {
            return false;
        }
        double low = quantile(0.12);
        double high = quantile(0.88);
        double near = Math.max(STEADY_OCTAVES, range * 0.12);
        int turns = 0;
        int dwell = 0;
        int shortest = (int) Math.ceil(0.12 / frameSeconds);
        int strangers = 0;
        int side = 0;
        for (double each : pitch) {
            if (Double.isNaN(each)) {
                continue;
            }
            int now = Math.abs(each - low) < near ? -1 : Math.abs(each - high) < near ? 1 : 0;
            if (now == 0) {
                strangers++;
            } else if (now == side) {
                dwell++;
            } else {
                turns += side != 0 && dwell >= shortest ? 1 : 0;
                side = now;
                dwell = 1;
            }
        }
        return turns >= 3 && strangers < sorted.length * 0.15;
    }

    /** One tone that glides up and down. */
    private boolean sweeps() {
        return share() > 0.75 && range() > 0.3 && smooth() > 0.93 && moving() > 0.6 && turns() >= 2;
    }

    /** Share of the steps from frame to frame that go on like the one before: no jumps. */
    double smooth() {
        int steps = 0;
        int small = 0;
        for (int i = 2; i < pitch.length; i++) {
            double bend = pitch[i] - 2 * pitch[i - 1] + pitch[i - 2];
            if (!Double.isNaN(bend)) {
                steps++;
                small += Math.abs(bend) < SMOOTH_OCTAVES ? 1 : 0;
            }
        }
        return steps == 0 ? 0 : (double) small / steps;
    }

    /** Share of the steps from frame to frame that go anywhere. */
    double moving() {
        int steps = 0;
        int large = 0;
        for (int i = 1; i < pitch.length; i++) {
            double step = pitch[i] - pitch[i - 1];
            if (!Double.isNaN(step)) {
                steps++;
                large += Math.abs(step) > MOVING_OCTAVES ? 1 : 0;
            }
        }
        return steps == 0 ? 0 : (double) large / steps;
    }

    private int turns() {
        int turns = 0;
        int direction = 0;
        double extreme = Double.NaN;
        for (double each : pitch) {
            if (Double.isNaN(each)) {
                continue;
            }
            if (Double.isNaN(extreme)) {
                extreme = each;
            } else if (direction * (each - extreme) > 0 || direction == 0 && each != extreme) {
                if (direction == 0 && Math.abs(each - extreme) > TURN_OCTAVES) {
                    direction = each > extreme ? 1 : -1;
                }
                extreme = direction == 0 ? extreme : each;
            } else if (direction != 0 && Math.abs(each - extreme) > TURN_OCTAVES) {
                turns++;
                direction = -direction;
                extreme = each;
            }
        }
        return turns;
    }
}
