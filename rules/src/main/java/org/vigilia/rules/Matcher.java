package org.vigilia.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.scene.GeoPoint;

/**
 * Finds occurrences of all present steps that belong together in space and time. The newest one is always part of it; of
 * the others the nearest are tried first, at most 32 a step, so the search is bounded.
 */
final class Matcher {

    private static final int MAX_TRIED = 32;

    private final List<Condition.Step> steps;
    private final boolean sequence;
    private final long within;
    private final @Nullable Double withinMetres;
    private final Scenery scenery;

    Matcher(CityRule rule, Scenery scenery) {
        this.steps = Book.stepsOf(rule);
        this.scenery = scenery;
        if (rule.when() instanceof Condition.Combination c) {
            sequence = c.order() == Condition.Order.SEQUENCE;
            within = Micros.ofSeconds(c.withinSeconds());
            withinMetres = c.withinMetres();
        } else {
            sequence = false;
            within = 0;
            withinMetres = null;
        }
    }

    /** One occurrence for each present step, in the order of steps; empty when some step has none that fits. */
    Optional<List<Occurrence>> find(Occurrence newest, long at, Collection<Occurrence> all) {
        List<Occurrence> chosen = new ArrayList<>();
        return search(0, newest, at, all, chosen) ? Optional.of(chosen) : Optional.empty();
    }

    private boolean search(int step, Occurrence newest, long at, Collection<Occurrence> all, List<Occurrence> chosen) {
        if (step == steps.size()) {
            return true;
        }
        if (steps.get(step).absent()) {
            return search(step + 1, newest, at, all, chosen);
        }
        List<Occurrence> candidates = step == newest.step() ? List.of(newest) : candidates(step, newest, at, all);
        for (Occurrence candidate : candidates) {
            if (fits(candidate, chosen)) {
                chosen.add(candidate);
                if (search(step + 1, newest, at, all, chosen)) {
                    return true;
                }
                chosen.remove(chosen.size() - 1);
            }
        }
        return false;
    }

    private List<Occurrence> candidates(int step, Occurrence newest, long at, Collection<Occurrence> all) {
        GeoPoint here = scenery.place(newest);
        return all.stream()
                .filter(o -> o.step() == step && o.overlaps(at - within, at))
                .sorted(Comparator.comparingDouble((Occurrence o) -> metres(here, o))
                        .thenComparing(Comparator.comparingLong(Occurrence::at).reversed())
                        .thenComparing(Occurrence::key))
                .limit(MAX_TRIED)
                .toList();
    }

    private double metres(@Nullable GeoPoint here, Occurrence other) {
        GeoPoint there = scenery.place(other);
        return here == null || there == null ? Double.MAX_VALUE : Earth.metres(here, there);
    }

    private boolean fits(Occurrence candidate, List<Occurrence> chosen) {
        Double metres = withinMetres;
        for (Occurrence other : chosen) {
            if (metres != null && !scenery.near(candidate, other, metres)) {
                return false;
            }
        }
        return !sequence
                || chosen.isEmpty()
                || candidate.at() > chosen.get(chosen.size() - 1).at();
    }
}
