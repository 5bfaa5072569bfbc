package org.vigilia.server.alerting.rules;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.RuleReports;
import org.vigilia.rules.Book;
import org.vigilia.rules.RuleCheck;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.news.Audience;
import org.vigilia.server.registry.Cameras;

/** Rules over the city's facts, as people work with them. Everybody works with those of the own agency only. */
@Component
class CityRules {

    private final CityRuleStore store;
    private final RuleFigures figures;
    private final CityBook book;
    private final Desk desk;
    private final Clock clock;

    /** What every change and look needs. */
    @Component
    record Desk(
            Access access,
            Audit audit,
            Audience audience,
            Cameras cameras,
            FactStore facts,
            ApplicationEventPublisher events) {}

    CityRules(CityRuleStore store, RuleFigures figures, CityBook book, Desk desk, Clock clock) {
        this.store = store;
        this.figures = figures;
        this.book = book;
        this.desk = desk;
        this.clock = clock;
    }

    /** Which side of a switch, or in trouble. */
    enum State {
        ON,
        OFF,
        PROBLEM
    }

    /**
     * What to list; nulls mean "any".
     *
     * @param camera true: only rules of cameras; false: none of them
     */
    record Filter(
            String search,
            @Nullable RuleKind kind,
            @Nullable State state,
            @Nullable Boolean camera) {

        boolean fits(RuleView view) {
            Predicate<String> has = word ->
                    (view.name() + " " + view.text()).toLowerCase(Locale.ROOT).contains(word);
            boolean words = search.isBlank()
                    || List.of(search.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
                            .allMatch(has);
            boolean inState = state == null
                    || (state == State.PROBLEM ? view.problem() != null : view.enabled() == (state == State.ON));
            return words
                    && inState
                    && (kind == null || kind == view.kind())
                    && (camera == null || camera == (view.camera() != null));
        }
    }

    List<RuleView> list(SignedIn person, Filter filter) {
        AgencyId only = desk.access.limit(person, Right.SEE_ALERTS).orElse(null);
        List<CityRuleStore.Stored> stored = store.list(only);
        List<Cameras.CameraRule> ofCameras =
                desk.access.may(person, Right.SEE_SCENES) && !Boolean.FALSE.equals(filter.camera())
                        ? desk.cameras.listRules(person)
                        : List.of();
        List<RuleId> ids = new ArrayList<>();
        stored.forEach(s -> ids.add(s.rule().id()));
        ofCameras.forEach(c -> ids.add(c.rule().id()));
        Context context = context(person, ids);
        List<RuleView> views = new ArrayList<>();
        stored.forEach(s -> views.add(view(s, context)));
        ofCameras.forEach(c -> views.add(view(c, context)));
        return views.stream()
                .filter(filter::fits)
                .sorted(java.util.Comparator.comparing((RuleView v) -> v.name().toLowerCase(Locale.ROOT))
                        .thenComparing(v -> v.id().value()))
                .toList();
    }

    RuleView get(SignedIn person, RuleId id) {
        return view(stored(person, Right.SEE_ALERTS, id, false), context(person, List.of(id)));
    }

    /** The rules of these ids, or all of the agency; for export. */
    List<CityRule> listRules(SignedIn person, Collection<String> ids) {
        return store.list(desk.access.limit(person, Right.SEE_ALERTS).orElse(null)).stream()
                .map(CityRuleStore.Stored::rule)
                .filter(rule -> ids.isEmpty() || ids.contains(rule.id().value()))
                .toList();
    }

    /** A rule of any agency, also a removed one, so that no id is taken twice; null when there is none. */
    CityRuleStore.@Nullable Stored findAny(RuleId id) {
        return store.find(id).orElse(null);
    }

    @Transactional
    public RuleView create(SignedIn by, CityRule rule) {
        CityRuleStore.Stored before = store.find(rule.id()).orElse(null);
        if (before != null && !(before.removed() && before.rule().agency().equals(by.agencyId()))) {
            throw Problem.conflict("There is a rule with the id '" + rule.id() + "' already.");
        }
        if (store.count(by.agencyId()) >= CityRuleStore.MAX_RULES) {
            throw Problem.conflict("An agency may have " + CityRuleStore.MAX_RULES + " rules. Remove some first.");
        }
        return write(by, rule, "rule.created");
    }

    @Transactional
    public RuleView change(SignedIn by, CityRule rule) {
        stored(by, Right.EDIT_SCENES, rule.id(), false);
        return write(by, rule, "rule.changed");
    }

    @Transactional
    public RuleView switchTo(SignedIn by, RuleId id, boolean on) {
        CityRule rule = stored(by, Right.EDIT_SCENES, id, false).rule();
        return rule.enabled() == on ? get(by, id) : write(by, rule.enabled(on), on ? "rule.enabled" : "rule.disabled");
    }

    @Transactional
    public void remove(SignedIn by, RuleId id) {
        CityRule rule = stored(by, Right.EDIT_SCENES, id, false).rule();
        store.remove(id, by, clock.instant());
        told(by, rule, "rule.removed");
    }

    /** Takes removing back. */
    @Transactional
    public RuleView restore(SignedIn by, RuleId id) {
        return write(by, stored(by, Right.EDIT_SCENES, id, true).rule(), "rule.restored");
    }

    private RuleView write(SignedIn by, CityRule rule, String deed) {
        store.put(rule, by, clock.instant());
        told(by, rule, deed);
        return get(by, rule.id());
    }

    private void told(SignedIn by, CityRule rule, String deed) {
        desk.audit.record(Deed.done(by.who(), deed)
                .to("rule", rule.id().value(), rule.name())
                .because(RuleText.of(rule)));
        desk.events.publishEvent(new RulePublisher.RulesChanged());
    }

    private CityRuleStore.Stored stored(SignedIn person, Right right, RuleId id, boolean alsoRemoved) {
        CityRuleStore.Stored found = store.find(id).orElse(null);
        if (found == null || (found.removed() && !alsoRemoved)) {
            throw Problem.notFound("rule", id.value());
        }
        desk.access.require(person, right, "rule", id.value(), found.rule().agency());
        return found;
    }

    /** What views of rules are made from. */
    private record Context(
            Map<RuleId, RuleFigures.Counts> counts,
            Map<String, RuleReports.Report> reports,
            @Nullable Book book,
            int operators) {

        RuleFigures.Counts countsOf(RuleId id) {
            return counts.getOrDefault(id, RuleFigures.Counts.NONE);
        }
    }

    private Context context(SignedIn person, List<RuleId> ids) {
        Map<RuleId, RuleFigures.Counts> counts = figures.counts(ids);
        int operators = Math.max(1, desk.audience.people(person.agencyId()));
        try {
            return new Context(counts, desk.facts.ruleReports().list(), book.get(), operators);
        } catch (LogUnavailable e) {
            return new Context(counts, new HashMap<>(), null, operators);
        }
    }

    private RuleView view(CityRuleStore.Stored stored, Context context) {
        CityRule rule = stored.rule();
        RuleFigures.Counts counts = context.countsOf(rule.id());
        Book cards = context.book();
        return new RuleView(
                rule.id(),
                rule.name(),
                rule.kind(),
                rule.severity(),
                rule.enabled(),
                null,
                rule,
                RuleText.of(rule),
                trouble(stored, context),
                cards == null ? null : RuleCheck.sensorsOf(rule, cards),
                counts.week(),
                RuleFigures.perOperatorHour(counts.week(), RuleFigures.week(), context.operators()),
                precision(counts),
                counts.confirmed() + counts.falseAlarms(),
                stored.changedAt(),
                new RuleView.By(stored.changedBy(), stored.changedByName()));
    }

    private static RuleView.@Nullable Trouble trouble(CityRuleStore.Stored stored, Context context) {
        RuleReports.Report report = context.reports().get(stored.rule().id().value());
        if (report != null) {
            return new RuleView.Trouble(report.at(), report.problem());
        }
        Book cards = context.book();
        String problem = cards == null ? null : RuleCheck.problemOf(stored.rule(), cards);
        return problem == null ? null : new RuleView.Trouble(stored.changedAt(), problem);
    }

    private static RuleView view(Cameras.CameraRule of, Context context) {
        RuleFigures.Counts counts = context.countsOf(of.rule().id());
        return new RuleView(
                of.rule().id(),
                of.rule().name(),
                of.rule().kind(),
                of.rule().severity(),
                of.rule().enabled(),
                new RuleView.OfCamera(of.camera().id(), of.camera().name()),
                null,
                of.camera().name() + ": " + of.rule().name() + ".",
                null,
                null,
                counts.week(),
                RuleFigures.perOperatorHour(counts.week(), RuleFigures.week(), context.operators()),
                precision(counts),
                counts.confirmed() + counts.falseAlarms(),
                null,
                null);
    }

    private static @Nullable Double precision(RuleFigures.Counts counts) {
        long judged = counts.confirmed() + counts.falseAlarms();
        return judged == 0 ? null : (double) counts.confirmed() / judged;
    }
}
