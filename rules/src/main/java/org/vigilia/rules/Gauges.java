package org.vigilia.rules;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.Condition;

/** The gauges that need no history. */
final class Gauges {

    private Gauges() {}

    /** Above or below a limit; over when the value is back on the good side of {@code clear}. */
    static final class Limit extends Gauge {

        private final double sign;
        private final double limit;
        private final double clear;

        Limit(Probe probe, long datastream, Condition.Threshold threshold) {
            super(probe, datastream, threshold.forSeconds());
            Double end = threshold.clear();
            sign = threshold.side() == Condition.Side.ABOVE ? 1 : -1;
            limit = threshold.limit();
            clear = end == null ? limit : end;
        }

        @Override
        void see(long at, double reading, Consumer<Signal> out) {
            if (Double.isNaN(reading)) {
                return;
            }
            double beyond = sign * (reading - limit);
            if (beyond > 0) {
                met(at, reading, reading, beyond, limit, out);
            } else if (sign * (reading - clear) > 0) {
                between(reading, reading);
            } else {
                notMet(at, reading, reading, out);
            }
        }
    }

    /**
     * No usable reading for too long. A datastream that never had one is not silent but not yet there, so nothing is said of
     * it.
     */
    static final class Silence extends Gauge {

        private final long allowed;
        private long last = Micros.LONG_AGO;

        Silence(Probe probe, long datastream, Condition.MissingData missing) {
            super(probe, datastream, 0);
            allowed = Micros.ofSeconds(missing.seconds());
        }

        @Override
        void lastReading(long at) {
            last = at;
        }

        @Override
        void see(long at, double reading, Consumer<Signal> out) {
            last = at;
            notMet(at, reading, 0, out);
        }

        @Override
        void advance(long now, Consumer<Signal> out) {
            if (!holds() && now >= due()) {
                metSince(last, due(), Double.NaN, (double) allowed / Micros.SECOND, out);
            }
        }

        @Override
        long due() {
            return last == Micros.LONG_AGO || holds() ? Micros.NEVER : last + allowed;
        }

        @Override
        void write(DataOutput out) throws IOException {
            super.write(out);
            out.writeLong(last);
        }

        @Override
        void read(DataInput in) throws IOException {
            super.read(in);
            last = in.readLong();
        }
    }

    /** The anomaly score of a minute is at or above a limit. Single readings say nothing here. */
    static final class Unusual extends Gauge {

        private final double limit;

        Unusual(Probe probe, long datastream, Condition.Unusual unusual) {
            super(probe, datastream, unusual.forSeconds());
            limit = unusual.score();
        }

        @Override
        void see(long at, double reading, Consumer<Signal> out) {}

        @Override
        void score(long at, double mean, double score, @Nullable String why, Consumer<Signal> out) {
            if (score >= limit) {
                explain(why);
                met(at, mean, score, score - limit, limit, out);
            } else {
                notMet(at, mean, score, out);
            }
        }
    }
}
