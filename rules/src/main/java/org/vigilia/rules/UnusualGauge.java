package org.vigilia.rules;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.Condition;

/** The anomaly score of a minute is at or above a limit. Single readings say nothing here. */
final class UnusualGauge extends Gauge {

    private final double limit;

    UnusualGauge(Probe probe, long datastream, Condition.Unusual unusual) {
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
