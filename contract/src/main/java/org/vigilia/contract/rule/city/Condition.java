package org.vigilia.contract.rule.city;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.RuleKind;

/**
 * What a rule looks for. In JSON and YAML the field {@code is} names the kind of condition. Observations whose quality is
 * {@link org.vigilia.contract.sensing.QualityFlag#unusable unusable} are left out of every condition.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Condition.Threshold.class, name = "threshold"),
    @JsonSubTypes.Type(value = Condition.RateOfChange.class, name = "rateOfChange"),
    @JsonSubTypes.Type(value = Condition.MissingData.class, name = "missingData"),
    @JsonSubTypes.Type(value = Condition.Unusual.class, name = "unusual"),
    @JsonSubTypes.Type(value = Condition.Seen.class, name = "seen"),
    @JsonSubTypes.Type(value = Condition.Combination.class, name = "combination")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface Condition {

    /** Which side of a limit is the wrong one. */
    enum Side {
        ABOVE,
        BELOW
    }

    /**
     * A value above or below a limit.
     *
     * @param source whose values; each datastream is judged for itself
     * @param side which side is the wrong one
     * @param limit in the datastream's unit; the limit itself is not yet wrong
     * @param clear the alert ends when the value is back on the good side of this; null: of the limit. Must lie on the good
     *     side of the limit (hysteresis)
     * @param forSeconds how long it must last, 0..604 800; left out: 0
     */
    record Threshold(
            Source source,
            Side side,
            double limit,
            @Nullable Double clear,
            Double forSeconds) implements Condition {

        public Threshold {
            Checks.needs(source, "threshold", "source");
            Checks.needs(side, "threshold", "side, ABOVE or BELOW,");
            Checks.finite("limit", limit);
            forSeconds = Checks.seconds("forSeconds", forSeconds, 0);
            if (clear != null && (side == Side.ABOVE ? clear > limit : clear < limit)) {
                throw new IllegalArgumentException("'clear' " + clear + " must be "
                        + (side == Side.ABOVE ? "at or below" : "at or above") + " the limit " + limit);
            }
        }
    }

    /**
     * A value that rises or falls fast.
     *
     * @param source whose values
     * @param side ABOVE: rises by more than {@code change}; BELOW: falls by more
     * @param change how much, in the datastream's unit, above 0
     * @param overSeconds … within this time, 1..604 800
     * @param forSeconds how long it must be so; left out: 0
     */
    record RateOfChange(Source source, Side side, double change, double overSeconds, Double forSeconds)
            implements Condition {

        public RateOfChange {
            Checks.needs(source, "rateOfChange", "source");
            Checks.needs(side, "rateOfChange", "side, ABOVE (rises) or BELOW (falls),");
            Checks.positive("change", change);
            Checks.positive("overSeconds", overSeconds);
            overSeconds = Checks.seconds("overSeconds", overSeconds, 1);
            forSeconds = Checks.seconds("forSeconds", forSeconds, 0);
        }
    }

    /**
     * No observation for too long.
     *
     * @param source whose values
     * @param seconds how long, 1..604 800
     */
    record MissingData(Source source, double seconds) implements Condition {

        public MissingData {
            Checks.needs(source, "missingData", "source");
            Checks.positive("seconds", seconds);
            seconds = Checks.seconds("seconds", seconds, 1);
        }
    }

    /**
     * The minute's mean is unusual for this datastream, this time of day and day of week.
     *
     * @param source whose values
     * @param score from which anomaly score, 0..1; left out: 0.5, an alarm
     * @param forSeconds how long it must be so; left out: 0
     */
    record Unusual(Source source, Double score, Double forSeconds) implements Condition {

        public Unusual {
            Checks.needs(source, "unusual", "source");
            score = score == null ? 0.5 : score;
            if (!(score > 0 && score <= 1)) {
                throw new IllegalArgumentException("'score' must be above 0 and at most 1, but is " + score);
            }
            forSeconds = Checks.seconds("forSeconds", forSeconds, 0);
        }
    }

    /**
     * A camera's rule found something.
     *
     * @param kinds kinds of camera rule, at least one
     * @param cameras which cameras; left out or empty: all of the agency
     */
    record Seen(Set<RuleKind> kinds, Set<CameraId> cameras) implements Condition {

        public Seen {
            if (kinds == null || kinds.isEmpty()) {
                throw new IllegalArgumentException("a 'seen' condition needs 'kinds', the kinds of camera rule");
            }
            for (RuleKind kind : kinds) {
                if (kind.appliesTo() == RuleKind.Target.CITY) {
                    throw new IllegalArgumentException("'" + kind + "' is not a kind of camera rule");
                }
            }
            kinds = Set.copyOf(kinds);
            cameras = cameras == null ? Set.of() : Set.copyOf(cameras);
        }
    }

    /**
     * Several conditions together, in space and time. It holds from the moment the last one needed became true. An absent
     * step must stay untrue for {@code withinSeconds} after the last present one; the alert is raised at the end of that
     * time.
     *
     * @param order ALL: in any order; SEQUENCE: each begins after the one before it began
     * @param steps 2 to 6, none of them a combination, at least one not absent
     * @param withinSeconds all begin, or are still true, within this time, 1..604 800
     * @param withinMetres how far apart their sources may be; null: anywhere in the agency
     */
    record Combination(
            Order order,
            List<Step> steps,
            double withinSeconds,
            @Nullable Double withinMetres) implements Condition {

        public Combination {
            order = order == null ? Order.ALL : order;
            if (steps == null || steps.size() < 2 || steps.size() > 6) {
                throw new IllegalArgumentException("a combination needs 2 to 6 'steps'");
            }
            if (steps.stream().allMatch(Step::absent)) {
                throw new IllegalArgumentException("a combination needs a step that is not absent");
            }
            Checks.positive("withinSeconds", withinSeconds);
            withinSeconds = Checks.seconds("withinSeconds", withinSeconds, 1);
            if (withinMetres != null) {
                Checks.positive("withinMetres", withinMetres);
            }
            steps = List.copyOf(steps);
        }
    }

    /** Whether the order of steps counts. */
    enum Order {
        ALL,
        SEQUENCE
    }

    /**
     * One of several conditions.
     *
     * @param condition not a combination
     * @param absent true: it must not happen; left out: false
     */
    record Step(Condition condition, Boolean absent) {

        public Step {
            if (condition == null || condition instanceof Combination) {
                throw new IllegalArgumentException("a step needs a condition that is not itself a combination");
            }
            absent = absent != null && absent;
        }
    }
}
