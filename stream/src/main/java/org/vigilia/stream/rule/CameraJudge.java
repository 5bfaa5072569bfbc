package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.RuleId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.scene.Scene;

/**
 * All rules of one camera at work: facts in, changes of alerts out.
 *
 * <p>Facts should come in the order of their time; up to five seconds of disorder is judged as it comes, older facts are
 * dropped and told to the {@link RuleWatch}, as are facts from more than five seconds after they were stored. While
 * vision is silent for 3 to 30 s (it is restarted, or overloaded) time stands still for what it watches: an intruder who
 * is still there afterwards is the same alert.
 *
 * <p>Not thread-safe. {@link #state()} and {@link #restore} carry it over a crash; the same facts then give the same
 * alerts with the same ids.
 */
public final class CameraJudge {

    /** Facts that are older than the judge's time by more than this are dropped. */
    public static final Duration LATENESS = Duration.ofSeconds(5);

    /** Facts that claim a time further ahead of when they were stored are dropped. */
    public static final Duration FUTURE = Duration.ofSeconds(5);

    private static final Duration BLIND_FROM = Duration.ofSeconds(3);
    private static final Duration BLIND_TO = Duration.ofSeconds(30);
    private static final Duration MAX_LAG = Duration.ofSeconds(30);
    private static final Duration TICK_DELAY = Duration.ofMillis(1500);

    private final CameraId camera;
    private final RuleWatch watch;
    private final Map<RuleId, Judge> judges = new LinkedHashMap<>();
    private final List<AlertChange> changes = new ArrayList<>();
    private final Consumer<AlertChange> out = changes::add;
    private Instant clock;
    private Instant watchedAt;
    private Duration lag;
    private long sceneVersion;

    private CameraJudge(CameraState state, RuleWatch watch) {
        this.camera = state.camera();
        this.watch = watch;
        this.clock = state.clock();
        this.watchedAt = state.watchedAt();
        this.lag = state.lag();
        this.sceneVersion = state.sceneVersion();
        for (RuleState rule : state.rules()) {
            judges.put(rule.rule().id(), Judge.of(camera, rule, out));
        }
    }

    /** A judge that has seen nothing and follows no rules yet. */
    public static CameraJudge fresh(CameraId camera, RuleWatch watch) {
        return new CameraJudge(CameraState.fresh(camera), watch);
    }

    /** A judge that goes on where {@code state} was taken. */
    public static CameraJudge restore(CameraState state, RuleWatch watch) {
        return new CameraJudge(state, watch);
    }

    public CameraState state() {
        return new CameraState(
                camera,
                clock,
                watchedAt,
                lag,
                sceneVersion,
                judges.values().stream().map(Judge::state).toList());
    }

    /** The version given with the scene it follows; 0 before the first. */
    public long sceneVersion() {
        return sceneVersion;
    }

    /** True when there is nothing that the passing of time could change. */
    public boolean idle() {
        return judges.isEmpty();
    }

    /**
     * Follows the rules of a scene from now on. Rules whose kind and part stay keep their memory; those that are gone,
     * disabled or speak of something else end their alerts.
     *
     * @param scene null when the camera is not analysed any more
     */
    public List<AlertChange> follow(@Nullable Scene scene, long version) {
        sceneVersion = version;
        Map<RuleId, Rule> wanted = new LinkedHashMap<>();
        if (scene != null) {
            scene.rules().stream().filter(Rule::enabled).forEach(rule -> wanted.put(rule.id(), rule));
        }
        judges.entrySet().removeIf(entry -> {
            Rule before = entry.getValue().rule();
            Rule after = wanted.get(entry.getKey());
            if (after != null && after.kind() == before.kind() && Objects.equals(after.part(), before.part())) {
                entry.getValue().follow(after);
                return false;
            }
            attempt(entry.getValue(), judge -> judge.close(clock));
            return true;
        });
        wanted.forEach((id, rule) -> judges.computeIfAbsent(id, x -> Judge.of(camera, RuleState.fresh(rule), out)));
        return drain();
    }

    /**
     * Judges a fact of this camera.
     *
     * @param storedAt when it was stored, UTC
     */
    public List<AlertChange> see(Fact fact, Instant storedAt) {
        Instant at = fact.at();
        if (at.isAfter(storedAt.plus(FUTURE))) {
            watch.factFromTheFuture(fact);
            return List.of();
        }
        if (at.isBefore(clock.minus(LATENESS))) {
            watch.factLate(fact);
            return List.of();
        }
        measureLag(Duration.between(at, storedAt));
        if (!(fact instanceof CameraHealth)) {
            bridgeBlindness(at);
        }
        moveTo(at);
        judges.values().forEach(judge -> attempt(judge, j -> j.see(fact)));
        return drain();
    }

    /** Falls slowly and rises at once, so that a slow worker is waited for. */
    private void measureLag(Duration now) {
        Duration faded = lag.multipliedBy(95).dividedBy(100);
        Duration bounded = now.isNegative() ? Duration.ZERO : now.compareTo(MAX_LAG) > 0 ? MAX_LAG : now;
        lag = bounded.compareTo(faded) > 0 ? bounded : faded;
    }

    private void bridgeBlindness(Instant at) {
        Duration gap = Duration.between(watchedAt, at);
        if (gap.compareTo(BLIND_FROM) > 0 && gap.compareTo(BLIND_TO) <= 0) {
            Duration stood = gap.minus(BLIND_FROM);
            judges.values().forEach(judge -> attempt(judge, j -> j.bridge(stood)));
        }
        watchedAt = at.isAfter(watchedAt) ? at : watchedAt;
    }

    /**
     * Real time has come to {@code now} and every fact stored before it has been seen: timeouts become due. The judge
     * stays as far behind as this camera's facts usually are, and another 1.5 s.
     */
    public List<AlertChange> tick(Instant now) {
        return advanceTo(now.minus(lag).minus(TICK_DELAY));
    }

    /** All facts up to {@code now} have been seen: timeouts become due. */
    public List<AlertChange> advanceTo(Instant now) {
        if (now.isAfter(clock)) {
            moveTo(now);
        }
        return drain();
    }

    private void moveTo(Instant at) {
        clock = at.isAfter(clock) ? at : clock;
        Duration unwatched = Duration.between(watchedAt, clock);
        boolean blind = unwatched.compareTo(BLIND_FROM) > 0 && unwatched.compareTo(BLIND_TO) <= 0;
        Instant watched = blind ? watchedAt.plus(BLIND_FROM) : clock;
        for (Judge judge : judges.values()) {
            boolean health = judge.rule().kind() == RuleKind.CAMERA_TROUBLE;
            attempt(judge, j -> j.advanceTo(health ? clock : watched));
        }
    }

    private void attempt(Judge judge, Consumer<Judge> action) {
        try {
            action.accept(judge);
        } catch (RuntimeException e) {
            watch.ruleFailed(camera, judge.rule(), e);
        }
    }

    private List<AlertChange> drain() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<AlertChange> drained = List.copyOf(changes);
        changes.clear();
        return drained;
    }
}
