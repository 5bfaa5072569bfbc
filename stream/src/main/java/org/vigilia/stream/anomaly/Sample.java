package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * An even sample of the last values, for quantiles: every value at first, then every second, fourth and eighth, 512 in
 * all. Quantiles are brought up to date at every eighth kept value.
 */
final class Sample {

    private static final int SIZE = 512;
    private static final int MAX_STRIDE = 8;
    private static final int REFRESH = 8;

    private final double[] values = new double[SIZE];
    private double[] sorted = new double[0];
    private int kept;
    private int stride = 1;
    private int phase;
    private int oldest;
    private int unsorted;

    void add(double value) {
        boolean skip = phase != 0;
        phase = (phase + 1) % stride;
        if (skip) {
            return;
        }
        if (kept < SIZE) {
            values[kept++] = value;
        } else if (stride < MAX_STRIDE) {
            thin();
            values[kept++] = value;
        } else {
            values[oldest] = value;
            oldest = (oldest + 1) % SIZE;
        }
        unsorted++;
        if (sorted.length == 0 || unsorted >= REFRESH) {
            sort();
        }
    }

    private void thin() {
        for (int i = 0; i < SIZE / 2; i++) {
            values[i] = values[2 * i];
        }
        kept = SIZE / 2;
        stride *= 2;
        phase = 1;
    }

    private void sort() {
        sorted = Arrays.copyOf(values, kept);
        Arrays.sort(sorted);
        unsorted = 0;
    }

    /** Returns the value below which the share lies; NaN before the first value. */
    double quantile(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(kept);
        out.writeInt(stride);
        out.writeInt(phase);
        out.writeInt(oldest);
        out.writeInt(unsorted);
        for (int i = 0; i < kept; i++) {
            out.writeDouble(values[i]);
        }
        out.writeInt(sorted.length);
        for (double value : sorted) {
            out.writeDouble(value);
        }
    }

    void read(DataInput in) throws IOException {
        kept = size(in.readInt());
        stride = in.readInt();
        phase = in.readInt();
        oldest = in.readInt();
        unsorted = in.readInt();
        for (int i = 0; i < kept; i++) {
            values[i] = in.readDouble();
        }
        sorted = new double[size(in.readInt())];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = in.readDouble();
        }
    }

    private static int size(int size) throws IOException {
        if (size < 0 || size > SIZE) {
            throw new IOException("a sample keeps 0 to " + SIZE + " values, not " + size);
        }
        return size;
    }
}
