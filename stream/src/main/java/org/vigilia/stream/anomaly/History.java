package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The last 4,096 readings: their means and scatter, and where their course looked most like that of the last ones. */
final class History {

    private static final int SIZE = 4096;
    private static final int MASK = SIZE - 1;

    /** A course is eight means of four readings. */
    private static final int POINTS = 8;

    private static final int POINT = 4;
    static final int COURSE = POINTS * POINT;

    private final double[] values = new double[SIZE];
    private final double[] points = new double[SIZE];
    private long count;

    void add(double value) {
        int at = (int) (count & MASK);
        values[at] = value;
        count++;
        points[at] = mean(POINT);
    }

    long count() {
        return count;
    }

    /** The value so many readings before the newest; 0 is the newest. */
    double back(long readings) {
        return values[(int) ((count - 1 - readings) & MASK)];
    }

    /** The mean of the last readings. */
    double mean(int width) {
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += back(i);
        }
        return sum / width;
    }

    /** The mean of the readings before the last ones. */
    double meanBefore(int last, int width) {
        double sum = 0;
        for (int i = last; i < last + width; i++) {
            sum += back(i);
        }
        return sum / width;
    }

    /** The standard deviation of the last readings. */
    double spread(int width) {
        double mean = mean(width);
        double squares = 0;
        for (int i = 0; i < width; i++) {
            double difference = back(i) - mean;
            squares += difference * difference;
        }
        return Math.sqrt(squares / width);
    }

    /** Where an earlier course came closest: how many readings ago, and the root mean square difference. */
    record Match(int readingsAgo, double distance) {}

    /**
     * Finds the earlier course that is most like the last one; the two do not overlap. Call it when at least three
     * courses have been seen.
     */
    Match nearest() {
        int furthest = (int) Math.min(count - 1, SIZE - 1 - COURSE) - COURSE;
        double best = Double.POSITIVE_INFINITY;
        int bestAgo = 0;
        int newest = (int) ((count - 1) & MASK);
        for (int ago = COURSE + POINT; ago <= furthest; ago++) {
            double squares = 0;
            for (int j = 0; j < COURSE && squares < best; j += POINT) {
                double difference = points[(newest - j) & MASK] - points[(newest - ago - j) & MASK];
                squares += difference * difference;
            }
            if (squares < best) {
                best = squares;
                bestAgo = ago;
            }
        }
        return new Match(bestAgo, Math.sqrt(best / POINTS));
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        for (long i = Math.min(count, SIZE) - 1; i >= 0; i--) {
            out.writeDouble(back(i));
        }
        // the first points kept reach back to values that are gone
        for (long i = Math.min(count, SIZE) - 1; i >= Math.min(count, SIZE) - POINT && i >= 0; i--) {
            out.writeDouble(points[(int) ((count - 1 - i) & MASK)]);
        }
    }

    void read(DataInput in) throws IOException {
        long all = in.readLong();
        int kept = (int) Math.min(all, SIZE);
        count = all - kept;
        for (int i = 0; i < kept; i++) {
            add(in.readDouble());
        }
        for (int i = 0; i < Math.min(kept, POINT); i++) {
            points[(int) ((all - kept + i) & MASK)] = in.readDouble();
        }
    }
}
