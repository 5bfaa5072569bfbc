package org.vigilia.rules;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.contract.sensing.CameraCard;

/**
 * The second stage: signals of all sensors and alerts of all cameras in, changes of the city's alerts out.
 *
 * <p>Time stays 2 s behind, so that what the first stage and the cameras found meanwhile still counts; changes carry the
 * time of what made them. A rule that breaks down is told to the {@link RuleWatch}; the others go on.
 *
 * <p>Not thread-safe. {@link #state()} and {@link #restore} carry it over a crash.
 */
public final class CityJudge {

    private static final long TICK_DELAY = 2 * Micros.SECOND;
    private static final long CHECK_PAUSE = 5 * Micros.SECOND;

    private RuleWatch watch;
    private final Levels levels = new Levels();
    private final Map<String, RuleJudge> judges = new LinkedHashMap<>();
    private final Map<RuleId, String> problems = new HashMap<>();
    private Scenery scenery = new Scenery(Book.EMPTY, levels);
    private long clock;
    private long checkedAt = Micros.LONG_AGO;
    private boolean checkDue = true;

    private CityJudge(CityState state, RuleWatch watch) {
        this.watch = watch;
        clock = state.clock();
        state.rules().forEach(memory -> judges.put(memory.rule(), RuleJudge.of(memory)));
        state.levels().forEach(level -> levels.see(level.datastream(), level.at(), level.value()));
    }

    /** A judge that has seen nothing. */
    public static CityJudge fresh(RuleWatch watch) {
        return new CityJudge(CityState.FRESH, watch);
    }

    /** A judge that goes on where {@code state} was taken; it must {@link #follow} a book before it judges. */
    public static CityJudge restore(CityState state, RuleWatch watch) {
        return new CityJudge(state, watch);
    }

    /** Tells another of what goes wrong from now on. */
    public void tellTo(RuleWatch other) {
        watch = other;
    }

    /** Another judge that remembers and goes by the same. */
    public CityJudge copy() {
        CityJudge copy = new CityJudge(state(), watch);
        copy.follow(scenery.book(), change -> {});
        copy.problems.putAll(problems);
        copy.checkedAt = checkedAt;
        copy.checkDue = checkDue;
        return copy;
    }

    /** All it remembers. The book is not part of it. */
    public CityState state() {
        return new CityState(
                clock,
                judges.values().stream()
                        .filter(judge -> !judge.empty())
                        .map(RuleJudge::memory)
                        .toList(),
                levels.list());
    }

    /** Goes by another book from now on. Alerts of rules that are gone, off or look for something else end. */
    public void follow(Book book, Consumer<AlertChange> out) {
        if (book == scenery.book()) {
            return;
        }
        boolean sameRules = book.sameRules(scenery.book());
        scenery = new Scenery(book, levels);
        checkDue = true;
        if (sameRules) {
            return;
        }
        for (CityRule rule : book.rules()) {
            judges.computeIfAbsent(rule.id().value(), RuleJudge::new);
        }
        judges.forEach((id, judge) -> {
            CityRule rule = book.rule(new RuleId(id));
            attempt(id, () -> judge.follow(rule != null && rule.enabled() ? rule : null, clock, scenery, out));
        });
        judges.entrySet()
                .removeIf(e -> book.rule(new RuleId(e.getKey())) == null
                        && e.getValue().empty());
    }

    /** Takes news of the first stage. */
    public void see(Signal signal, Consumer<AlertChange> out) {
        if (signal.kind() == Signal.Kind.LEVEL) {
            levels.see(signal.datastream(), signal.at(), signal.value());
            return;
        }
        clock = Math.max(clock, signal.at());
        RuleJudge judge = judges.computeIfAbsent(signal.rule(), RuleJudge::new);
        attempt(signal.rule(), () -> {
            switch (signal.kind()) {
                case BEGAN -> judge.begin(Occurrence.of(signal), scenery, out);
                case WORSE -> judge.worse(signal, scenery, out);
                case ENDED -> judge.end(signal, scenery, out);
                case LEVEL -> throw new IllegalStateException("levels belong to no rule");
            }
        });
    }

    /** Takes a change of a camera's alert. */
    public void see(AlertChange change, Consumer<AlertChange> out) {
        CameraId camera = change.camera();
        CameraCard card = camera == null ? null : scenery.book().camera(camera);
        if (camera == null || card == null || change.phase() == AlertChange.Phase.UPDATED) {
            return;
        }
        forEachSeen(card, change, (rule, step) -> {
            RuleJudge judge = judges.computeIfAbsent(rule.id().value(), RuleJudge::new);
            Condition condition = Book.stepsOf(rule).get(step).condition();
            Occurrence found = seen(step, Fingerprint.of(condition), change);
            attempt(rule.id().value(), () -> {
                if (change.phase() == AlertChange.Phase.RAISED) {
                    judge.begin(found, scenery, out);
                } else {
                    judge.end(found, scenery, out);
                }
            });
        });
    }

    private void forEachSeen(CameraCard card, AlertChange change, BiConsumer<CityRule, Integer> action) {
        for (CityRule rule : scenery.book().rules()) {
            if (!rule.enabled() || !rule.agency().equals(card.agency())) {
                continue;
            }
            List<Condition.Step> steps = Book.stepsOf(rule);
            for (int step = 0; step < steps.size(); step++) {
                if (steps.get(step).condition() instanceof Condition.Seen seen
                        && seen.kinds().contains(change.kind())
                        && (seen.cameras().isEmpty() || seen.cameras().contains(card.id()))) {
                    action.accept(rule, step);
                }
            }
        }
    }

    private static Occurrence seen(int step, long fingerprint, AlertChange change) {
        long at = Micros.of(change.at());
        return new Occurrence(
                step,
                fingerprint,
                0,
                Objects.requireNonNull(change.camera()).value(),
                change.alert().value(),
                Math.min(Micros.of(change.startedAt()), at),
                at,
                0,
                null,
                null,
                change.message());
    }

    /** Everything that was stored before {@code now} has been seen. */
    public void tick(long now, Consumer<AlertChange> out) {
        long until = now - TICK_DELAY;
        if (until > clock) {
            clock = until;
        }
        judges.forEach((id, judge) -> attempt(id, () -> judge.advance(until, scenery, out)));
        if (checkDue && now >= checkedAt + CHECK_PAUSE) {
            checkDue = false;
            checkedAt = now;
            check();
        }
    }

    /** True when the passing of time cannot change anything. */
    public boolean idle() {
        return !checkDue && judges.values().stream().allMatch(RuleJudge::quiet);
    }

    /** Tells what keeps rules from being judged: of every rule once, then where it changed. */
    private void check() {
        Map<RuleId, String> now = new HashMap<>();
        for (CityRule rule : scenery.book().rules()) {
            String problem = RuleCheck.problemOf(rule, scenery.book());
            now.put(rule.id(), problem == null ? "" : problem);
            if (!Objects.equals(problems.get(rule.id()), now.get(rule.id()))) {
                watch.state(rule.id(), problem);
            }
        }
        problems.clear();
        problems.putAll(now);
    }

    private void attempt(String rule, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            watch.failed(new RuleId(rule), e);
        }
    }
}
