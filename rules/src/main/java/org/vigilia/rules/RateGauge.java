package org.vigilia.rules;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import org.vigilia.contract.rule.city.Condition;

/**
 * Rises or falls by more than so much within a time: the newest value against the lowest (highest) of that time. Over
 * when the change is back to four fifths of it, so that a value that climbs evenly does not begin and end at every step.
 *
 * <p>Remembers only values that may still become the extreme one, at most one for each 64th of the time, so memory is
 * bounded whatever the rate of readings; the extreme may be missed by one such step.
 */
final class RateGauge extends Gauge {

    private static final int STEPS = 64;
    private static final double CLEAR = 0.8;

    private final double sign;
    private final double change;
    private final long over;
    private final long grain;
    private long[] times = new long[STEPS + 2];
    private double[] values = new double[STEPS + 2];
    private int first;
    private int count;

    RateGauge(Probe probe, long datastream, Condition.RateOfChange rate) {
        super(probe, datastream, rate.forSeconds());
        sign = rate.side() == Condition.Side.ABOVE ? 1 : -1;
        change = rate.change();
        over = Micros.ofSeconds(rate.overSeconds());
        grain = Math.max(1, over / STEPS);
    }

    @Override
    void see(long at, double reading, Consumer<Signal> out) {
        if (Double.isNaN(reading)) {
            return;
        }
        double value = sign * reading;
        while (count > 0 && times[first] < at - over) {
            first = next(first);
            count--;
        }
        double risen = count == 0 ? 0 : Math.max(0, value - values[first]);
        remember(at, value);
        if (risen > change) {
            met(at, reading, sign * risen, risen - change, change, out);
        } else if (risen > change * CLEAR) {
            between(reading, sign * risen);
        } else {
            notMet(at, reading, sign * risen, out);
        }
    }

    @Override
    Gauge copy() {
        RateGauge copy = (RateGauge) super.copy();
        copy.times = times.clone();
        copy.values = values.clone();
        return copy;
    }

    private void remember(long at, double value) {
        while (count > 0 && values[last()] >= value) {
            count--;
        }
        boolean sameStep = count > 0 && times[last()] / grain == at / grain;
        if (!sameStep && count < times.length) {
            int free = (first + count) % times.length;
            times[free] = at;
            values[free] = value;
            count++;
        }
    }

    private int last() {
        return (first + count - 1) % times.length;
    }

    private int next(int index) {
        return (index + 1) % times.length;
    }

    @Override
    void write(DataOutput out) throws IOException {
        super.write(out);
        out.writeShort(count);
        for (int i = 0; i < count; i++) {
            out.writeLong(times[(first + i) % times.length]);
            out.writeDouble(values[(first + i) % times.length]);
        }
    }

    @Override
    void read(DataInput in) throws IOException {
        super.read(in);
        first = 0;
        count = in.readShort();
        for (int i = 0; i < count; i++) {
            times[i] = in.readLong();
            values[i] = in.readDouble();
        }
    }
}
