package org.vigilia.stream.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The quantities by which a reading may stand out, each with what is usual for it.
 *
 * <p>All are differences in the unit of the series, measured from a median, a band or an earlier course, so that adding
 * a constant to the series changes none and multiplying it multiplies all.
 */
final class Clues {

    /** One quantity. Each counts twice, as too much and as too little. */
    enum Kind {
        /** The reading against the median of all. */
        VALUE(Dimension.VALUE, 1),
        /** The step from the reading before. */
        CHANGE(Dimension.CHANGE, 2),
        /** The mean of a few readings against the median of such means. */
        SHORT_MEAN(Dimension.LEVEL, 8),
        LONG_MEAN(Dimension.LEVEL, 48),
        /** The mean of the last readings less that of five times as many before: a step that noise would hide. */
        QUICK_SHIFT(Dimension.CHANGE, 24),
        SHIFT(Dimension.CHANGE, 48),
        SLOW_SHIFT(Dimension.CHANGE, 96),
        /** The standard deviation of the last readings. */
        SPREAD(Dimension.SPREAD, 24),
        /** The reading outside what earlier days had at this time. */
        DAY(Dimension.SEASON, 1),
        DAY_MEAN(Dimension.SEASON, 1),
        /** How far the course of the last readings is from the most similar earlier one. */
        SHAPE(Dimension.SHAPE, 3 * History.COURSE);

        final Dimension dimension;
        final int readings;

        Kind(Dimension dimension, int readings) {
            this.dimension = dimension;
            this.readings = readings;
        }
    }

    static final List<Kind> KINDS = List.of(Kind.values());

    private static final int COUNT = KINDS.size();
    private static final int SHORT = 8;

    /** Sums of readings are exact to about twelve digits. */
    private static final double ROUNDING = 1e-12;

    private static final double FADE = 0.999;
    private static final double LOW_SHARE = 0.01;
    private static final double HIGH_SHARE = 0.99;

    private final History history = new History();
    private final Days days = new Days();
    private final double[] outside = new double[SHORT];
    private final Sample[] samples = new Sample[COUNT];

    private final boolean[] known = new boolean[COUNT];
    private final double[] excess = new double[COUNT];
    private final double[] seen = new double[COUNT];
    private final double[] expected = new double[COUNT];
    private final double[] low = new double[COUNT];
    private final double[] high = new double[COUNT];
    private double range;
    private double size;

    Clues() {
        for (Kind kind : KINDS) {
            samples[kind.ordinal()] = new Sample();
        }
    }

    /** Takes the next reading; what is usual is learnt from it only after it was compared. */
    void next(Instant time, double value) {
        Sample values = samples[Kind.VALUE.ordinal()];
        range = history.count() == 0 ? 0 : values.quantile(HIGH_SHARE) - values.quantile(LOW_SHARE);
        size = Math.max(size * FADE, Math.abs(value));
        history.add(value);
        compare(Kind.VALUE, value);
        if (enough(Kind.CHANGE)) {
            against(Kind.CHANGE, value - history.back(1), 0);
        }
        if (enough(Kind.SHORT_MEAN)) {
            compare(Kind.SHORT_MEAN, history.mean(SHORT));
        }
        if (enough(Kind.LONG_MEAN)) {
            compare(Kind.LONG_MEAN, history.mean(Kind.LONG_MEAN.readings));
        }
        shift(Kind.QUICK_SHIFT);
        shift(Kind.SHIFT);
        shift(Kind.SLOW_SHIFT);
        if (enough(Kind.SPREAD)) {
            compare(Kind.SPREAD, history.spread(Kind.SPREAD.readings));
        }
        season(time, value);
        if (enough(Kind.SHAPE)) {
            shape(value);
        }
    }

    private boolean enough(Kind kind) {
        known[kind.ordinal()] = history.count() >= kind.readings;
        return known[kind.ordinal()];
    }

    private void compare(Kind kind, double quantity) {
        double middle = samples[kind.ordinal()].quantile(0.5);
        known[kind.ordinal()] = !Double.isNaN(middle);
        against(kind, quantity, Double.isNaN(middle) ? quantity : middle);
    }

    private void against(Kind kind, double quantity, double usual) {
        int at = kind.ordinal();
        seen[at] = quantity;
        expected[at] = usual;
        excess[at] = quantity - usual;
        low[at] = samples[at].quantile(LOW_SHARE);
        high[at] = samples[at].quantile(HIGH_SHARE);
        samples[at].add(quantity);
    }

    private void shift(Kind kind) {
        if (enough(kind)) {
            int last = kind.readings / 6;
            against(kind, history.mean(last) - history.meanBefore(last, kind.readings - last), 0);
        }
    }

    private void season(Instant time, double value) {
        boolean enough = days.next(time, value);
        int slot = (int) (history.count() % SHORT);
        outside[slot] = enough ? Math.max(0, value - days.high()) + Math.min(0, value - days.low()) : 0;
        known[Kind.DAY.ordinal()] = enough;
        known[Kind.DAY_MEAN.ordinal()] = enough && history.count() >= SHORT;
        if (!enough) {
            return;
        }
        band(Kind.DAY, value, outside[slot]);
        double sum = 0;
        for (double one : outside) {
            sum += one;
        }
        if (history.count() >= SHORT) {
            band(Kind.DAY_MEAN, history.mean(SHORT), sum / SHORT);
        }
    }

    private void band(Kind kind, double quantity, double beyond) {
        int at = kind.ordinal();
        seen[at] = quantity;
        excess[at] = beyond;
        expected[at] = (days.low() + days.high()) / 2;
        low[at] = days.low();
        high[at] = days.high();
    }

    private void shape(double value) {
        int at = Kind.SHAPE.ordinal();
        History.Match match = history.nearest();
        double usual = samples[at].quantile(HIGH_SHARE);
        seen[at] = value;
        expected[at] = history.back(match.readingsAgo());
        excess[at] = match.distance();
        low[at] = expected[at] - usual;
        high[at] = expected[at] + usual;
        samples[at].add(match.distance());
    }

    boolean isKnown(Kind kind) {
        return known[kind.ordinal()];
    }

    /** How far the quantity is above what is usual; below is negative. */
    double excess(Kind kind) {
        return excess[kind.ordinal()];
    }

    /** The difference that is too small to matter: a share of what the readings span, and never mere rounding. */
    double floor(double share) {
        return share * range + ROUNDING * size + Double.MIN_NORMAL;
    }

    Score explain(Kind kind, double score) {
        int at = kind.ordinal();
        return new Score(score, expected[at], low[at], high[at], seen[at], kind.dimension);
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(size);
        history.write(out);
        days.write(out);
        for (double one : outside) {
            out.writeDouble(one);
        }
        for (Sample sample : samples) {
            sample.write(out);
        }
    }

    void read(DataInput in) throws IOException {
        size = in.readDouble();
        history.read(in);
        days.read(in);
        for (int i = 0; i < SHORT; i++) {
            outside[i] = in.readDouble();
        }
        for (Sample sample : samples) {
            sample.read(in);
        }
    }
}
