package org.vigilia.server.alerting.rules;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Schedule;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.rules.Figures;

/** A rule as one plain sentence. */
final class RuleText {

    private RuleText() {}

    static String of(CityRule rule) {
        Schedule only = rule.only();
        String text = of(rule.when()) + (only == null ? "" : ", " + of(only));
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static String of(Condition condition) {
        if (condition instanceof Condition.Threshold t) {
            return what(t.source()) + " is " + side(t.side()) + " " + figure(t.limit(), t.source())
                    + lasting(t.forSeconds());
        }
        if (condition instanceof Condition.RateOfChange r) {
            return what(r.source()) + (r.side() == Condition.Side.ABOVE ? " rises" : " falls") + " by more than "
                    + figure(r.change(), r.source()) + " within " + Figures.duration(r.overSeconds())
                    + lasting(r.forSeconds());
        }
        if (condition instanceof Condition.MissingData m) {
            return what(m.source()) + " sends nothing usable for " + Figures.duration(m.seconds());
        }
        if (condition instanceof Condition.Unusual u) {
            return what(u.source()) + " is unusual (score from " + Figures.number(u.score()) + ")"
                    + lasting(u.forSeconds());
        }
        if (condition instanceof Condition.Seen s) {
            String kinds = s.kinds().stream().map(RuleText::words).sorted().collect(Collectors.joining(" or "));
            return (s.cameras().isEmpty() ? "a camera" : s.cameras().size() == 1 ? "the camera" : "one of the cameras")
                    + " sees " + kinds;
        }
        Condition.Combination c = (Condition.Combination) condition;
        List<String> steps = c.steps().stream()
                .map(step -> (step.absent() ? "not: " : "") + of(step.condition()))
                .toList();
        String between = c.order() == Condition.Order.SEQUENCE ? ", then " : ", and ";
        Double metres = c.withinMetres();
        return String.join(between, steps) + ", within " + Figures.duration(c.withinSeconds())
                + (metres == null ? "" : " and " + Math.round(metres) + " m");
    }

    private static String what(Source source) {
        Quantity quantity = source.quantity();
        String name = quantity == null ? "the value" : quantity.label().toLowerCase(Locale.ROOT);
        int named = source.datastreams().size();
        String of = named == 0 ? "" : named == 1 ? " of one sensor" : " of one of " + named + " sensors";
        return name + of + (source.near() == null ? "" : " in the area");
    }

    private static String figure(double value, Source source) {
        Quantity quantity = source.quantity();
        return Figures.number(value) + (quantity == null || quantity.unit().isEmpty() ? "" : " " + quantity.unit());
    }

    private static String side(Condition.Side side) {
        return side == Condition.Side.ABOVE ? "above" : "below";
    }

    private static String lasting(double seconds) {
        return seconds < 1 ? "" : " for " + Figures.duration(seconds);
    }

    private static String of(Schedule only) {
        String days = only.days().size() == 7
                ? ""
                : " on " + only.days().stream().sorted().map(RuleText::words).collect(Collectors.joining(", "));
        String hours = only.from().equals(only.to()) ? "" : " from " + only.from() + " to " + only.to();
        String holidays = switch (only.holidays()) {
            case SAME -> "";
            case NEVER -> " but not on public holidays";
            case ALSO -> " and on public holidays";
            case ONLY -> " on public holidays";
        };
        String text = days + hours + holidays;
        return text.isEmpty() ? "at any time" : "only" + text;
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
