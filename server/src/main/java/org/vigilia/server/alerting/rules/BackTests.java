package org.vigilia.server.alerting.rules;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.city.CityRule;
import org.vigilia.contract.rule.city.Condition;
import org.vigilia.rules.Book;
import org.vigilia.rules.Rehearsal;
import org.vigilia.rules.RuleCheck;
import org.vigilia.rules.RuleWatch;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.news.Audience;

/**
 * Tries rules on stored facts, one after another in a thread of its own: it must not slow down what happens now. At most
 * eight wait; one ends after two minutes or five million facts and says so. Results are kept for half an hour.
 */
@Component
class BackTests implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BackTests.class);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration MAX_TIME = Duration.ofMinutes(2);
    private static final long MAX_FACTS = 5_000_000;
    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final int WAITING = 8;

    private final StoredFacts facts;
    private final CityBook book;
    private final Verdicts verdicts;
    private final Audience audience;
    private final Clock clock;
    private final Map<String, Trial> trials = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread thread = new Thread(task, "backtest");
                thread.setDaemon(true);
                return thread;
            });

    BackTests(
            StoredFacts facts, CityBook book, Verdicts verdicts, Audience audience, Clock clock, MeterRegistry meters) {
        this.facts = facts;
        this.book = book;
        this.verdicts = verdicts;
        this.audience = audience;
        this.clock = clock;
        Gauge.builder("vigilia.backtests.waiting", worker, w -> w.getQueue().size())
                .description("Rules that wait to be tried on history, at most " + WAITING)
                .register(meters);
    }

    /** One trial; what it has found can be looked at while it runs. */
    private static final class Trial {

        final String id = FreshId.of("backtest");
        final AgencyId agency;
        final CityRule rule;
        final Instant from;
        final Instant to;
        final int sensors;
        final Instant begunAt;
        final Firings firings = new Firings();
        volatile BackTest.State state = BackTest.State.RUNNING;
        volatile Instant until;
        volatile long facts;
        volatile int operators = 1;
        volatile @Nullable String cut;
        volatile @Nullable String problem;

        Trial(CityRule rule, Instant from, Instant to, int sensors, Instant begunAt) {
            this.agency = rule.agency();
            this.rule = rule;
            this.from = from;
            this.to = to;
            this.sensors = sensors;
            this.begunAt = begunAt;
            this.until = from;
        }

        BackTest view() {
            Firings.Summary found = firings.summary();
            Duration looked = Duration.between(from, until);
            double days = Math.max(looked.toSeconds() / 86_400.0, 1.0 / 24);
            long judged = found.confirmed() + found.falseAlarms();
            return new BackTest(
                    id,
                    state,
                    Math.min(
                            1,
                            (double) looked.toMillis()
                                    / Math.max(1, Duration.between(from, to).toMillis())),
                    from,
                    to,
                    facts,
                    sensors,
                    cut,
                    found.first(),
                    found.total(),
                    found.total() / days,
                    found.total() / (days * 24) / operators,
                    found.confirmed(),
                    found.falseAlarms(),
                    judged == 0 ? null : (double) found.confirmed() / judged,
                    problem);
        }
    }

    /** @throws Problem 400 for a wrong period, 429 when too many wait */
    BackTest begin(SignedIn person, CityRule rule, Instant from, Instant to) {
        Instant now = clock.instant();
        if (!from.isBefore(to)) {
            throw Problem.invalid("from", "'from' must be before 'to'.");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.invalid("from", "A rule can be tried on at most " + LONGEST.toDays() + " days.");
        }
        Instant end = to.isAfter(now) ? now : to;
        if (!from.isBefore(end)) {
            throw Problem.invalid("from", "'from' must be in the past.");
        }
        trials.values().removeIf(old -> old.begunAt.isBefore(now.minus(KEPT)) && old.state != BackTest.State.RUNNING);
        Book cards = book.get();
        CityRule on = rule.enabled(true);
        Trial trial = new Trial(on, from, end, RuleCheck.sensorsOf(on, cards), now);
        trial.operators = Math.max(1, audience.people(person.agencyId()));
        trial.problem = RuleCheck.problemOf(on, cards);
        try {
            worker.execute(() -> run(trial, cards));
        } catch (RejectedExecutionException e) {
            throw Problem.tooMany("Other rules are being tried already. Try it again in a minute.");
        }
        trials.put(trial.id, trial);
        return trial.view();
    }

    BackTest get(SignedIn person, String id) {
        return trial(person, id).view();
    }

    void cancel(SignedIn person, String id) {
        Trial trial = trial(person, id);
        if (trial.state == BackTest.State.RUNNING) {
            trial.state = BackTest.State.CANCELLED;
        }
    }

    private Trial trial(SignedIn person, String id) {
        Trial trial = trials.get(id);
        if (trial == null || !trial.agency.equals(person.agencyId())) {
            throw Problem.notFound("back-test", id);
        }
        return trial;
    }

    private void run(Trial trial, Book cards) {
        if (trial.state != BackTest.State.RUNNING) {
            return;
        }
        try {
            List<RuntimeException> failures = new ArrayList<>();
            trial.firings.verdicts(verdicts.list(trial.agency, trial.from, trial.to), trial.rule.id());
            Rehearsal rehearsal =
                    new Rehearsal(List.of(trial.rule), cards, trial.from, watch(failures), trial.firings::add);
            Instant limit = clock.instant().plus(MAX_TIME);
            StoredFacts.Shown shown = facts.replay(
                    RuleCheck.datastreamsOf(trial.rule, cards),
                    asks(trial.rule, Condition.Unusual.class),
                    asks(trial.rule, Condition.Seen.class),
                    trial.from,
                    trial.to,
                    rehearsal,
                    (until, count) -> goOn(trial, until, count, limit));
            trial.facts = shown.facts();
            trial.until = trial.cut == null && trial.state == BackTest.State.RUNNING ? trial.to : shown.until();
            if (!failures.isEmpty()) {
                trial.problem = "it cannot be judged: " + failures.get(0).getMessage();
                trial.state = BackTest.State.FAILED;
            }
            if (trial.state == BackTest.State.RUNNING) {
                trial.state = BackTest.State.DONE;
            }
        } catch (SQLException | RuntimeException e) {
            LOG.atWarn().addKeyValue("event", "backtest-failed").setCause(e).log("a rule could not be tried");
            trial.problem = "the stored facts could not be read; try it again";
            trial.state = BackTest.State.FAILED;
        }
    }

    private boolean goOn(Trial trial, Instant until, long count, Instant limit) {
        trial.until = until;
        trial.facts = count;
        if (trial.state != BackTest.State.RUNNING) {
            return false;
        }
        if (until.isBefore(trial.to) && count >= MAX_FACTS) {
            trial.cut = "Only facts until " + until + " were looked at: there are more than " + MAX_FACTS + ".";
            return false;
        }
        if (until.isBefore(trial.to) && clock.instant().isAfter(limit)) {
            trial.cut = "Only facts until " + until + " were looked at: it took more than " + MAX_TIME.toMinutes()
                    + " minutes.";
            return false;
        }
        return true;
    }

    private static RuleWatch watch(List<RuntimeException> failures) {
        return new RuleWatch() {
            @Override
            public void failed(RuleId rule, RuntimeException cause) {
                if (failures.isEmpty()) {
                    failures.add(cause);
                }
            }

            @Override
            public void state(RuleId rule, @Nullable String problem) {}

            @Override
            public void skipped(long datastream, Reason reason) {}
        };
    }

    private static boolean asks(CityRule rule, Class<? extends Condition> kind) {
        if (rule.when() instanceof Condition.Combination c) {
            return c.steps().stream().anyMatch(step -> kind.isInstance(step.condition()));
        }
        return kind.isInstance(rule.when());
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
