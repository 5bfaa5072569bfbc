package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * An even sample of the last values, for quantiles: every value at first, then every second, fourth and eighth, 512 in
 * all.
 */
final class Sample {

    private static final int SIZE = 512;
    private static final int MAX_STRIDE = 8;

    private final double[] values = new double[SIZE];
    private final double[] sorted = new double[SIZE];
    private int kept;
    private int stride = 1;
    private int phase;
    private int oldest;

    void add(double value) {
        boolean skip = phase != 0;
        phase = (phase + 1) % stride;
        if (skip) {
            return;
        }
        if (kept == SIZE && stride < MAX_STRIDE) {
            thin();
        }
        if (kept < SIZE) {
            values[kept] = value;
            place(value, kept);
            kept++;
        } else {
            replace(values[oldest], value);
            values[oldest] = value;
            oldest = (oldest + 1) % SIZE;
        }
    }

    private void thin() {
        for (int i = 0; i < SIZE / 2; i++) {
            values[i] = values[2 * i];
        }
        kept = SIZE / 2;
        stride *= 2;
        phase = 1;
        sort();
    }

    private void sort() {
        System.arraycopy(values, 0, sorted, 0, kept);
        Arrays.sort(sorted, 0, kept);
    }

    private void replace(double old, double value) {
        int at = Arrays.binarySearch(sorted, 0, kept, old);
        System.arraycopy(sorted, at + 1, sorted, at, kept - at - 1);
        place(value, kept - 1);
    }

    private void place(double value, int among) {
        int found = Arrays.binarySearch(sorted, 0, among, value);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, among - at);
        sorted[at] = value;
    }

    /** Returns the value below which the share (0 to 1) lies; NaN before the first value. */
    double quantile(double share) {
        return kept == 0 ? Double.NaN : sorted[Math.min(kept - 1, (int) (share * kept))];
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(kept);
        out.writeInt(stride);
        out.writeInt(phase);
        out.writeInt(oldest);
        for (int i = 0; i < kept; i++) {
            out.writeDouble(values[i]);
        }
    }

    void read(DataInput in) throws IOException {
        kept = in.readInt();
        stride = in.readInt();
        phase = in.readInt();
        oldest = in.readInt();
        if (kept < 0 || kept > SIZE || stride < 1 || stride > MAX_STRIDE || oldest < 0 || oldest >= SIZE) {
            throw new IOException("a sample cannot be of " + kept + " values, each " + stride + "th kept");
        }
        for (int i = 0; i < kept; i++) {
            values[i] = in.readDouble();
        }
        sort();
    }
}
