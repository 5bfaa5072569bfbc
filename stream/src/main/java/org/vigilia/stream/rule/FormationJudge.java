package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.rule.Rule;

/**
 * Turns head counts into "a crowd is forming".
 *
 * <p>A crowd is judged by how fast it grows, not by how big it is: a full market every Saturday is not news. The count
 * now (median of two seconds) is compared with a reference out of the zone's own past: the lowest smoothed count of the
 * window, but not less than what was usual in the four windows before (lower quartile), so that a detector that goes
 * blind for a moment does not make a crowd when it sees again. The first three seconds of readings are not believed.
 */
final class FormationJudge implements Judge {

    private static final Duration SMOOTHING = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration CLEAR = Duration.ofSeconds(3);
    private static final int WINDOWS = 5;
    private static final int STEPS_A_WINDOW = 30;
    private static final int MAX_RECENT = 64;

    private final Situations situations;
    /** Raw counts of the last two seconds. */
    private final Deque<Level> recent;
    /** Smoothed counts of the last five windows, thinned; the first entry of all marks when readings began. */
    private final Deque<Level> past;

    private @Nullable Instant holdsSince;
    private @Nullable Instant clearSince;

    FormationJudge(Situations situations, RuleState state) {
        this.situations = situations;
        this.recent = new ArrayDeque<>(state.recent());
        this.past = new ArrayDeque<>(state.past());
        this.holdsSince = state.holdsSince();
        this.clearSince = state.clearSince();
    }

    @Override
    public Rule rule() {
        return situations.rule();
    }

    @Override
    public void see(Fact fact) {
        Rule rule = situations.rule();
        if (!(fact instanceof SceneReading reading)
                || !String.valueOf(rule.part()).equals(reading.zone())) {
            return;
        }
        Instant at = reading.at();
        Duration window = Words.duration(rule.setting("windowSeconds"));
        double persons = rule.classes().stream().mapToInt(reading::count).sum();
        boolean first = recent.isEmpty() && past.isEmpty();
        recent.addLast(new Level(at, persons));
        while (recent.size() > MAX_RECENT
                || recent.getFirst().at().plus(SMOOTHING).isBefore(at)) {
            recent.removeFirst();
        }
        double now = Level.median(recent);
        if (first || warming(at)) {
            startOver(first ? at : past.getFirst().at(), now);
            return;
        }
        remember(at, now, window);
        judge(reading, now, window, rule);
    }

    /** While it warms up, the past has one entry: when readings began, as an instant, with the newest count. */
    private boolean warming(Instant at) {
        return past.size() == 1 && past.getFirst().at().plus(WARM_UP).isAfter(at);
    }

    private void startOver(Instant began, double now) {
        past.clear();
        past.addLast(new Level(began, now));
    }

    private void remember(Instant at, double now, Duration window) {
        long step = Math.max(1000, window.toMillis() / STEPS_A_WINDOW);
        if (!past.getLast().at().plusMillis(step).isAfter(at)) {
            past.addLast(new Level(at, now));
        }
        while (past.getFirst().at().plus(window.multipliedBy(WINDOWS)).isBefore(at)) {
            past.removeFirst();
        }
    }

    private void judge(SceneReading reading, double now, Duration window, Rule rule) {
        Instant at = reading.at();
        Level reference = reference(at, window);
        double grown = now - reference.value();
        boolean holds = grown >= rule.setting("growthPersons")
                && now >= rule.setting("growthRatio") * Math.max(reference.value(), 1);
        if (situations.none()) {
            holdsSince = !holds ? null : holdsSince == null ? at : holdsSince;
            if (holdsSince != null && Words.seconds(holdsSince, at) >= rule.setting("minSeconds")) {
                situations.raise("zone", reference.at(), at, view(reading, now, reference, null));
                clearSince = null;
            }
            return;
        }
        Situation situation = situations.open().get(0);
        if (holds) {
            clearSince = null;
            situations.renew(situation, at, view(reading, now, reference, situation));
            return;
        }
        situations.touch(situation, at);
        clearSince = clearSince == null ? at : clearSince;
        if (!clearSince.plus(CLEAR).isAfter(at)) {
            end(at);
        }
    }

    /** What the count now is compared with, and since when it has grown from there. */
    private Level reference(Instant at, Duration window) {
        Instant windowStart = at.minus(window);
        Level lowest = past.getLast();
        Collection<Level> usual = new ArrayList<>();
        for (Level level : past) {
            if (level.at().isBefore(windowStart)) {
                usual.add(level);
            } else if (level.value() <= lowest.value()) {
                lowest = level;
            }
        }
        return usual.isEmpty() ? lowest : new Level(lowest.at(), Math.max(lowest.value(), Level.quantile(usual, 0.25)));
    }

    private View view(SceneReading reading, double now, Level reference, @Nullable Situation situation) {
        double before = reference.value();
        Instant since = reference.at();
        PictureId picture = reading.picture();
        if (situation != null) {
            before = Math.min(before, situation.now().proof().measures().getOrDefault("personsBefore", before));
            since = situation.now().startedAt();
            picture = picture != null ? picture : situation.now().proof().picture();
        }
        Duration lasts = Duration.between(since, reading.at());
        AlertChange.Proof proof = new AlertChange.Proof(
                List.of(),
                null,
                List.of(),
                picture,
                Map.of("persons", now, "personsBefore", before, "growthSeconds", Words.seconds(lasts)));
        String message = "A crowd forms in '" + situations.rule().part() + "': from " + Math.round(before) + " to "
                + Math.round(now) + " persons in " + Words.duration(lasts);
        return new View(message, proof, now - before);
    }

    private void end(Instant at) {
        situations.endAll(at);
        holdsSince = null;
        clearSince = null;
    }

    private void forget() {
        recent.clear();
        past.clear();
        holdsSince = null;
        clearSince = null;
    }

    @Override
    public void advanceTo(Instant now) {
        situations.endUnseen(SILENCE, now);
        if (!recent.isEmpty() && recent.getLast().at().plus(SILENCE).isBefore(now)) {
            forget();
        }
    }

    @Override
    public void bridge(Duration gap) {
        situations.bridge(gap);
        forget();
    }

    @Override
    public void follow(Rule changed) {
        situations.follow(changed);
    }

    @Override
    public void close(Instant at) {
        end(at);
    }

    @Override
    public RuleState state() {
        return new RuleState(
                situations.rule(),
                situations.open(),
                situations.lastEnd(),
                List.of(),
                new ArrayList<>(recent),
                new ArrayList<>(past),
                holdsSince,
                clearSince,
                List.of());
    }
}
