package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.CameraHealth.Aspect;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.rule.Rule;

/**
 * Judges whether a camera does its work. One alert a camera, whatever is wrong with it and however that changes.
 *
 * <p>Trouble is repeated every few seconds while it lasts; when nothing more is heard of it for a minute, it counts as
 * over.
 */
final class TroubleJudge implements Judge {

    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final Situations situations;
    private final Map<Aspect, Trouble> troubles = new EnumMap<>(Aspect.class);

    TroubleJudge(Situations situations, RuleState state) {
        this.situations = situations;
        state.troubles().forEach(t -> troubles.put(t.aspect(), t));
    }

    @Override
    public Rule rule() {
        return situations.rule();
    }

    @Override
    public void see(Fact fact) {
        if (!(fact instanceof CameraHealth health)) {
            return;
        }
        Trouble before = troubles.get(health.aspect());
        boolean good = health.condition() == Condition.GOOD;
        Instant since = before != null && before.good() == good ? before.since() : health.at();
        Trouble now = new Trouble(
                health.aspect(),
                health.condition(),
                since,
                health.at(),
                health.detail(),
                health.picture() != null ? health.picture() : before == null ? null : before.picture());
        troubles.put(health.aspect(), now);
        advanceTo(health.at());
        Optional<Trouble> worst = worst();
        if (!situations.none() && worst.isPresent()) {
            Situation situation = situations.open().get(0);
            View view = view(worst.get(), health.at(), situation.now().startedAt());
            boolean changed = before == null || before.condition() != now.condition();
            situations.renew(
                    situation,
                    health.at(),
                    changed ? new View(view.message(), view.proof(), situation.toldMeasure() * 2) : view);
        }
    }

    /** The trouble that lasts longest; a camera that cannot be reached comes before what its picture was. */
    private Optional<Trouble> worst() {
        return troubles.values().stream()
                .filter(t -> !t.good())
                .min(Comparator.comparing(Trouble::aspect).thenComparing(Trouble::since));
    }

    private View view(Trouble trouble, Instant at, Instant since) {
        Duration lasts = Duration.between(since, at);
        String message = words(trouble.condition()) + " for " + Words.duration(lasts)
                + (trouble.detail().isBlank() ? "" : ": " + trouble.detail());
        AlertChange.Proof proof = new AlertChange.Proof(
                List.of(), null, List.of(), trouble.picture(), Map.of("troubleSeconds", Words.seconds(lasts)));
        return new View(message, proof, 1);
    }

    private static String words(Condition condition) {
        return switch (condition) {
            case GOOD -> "Camera is good";
            case OFFLINE -> "Camera is offline";
            case STALLED -> "Camera sends no picture";
            case UNAUTHORISED -> "Camera refuses user name or password";
            case UNREADABLE -> "Camera sends what cannot be read";
            case BLACK, FROZEN -> "Picture is " + condition.name().toLowerCase(Locale.ROOT);
            case MOVED -> "Camera was moved";
        };
    }

    @Override
    public void advanceTo(Instant now) {
        troubles.replaceAll(
                (aspect, t) -> t.good() || t.lastTold().plus(SILENCE).isAfter(now)
                        ? t
                        : new Trouble(
                                aspect,
                                Condition.GOOD,
                                t.lastTold().plus(SILENCE),
                                t.lastTold().plus(SILENCE),
                                "no more news of it",
                                t.picture()));
        Optional<Trouble> worst = worst();
        Rule rule = situations.rule();
        if (worst.isPresent()) {
            Instant since = earliest();
            Instant due = since.plus(Words.duration(rule.setting("minSeconds")));
            if (situations.none() && !due.isAfter(now)) {
                Instant at =
                        due.isAfter(worst.get().since()) ? due : worst.get().since();
                situations.raise("camera", since, at, view(worst.get(), at, since));
            }
            return;
        }
        Instant goodSince = troubles.values().stream()
                .map(Trouble::since)
                .max(Comparator.naturalOrder())
                .orElse(now);
        Instant due = goodSince.plus(Words.duration(rule.setting("clearSeconds")));
        if (!due.isAfter(now)) {
            situations.open().forEach(s -> situations.touch(s, goodSince));
            situations.endAll(due);
        }
    }

    private Instant earliest() {
        return troubles.values().stream()
                .filter(t -> !t.good())
                .map(Trouble::since)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public void bridge(Duration gap) {
        // health is told by others than vision: time never stands still for it
    }

    @Override
    public void follow(Rule changed) {
        situations.follow(changed);
    }

    @Override
    public void close(Instant at) {
        situations.endAll(at);
    }

    @Override
    public RuleState state() {
        return new RuleState(
                situations.rule(),
                situations.open(),
                situations.lastEnd(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                List.copyOf(troubles.values()));
    }
}
