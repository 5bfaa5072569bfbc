package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
 * Judges how tightly people stand: the median density of the last two seconds above the level for a time raises, below
 * a part of it for two seconds ends. Readings without density (no calibration) say nothing.
 */
final class DensityJudge implements Judge {

    private static final Duration SMOOTHING = Duration.ofSeconds(2);
    private static final Duration CLEAR = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int MAX_RECENT = 64;

    private final Situations situations;
    private final Deque<Level> recent;
    private @Nullable Instant holdsSince;
    private @Nullable Instant clearSince;

    DensityJudge(Situations situations, RuleState state) {
        this.situations = situations;
        this.recent = new ArrayDeque<>(state.recent());
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
                || reading.density() == null
                || !String.valueOf(rule.part()).equals(reading.zone())) {
            return;
        }
        Instant at = reading.at();
        recent.addLast(new Level(at, reading.density()));
        while (recent.size() > MAX_RECENT
                || recent.getFirst().at().plus(SMOOTHING).isBefore(at)) {
            recent.removeFirst();
        }
        double density = Level.median(recent);
        double limit = rule.setting("density");
        if (situations.none()) {
            holdsSince = density < limit ? null : holdsSince == null ? at : holdsSince;
            if (holdsSince != null && Words.seconds(holdsSince, at) >= rule.setting("minSeconds")) {
                situations.raise("zone", holdsSince, at, view(reading, density, holdsSince, null));
                clearSince = null;
            }
            return;
        }
        Situation situation = situations.open().get(0);
        if (density < limit * rule.setting("clearRatio")) {
            clearSince = clearSince == null ? at : clearSince;
            situations.touch(situation, at);
            if (!clearSince.plus(CLEAR).isAfter(at)) {
                end(at);
            }
            return;
        }
        clearSince = null;
        situations.renew(situation, at, view(reading, density, situation.now().startedAt(), situation));
    }

    private View view(SceneReading reading, double density, Instant since, @Nullable Situation situation) {
        Duration lasts = Duration.between(since, reading.at());
        PictureId picture = reading.picture() != null
                ? reading.picture()
                : situation == null ? null : situation.now().proof().picture();
        AlertChange.Proof proof = new AlertChange.Proof(
                List.of(),
                null,
                List.of(),
                picture,
                Map.of("personsPerSquareMetre", density, "lastsSeconds", Words.seconds(lasts)));
        String message = Words.number(density, 1) + " persons/m² in '"
                + situations.rule().part() + "' for " + Words.duration(lasts) + ", level of service "
                + Words.levelOfService(density);
        return new View(message, proof, density);
    }

    private void end(Instant at) {
        situations.endAll(at);
        holdsSince = null;
        clearSince = null;
    }

    @Override
    public void advanceTo(Instant now) {
        boolean wasOpen = !situations.none();
        situations.endUnseen(SILENCE, now);
        if (wasOpen && situations.none()) {
            holdsSince = null;
            clearSince = null;
        }
        if (!recent.isEmpty() && recent.getLast().at().plus(SILENCE).isBefore(now)) {
            recent.clear();
            holdsSince = null;
        }
    }

    @Override
    public void bridge(Duration gap) {
        situations.bridge(gap);
        holdsSince = null;
        clearSince = null;
        recent.clear();
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
                List.of(),
                holdsSince,
                clearSince,
                List.of());
    }
}
