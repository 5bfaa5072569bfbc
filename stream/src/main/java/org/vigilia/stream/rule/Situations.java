package org.vigilia.stream.rule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.alert.AlertChange.Phase;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;

/**
 * The open alerts of one rule: raises them once, tells of them again at most every two seconds and only when they
 * became notably worse, and ends them.
 *
 * <p>An alert's id is made of rule, subject and start, so that the same facts give the same ids again. Not thread-safe.
 */
final class Situations {

    private static final Duration UPDATE_PAUSE = Duration.ofSeconds(2);
    private static final double NOTABLY_WORSE = 1.25;

    private final CameraId camera;
    private final List<Situation> open;
    private final Consumer<AlertChange> out;
    private Rule rule;
    private @Nullable Instant lastEnd;

    Situations(CameraId camera, RuleState state, Consumer<AlertChange> out) {
        this.camera = camera;
        this.rule = state.rule();
        this.open = new ArrayList<>(state.open());
        this.lastEnd = state.lastEnd();
        this.out = out;
    }

    Rule rule() {
        return rule;
    }

    void follow(Rule changed) {
        rule = changed;
    }

    List<Situation> open() {
        return List.copyOf(open);
    }

    @Nullable
    Instant lastEnd() {
        return lastEnd;
    }

    boolean none() {
        return open.isEmpty();
    }

    /**
     * Raises an alert.
     *
     * @param subject what it is about, as far as its id tells it apart from others of the same rule and start
     * @param since when the situation began; moved behind the end of the alert before
     */
    void raise(String subject, Instant since, Instant at, View view) {
        Instant start = lastEnd == null || since.isAfter(lastEnd) ? since : at;
        String name = camera + "|" + rule.id() + "|" + subject + "|" + start;
        AlertId id = new AlertId(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        AlertChange raised = change(id, Phase.RAISED, at, start, view.message(), view.proof());
        open.add(new Situation(raised, raised, at, view.measure(), view.measure()));
        out.accept(raised);
    }

    /** Renews what is known of an open alert; tells it when it is worth it. */
    void renew(Situation situation, Instant at, View view) {
        AlertChange told = situation.told();
        Instant lastSeen = at.isAfter(situation.lastSeen()) ? at : situation.lastSeen();
        AlertChange now = change(told.alert(), Phase.UPDATED, at, told.startedAt(), view.message(), view.proof());
        boolean rested = !at.isBefore(told.at().plus(UPDATE_PAUSE));
        boolean firstPicture = told.proof().picture() == null && view.proof().picture() != null;
        boolean moreTracks =
                view.proof().tracks().size() > told.proof().tracks().size();
        boolean worse = view.measure() > situation.toldMeasure() * NOTABLY_WORSE;
        boolean tell = at.isAfter(told.at()) && (firstPicture || (rested && (worse || moreTracks)));
        replace(
                situation,
                new Situation(
                        now,
                        tell ? now : told,
                        lastSeen,
                        view.measure(),
                        tell ? view.measure() : situation.toldMeasure()));
        if (tell) {
            out.accept(now);
        }
    }

    /** Its cause is still there, though there is nothing new to say. */
    void touch(Situation situation, Instant at) {
        if (at.isAfter(situation.lastSeen())) {
            replace(
                    situation,
                    new Situation(situation.now(), situation.told(), at, situation.measure(), situation.toldMeasure()));
        }
    }

    void end(Situation situation, Instant at) {
        AlertChange now = situation.now();
        Instant when = at.isAfter(now.at()) ? at : now.at();
        open.remove(situation);
        lastEnd = lastEnd == null || when.isAfter(lastEnd) ? when : lastEnd;
        String message = now.message() + "; over";
        out.accept(change(now.alert(), Phase.ENDED, when, now.startedAt(), message, now.proof()));
    }

    void endAll(Instant at) {
        open().forEach(situation -> end(situation, at));
    }

    /** Ends those whose cause was not seen for a time; the end is when that time was over. */
    void endUnseen(Duration clear, Instant now) {
        for (Situation situation : open()) {
            Instant due = situation.lastSeen().plus(clear);
            if (!due.isAfter(now)) {
                end(situation, due);
            }
        }
    }

    /** Nobody looked for a while: what was seen last counts as if it had been seen that much later. */
    void bridge(Duration gap) {
        open.replaceAll(s -> new Situation(s.now(), s.told(), s.lastSeen().plus(gap), s.measure(), s.toldMeasure()));
    }

    private void replace(Situation old, Situation renewed) {
        open.set(open.indexOf(old), renewed);
    }

    private AlertChange change(
            AlertId id, Phase phase, Instant at, Instant start, String message, AlertChange.Proof proof) {
        return new AlertChange(
                id,
                phase,
                at,
                start.isAfter(at) ? at : start,
                rule.id(),
                rule.kind(),
                rule.severity(),
                camera,
                rule.part(),
                message,
                proof);
    }
}
