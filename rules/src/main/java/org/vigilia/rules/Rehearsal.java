package org.vigilia.rules;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.sensing.Observation;

/**
 * What a rule would have found in the past: the judges that work live, shown stored facts in the order of their own time.
 *
 * <p>Facts that came in time give the same alerts as they did live, with the same ids. What came so late that it was not
 * judged live is judged here. Not thread-safe.
 */
public final class Rehearsal {

    private static final long STEP = Micros.SECOND;
    private static final long LONG_STEP = Micros.MINUTE;

    private final SensorJudge sensors;
    private final CityJudge city;
    private final Consumer<AlertChange> out;
    private final Consumer<Signal> signals;
    private long now;

    /**
     * @param rules what is tried; usually one
     * @param book cards of now: where things are and whose they are
     * @param from when it begins, UTC
     * @param watch is told what goes wrong
     * @param out takes the changes in order
     */
    public Rehearsal(List<CityRule> rules, Book book, Instant from, RuleWatch watch, Consumer<AlertChange> out) {
        this.out = out;
        sensors = SensorJudge.fresh(watch);
        city = CityJudge.fresh(watch);
        signals = signal -> city.see(signal, out);
        now = Micros.of(from);
        Book tried = book.withRules(rules);
        sensors.follow(tried, signals);
        city.follow(tried, out);
    }

    /** An observation. Facts must come in the order of their time; older ones of the same datastream are left out. */
    public void see(Observation observation) {
        see(
                observation.datastream().value(),
                observation.at(),
                SensorJudge.readingOf(observation),
                observation.quality());
    }

    /**
     * An observation.
     *
     * @param value the result; NaN when it is not a number
     * @param quality {@link org.vigilia.contract.sensing.QualityFlag} bits
     */
    public void see(long datastream, Instant at, double value, int quality) {
        long when = Micros.of(at);
        passTo(when);
        sensors.see(datastream, when, value, quality, when, signals);
    }

    /** The anomaly score of a minute that ended at this time. */
    public void score(long datastream, Instant at, double mean, double score, @Nullable String why) {
        long when = Micros.of(at);
        passTo(when);
        sensors.score(datastream, when, mean, score, why, signals);
    }

    /** A change of a camera's alert. */
    public void see(AlertChange ofCamera) {
        passTo(Micros.of(ofCamera.at()));
        city.see(ofCamera, out);
    }

    /** Time has come to {@code at}; no fact before it is still to come. */
    public void passTo(Instant at) {
        passTo(Micros.of(at));
    }

    private void passTo(long when) {
        while (when - now >= STEP) {
            now = Math.min(when, now + LONG_STEP);
            sensors.tick(now, signals);
            city.tick(now, out);
        }
    }
}
