package org.vigilia.rules;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;

/** Says why a rule can find nothing as the city is now, and what to do. */
public final class RuleCheck {

    private RuleCheck() {}

    /** One line for people; null when every step has something to look at. A rule that is off has no problem. */
    public static @Nullable String problemOf(CityRule rule, Book book) {
        if (!rule.enabled()) {
            return null;
        }
        List<Condition.Step> steps = Book.stepsOf(rule);
        for (int i = 0; i < steps.size(); i++) {
            String problem = problemOf(rule, steps.get(i).condition(), book);
            if (problem != null) {
                return steps.size() == 1 ? problem : "step " + (i + 1) + ": " + problem;
            }
        }
        return null;
    }

    /** How many datastreams a rule judges. */
    public static int sensorsOf(CityRule rule, Book book) {
        return datastreamsOf(rule, book).size();
    }

    /** The datastreams a rule judges, whether it is on or not. */
    public static Set<Long> datastreamsOf(CityRule rule, Book book) {
        Set<Long> found = new TreeSet<>();
        for (Condition.Step step : Book.stepsOf(rule)) {
            Source source = Book.sourceOf(step.condition());
            if (source != null) {
                Probe probe = new Probe(rule.id(), rule.agency(), 0, 0, step.condition(), source);
                for (DatastreamCard card : book.datastreams()) {
                    if (probe.fits(card)) {
                        found.add(card.id().value());
                    }
                }
            }
        }
        return found;
    }

    private static @Nullable String problemOf(CityRule rule, Condition condition, Book book) {
        if (condition instanceof Condition.Seen seen) {
            for (CameraCard camera : book.cameras()) {
                if (camera.agency().equals(rule.agency())
                        && (seen.cameras().isEmpty() || seen.cameras().contains(camera.id()))) {
                    return null;
                }
            }
            return "no camera of the agency fits; give the cameras a place on the map, or choose others";
        }
        Source source = Book.sourceOf(condition);
        if (source == null) {
            return null;
        }
        Probe probe = new Probe(rule.id(), rule.agency(), 0, 0, condition, source);
        for (DatastreamCard card : book.datastreams()) {
            if (probe.fits(card)) {
                return null;
            }
        }
        return "no sensor of the agency fits; check the quantity, the area and whether the sensors are switched on";
    }
}
