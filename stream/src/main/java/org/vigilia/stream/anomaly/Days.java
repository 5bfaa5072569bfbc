package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/**
 * What was usual at this time of day on the last days: lowest and highest value of each quarter of an hour (UTC) of the
 * last seven days on which it had any. A quarter's neighbours count too, so that a rise a few minutes early is no news.
 */
final class Days {

    private static final int QUARTERS = 96;
    private static final int DAYS = 7;
    private static final int LEAST_DAYS = 3;
    private static final long DAY_S = 86_400;
    private static final long NEVER = Long.MIN_VALUE;

    private final double[] lows = new double[QUARTERS * DAYS];
    private final double[] highs = new double[QUARTERS * DAYS];
    private final int[] days = new int[QUARTERS];
    private final long[] today = new long[QUARTERS];
    private final double[] lowToday = new double[QUARTERS];
    private final double[] highToday = new double[QUARTERS];

    private double low;
    private double high;

    Days() {
        Arrays.fill(today, NEVER);
    }

    /** Looks up the band for this time and learns the value. Returns false while fewer than three days are known. */
    boolean next(Instant time, double value) {
        long day = Math.floorDiv(time.getEpochSecond(), DAY_S);
        int quarter = (int) (Math.floorMod(time.getEpochSecond(), DAY_S) * QUARTERS / DAY_S);
        boolean known = days[quarter] >= LEAST_DAYS;
        if (known) {
            findBand(quarter);
        }
        learn(quarter, day, value);
        return known;
    }

    /** The lowest value of the band that {@link #next} found. */
    double low() {
        return low;
    }

    /** The highest value of the band that {@link #next} found. */
    double high() {
        return high;
    }

    private void findBand(int quarter) {
        low = Double.POSITIVE_INFINITY;
        high = Double.NEGATIVE_INFINITY;
        for (int offset = -1; offset <= 1; offset++) {
            int at = Math.floorMod(quarter + offset, QUARTERS);
            for (int i = 0; i < Math.min(days[at], DAYS); i++) {
                low = Math.min(low, lows[at * DAYS + i]);
                high = Math.max(high, highs[at * DAYS + i]);
            }
        }
    }

    private void learn(int quarter, long day, double value) {
        if (today[quarter] == day) {
            lowToday[quarter] = Math.min(lowToday[quarter], value);
            highToday[quarter] = Math.max(highToday[quarter], value);
            return;
        }
        if (today[quarter] != NEVER) {
            int slot = quarter * DAYS + days[quarter] % DAYS;
            lows[slot] = lowToday[quarter];
            highs[slot] = highToday[quarter];
            days[quarter]++;
        }
        today[quarter] = day;
        lowToday[quarter] = value;
        highToday[quarter] = value;
    }

    void write(DataOutput out) throws IOException {
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            out.writeLong(today[quarter]);
            if (today[quarter] == NEVER) {
                continue;
            }
            out.writeInt(days[quarter]);
            out.writeDouble(lowToday[quarter]);
            out.writeDouble(highToday[quarter]);
            for (int i = 0; i < Math.min(days[quarter], DAYS); i++) {
                out.writeDouble(lows[quarter * DAYS + i]);
                out.writeDouble(highs[quarter * DAYS + i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            today[quarter] = in.readLong();
            if (today[quarter] == NEVER) {
                continue;
            }
            days[quarter] = in.readInt();
            lowToday[quarter] = in.readDouble();
            highToday[quarter] = in.readDouble();
            for (int i = 0; i < Math.min(days[quarter], DAYS); i++) {
                lows[quarter * DAYS + i] = in.readDouble();
                highs[quarter * DAYS + i] = in.readDouble();
            }
        }
    }
}
