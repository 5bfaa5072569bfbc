package org.vigilia.vision.sound;

/**
 * A frequency weighting for sampled sound, within 0.2 dB of the standard up to nine tenths of half the sampling rate.
 *
 * <p>The poles at low frequencies are exact enough by the bilinear transform. It would bend the double pole at 12 194 Hz
 * far out of place, at 16 kHz even beyond half the rate; so a short symmetrical filter, fitted by least squares to what is
 * still missing, does that part. Not thread-safe.
 */
final class WeightingFilter {

    private static final int REACH = 12;
    private static final double FITTED = 0.93;
    private static final int POINTS = 240;

    private final Biquads low;
    private final double rate;
    /** The middle tap and those to one side of it. */
    private final double[] taps;

    private final double[] line = new double[2 * REACH + 1];
    private int at;

    /** @param rate samples a second, 8 000 to 48 000 */
    WeightingFilter(Weighting weighting, double rate) {
        this.rate = rate;
        low = Biquads.highPasses(weighting.lowPoles(), rate);
        taps = fit(weighting);
        double off = gain(1000);
        for (int i = 0; i < taps.length; i++) {
            taps[i] /= off;
        }
    }

    private double[] fit(Weighting weighting) {
        int unknown = REACH + 1;
        double[][] rows = new double[unknown][unknown + 1];
        for (int point = 0; point < POINTS; point++) {
            double hz = rate / 2 * FITTED * (point + 0.5) / POINTS;
            double wanted = weighting.gain(hz) / low.gain(hz, rate);
            double[] base = new double[unknown];
            for (int k = 0; k < unknown; k++) {
                // relative error counts, as it does in decibels
                base[k] = (k == 0 ? 1 : 2) * Math.cos(2 * Math.PI * hz / rate * k) / wanted;
            }
            for (int r = 0; r < unknown; r++) {
                for (int c = 0; c < unknown; c++) {
                    rows[r][c] += base[r] * base[c];
                }
                rows[r][unknown] += base[r];
            }
        }
        return solve(rows);
    }

    /** Gauss with pivoting; each row ends with its right side. */
    private static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int c = 0; c < n; c++) {
            int best = c;
            for (int r = c + 1; r < n; r++) {
                if (Math.abs(rows[r][c]) > Math.abs(rows[best][c])) {
                    best = r;
                }
            }
            double[] swap = rows[c];
            rows[c] = rows[best];
            rows[best] = swap;
            for (int r = c + 1; r < n; r++) {
                double factor = rows[r][c] / rows[c][c];
                for (int k = c; k <= n; k++) {
                    rows[r][k] -= factor * rows[c][k];
                }
            }
        }
        double[] found = new double[n];
        for (int r = n - 1; r >= 0; r--) {
            double rest = rows[r][n];
            for (int c = r + 1; c < n; c++) {
                rest -= rows[r][c] * found[c];
            }
            found[r] = rest / rows[r][r];
        }
        return found;
    }

    /** The weighted sound, {@value #REACH} samples late. */
    double next(double sample) {
        line[at] = low.next(sample);
        int middle = at - REACH;
        double out = taps[0] * line[wrapped(middle)];
        for (int k = 1; k <= REACH; k++) {
            out += taps[k] * (line[wrapped(middle - k)] + line[wrapped(middle + k)]);
        }
        at = at + 1 == line.length ? 0 : at + 1;
        return out;
    }

    private int wrapped(int index) {
        return index < 0 ? index + line.length : index;
    }

    /** By how much a sine of this frequency is multiplied. */
    double gain(double hz) {
        double sum = taps[0];
        for (int k = 1; k < taps.length; k++) {
            sum += 2 * taps[k] * Math.cos(2 * Math.PI * hz / rate * k);
        }
        return low.gain(hz, rate) * Math.abs(sum);
    }

    void reset() {
        low.reset();
        java.util.Arrays.fill(line, 0);
    }
}
