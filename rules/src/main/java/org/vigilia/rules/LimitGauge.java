package org.vigilia.rules;

import java.util.function.Consumer;
import org.vigilia.contract.rule.city.Condition;

/** Above or below a limit; over when the value is back on the good side of {@code clear}. */
final class LimitGauge extends Gauge {

    private final double sign;
    private final double limit;
    private final double clear;

    LimitGauge(Probe probe, long datastream, Condition.Threshold threshold) {
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
