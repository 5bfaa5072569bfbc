package org.vigilia.rules;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Consumer;
import org.vigilia.contract.rule.city.Condition;

/**
 * No usable reading for too long. A datastream that never had one is not silent but not yet there, so nothing is said of
 * it.
 */
final class SilenceGauge extends Gauge {

    private final long allowed;
    private long last = Micros.LONG_AGO;

    SilenceGauge(Probe probe, long datastream, Condition.MissingData missing) {
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
