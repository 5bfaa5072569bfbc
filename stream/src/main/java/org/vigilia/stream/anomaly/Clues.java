package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * The quantities by which a reading may stand out, each with what is usual for it.
 *
 * <p>All are differences in the unit of the series, measured from a median or a band, so that adding a constant to the
 * series changes none and multiplying it multiplies all.
 */
final class Clues {

    /** One quantity; it counts twice, as too much and as too little. */
    enum Kind {
        VALUE(Dimension.VALUE),
        CHANGE(Dimension.CHANGE),
        SHORT_MEAN(Dimension.LEVEL),
        LONG_MEAN(Dimension.LEVEL),
        SPREAD(Dimension.SPREAD),
        DAY(Dimension.SEASON),
        DAY_MEAN(Dimension.SEASON);

        final Dimension dimension;

        Kind(Dimension dimension) {
            this.dimension = dimension;
        }
    }

    static final int KINDS = Kind.values().length;

    private static final int RING = 64;
    private static final int SHORT = 8;
    private static final int SCATTER = 24;
    private static final int LONG = 48;
    private static final double LOW_SHARE = 0.01;
    private static final double HIGH_SHARE = 0.99;

    private final double[] ring = new double[RING];
    private final double[] outsideRing = new double[SHORT];
    private final Sample values = new Sample();
    private final Sample changes = new Sample();
    private final Sample shortMeans = new Sample();
    private final Sample longMeans = new Sample();
    private final Sample spreads = new Sample();
    private final Days days = new Days();
    private long count;

    private final boolean[] known = new boolean[KINDS];
    private final double[] seen = new double[KINDS];
    private final double[] expected = new double[KINDS];
    private final double[] low = new double[KINDS];
    private final double[] high = new double[KINDS];
    private double range;

    /** Takes the next reading; its own value is learnt after it was compared. */
    void next(Instant time, double value) {
        range = count == 0 ? 0 : values.quantile(HIGH_SHARE) - values.quantile(LOW_SHARE);
        compare(Kind.VALUE, value, values, count > 0);
        double before = count == 0 ? value : ring[(int) ((count - 1) % RING)];
        compare(Kind.CHANGE, value - before, changes, count > 0);
        expected[Kind.CHANGE.ordinal()] = 0;
        ring[(int) (count % RING)] = value;
        count++;
        double shortMean = mean(SHORT);
        compare(Kind.SHORT_MEAN, shortMean, shortMeans, count >= SHORT);
        compare(Kind.LONG_MEAN, mean(LONG), longMeans, count >= LONG);
        compare(Kind.SPREAD, spread(), spreads, count >= SCATTER);
        season(time, value, shortMean);
        values.add(value);
    }

    private void compare(Kind kind, double quantity, Sample sample, boolean enough) {
        int at = kind.ordinal();
        known[at] = enough;
        if (!enough) {
            return;
        }
        double middle = sample.quantile(0.5);
        seen[at] = quantity;
        expected[at] = Double.isNaN(middle) ? quantity : middle;
        low[at] = sample.quantile(LOW_SHARE);
        high[at] = sample.quantile(HIGH_SHARE);
        if (kind != Kind.VALUE) {
            sample.add(quantity);
        }
    }

    private void season(Instant time, double value, double shortMean) {
        boolean enough = days.next(time, value);
        double outside = !enough ? 0 : Math.max(0, value - days.high()) + Math.min(0, value - days.low());
        int slot = (int) (count % SHORT);
        outsideRing[slot] = outside;
        known[Kind.DAY.ordinal()] = enough;
        known[Kind.DAY_MEAN.ordinal()] = enough;
        if (!enough) {
            return;
        }
        double sum = 0;
        for (double one : outsideRing) {
            sum += one;
        }
        band(Kind.DAY, value, value - outside);
        band(Kind.DAY_MEAN, shortMean, shortMean - sum / SHORT);
    }

    private void band(Kind kind, double quantity, double nearest) {
        int at = kind.ordinal();
        seen[at] = quantity;
        expected[at] = nearest;
        low[at] = days.low();
        high[at] = days.high();
    }

    private double mean(int width) {
        double sum = 0;
        for (int i = 1; i <= width; i++) {
            sum += ring[Math.floorMod(count - i, RING)];
        }
        return sum / width;
    }

    private double spread() {
        double mean = mean(SCATTER);
        double squares = 0;
        for (int i = 1; i <= SCATTER; i++) {
            double difference = ring[Math.floorMod(count - i, RING)] - mean;
            squares += difference * difference;
        }
        return Math.sqrt(squares / SCATTER);
    }

    boolean isKnown(Kind kind) {
        return known[kind.ordinal()];
    }

    /** How far the quantity is above what is expected; below is negative. */
    double excess(Kind kind) {
        return seen[kind.ordinal()] - expected[kind.ordinal()];
    }

    /** What the readings usually span. */
    double range() {
        return range;
    }

    Score explain(Kind kind, double score) {
        int at = kind.ordinal();
        return new Score(score, expected[at], low[at], high[at], seen[at], score > 0 ? kind.dimension : Dimension.NONE);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(count);
        for (int i = 1; i <= Math.min(count, RING); i++) {
            out.writeDouble(ring[Math.floorMod(count - i, RING)]);
        }
        for (double one : outsideRing) {
            out.writeDouble(one);
        }
        for (Sample sample : samples()) {
            sample.write(out);
        }
        days.write(out);
    }

    void read(DataInput in) throws IOException {
        count = in.readLong();
        for (int i = 1; i <= Math.min(count, RING); i++) {
            ring[Math.floorMod(count - i, RING)] = in.readDouble();
        }
        for (int i = 0; i < SHORT; i++) {
            outsideRing[i] = in.readDouble();
        }
        for (Sample sample : samples()) {
            sample.read(in);
        }
        days.read(in);
    }

    private Sample[] samples() {
        return new Sample[] {values, changes, shortMeans, longMeans, spreads};
    }
}
