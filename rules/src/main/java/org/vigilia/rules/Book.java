package org.vigilia.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.rule.city.Source;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.contract.sensing.DatastreamCard;

/**
 * What the judges go by at one time: the rules, and what is known of datastreams and cameras. Immutable; a change makes
 * another book.
 */
public final class Book {

    /** Before anything is known. */
    public static final Book EMPTY = new Book(new Object(), Map.of(), List.of(), Map.of(), Map.of());

    /** The same object in all books of the same rules. */
    private final Object edition;

    private final Map<RuleId, CityRule> rules;
    private final List<Probe> probes;
    private final Map<Long, DatastreamCard> datastreams;
    private final Map<CameraId, CameraCard> cameras;

    private Book(
            Object edition,
            Map<RuleId, CityRule> rules,
            List<Probe> probes,
            Map<Long, DatastreamCard> datastreams,
            Map<CameraId, CameraCard> cameras) {
        this.edition = edition;
        this.rules = rules;
        this.probes = probes;
        this.datastreams = datastreams;
        this.cameras = cameras;
    }

    /** The same cards with other rules. */
    public Book withRules(Iterable<CityRule> changed) {
        Map<RuleId, CityRule> byId = new java.util.HashMap<>();
        List<Probe> compiled = new ArrayList<>();
        for (CityRule rule : changed) {
            byId.put(rule.id(), rule);
            if (rule.enabled()) {
                compiled.addAll(probesOf(rule));
            }
        }
        return new Book(new Object(), Map.copyOf(byId), List.copyOf(compiled), datastreams, cameras);
    }

    /** The same rules with other cards. */
    public Book withDatastreams(Iterable<DatastreamCard> changed) {
        Map<Long, DatastreamCard> byId = new java.util.HashMap<>();
        changed.forEach(card -> byId.put(card.id().value(), card));
        return new Book(edition, rules, probes, byId, cameras);
    }

    /** The same rules with other cameras. */
    public Book withCameras(Iterable<CameraCard> changed) {
        Map<CameraId, CameraCard> byId = new java.util.HashMap<>();
        changed.forEach(card -> byId.put(card.id(), card));
        return new Book(edition, rules, probes, datastreams, byId);
    }

    /** True when only cards can differ. */
    boolean sameRules(Book other) {
        return edition == other.edition;
    }

    @Nullable
    CityRule rule(RuleId id) {
        return rules.get(id);
    }

    Iterable<CityRule> rules() {
        return rules.values();
    }

    /** What is known of a datastream; null when nothing is. */
    public @Nullable DatastreamCard datastream(long id) {
        return datastreams.get(id);
    }

    /** All datastreams. */
    public Iterable<DatastreamCard> datastreams() {
        return datastreams.values();
    }

    @Nullable
    CameraCard camera(CameraId id) {
        return cameras.get(id);
    }

    Iterable<CameraCard> cameras() {
        return cameras.values();
    }

    /** The conditions of all enabled rules that judge datastreams. */
    List<Probe> probes() {
        return probes;
    }

    /** Those that fit a datastream. */
    List<Probe> probesFor(DatastreamCard card) {
        return probes.stream().filter(probe -> probe.fits(card)).collect(Collectors.toUnmodifiableList());
    }

    /** The same without conditions on anomaly scores, for those who judge readings. */
    public Book forReadings() {
        return only(probe -> !(probe.condition() instanceof Condition.Unusual));
    }

    /** The same with no other conditions than those on anomaly scores. */
    public Book forScores() {
        return only(probe -> probe.condition() instanceof Condition.Unusual);
    }

    private Book only(java.util.function.Predicate<Probe> wanted) {
        return new Book(edition, rules, probes.stream().filter(wanted).toList(), datastreams, cameras);
    }

    /** True when some rule asks how unusual values are. */
    public boolean asksForScores(long datastream) {
        DatastreamCard card = datastreams.get(datastream);
        return card != null
                && probes.stream().anyMatch(p -> p.condition() instanceof Condition.Unusual && p.fits(card));
    }

    /** The steps of a rule: one for a rule of one condition. */
    static List<Condition.Step> stepsOf(CityRule rule) {
        return rule.when() instanceof Condition.Combination c
                ? c.steps()
                : List.of(new Condition.Step(rule.when(), false));
    }

    private static List<Probe> probesOf(CityRule rule) {
        List<Probe> found = new ArrayList<>();
        List<Condition.Step> steps = stepsOf(rule);
        for (int step = 0; step < steps.size(); step++) {
            Condition condition = steps.get(step).condition();
            Source source = sourceOf(condition);
            if (source != null) {
                found.add(new Probe(rule.id(), rule.agency(), step, Fingerprint.of(condition), condition, source));
            }
        }
        return found;
    }

    static @Nullable Source sourceOf(Condition condition) {
        if (condition instanceof Condition.Threshold t) {
            return t.source();
        }
        if (condition instanceof Condition.RateOfChange r) {
            return r.source();
        }
        if (condition instanceof Condition.MissingData m) {
            return m.source();
        }
        return condition instanceof Condition.Unusual u ? u.source() : null;
    }
}
