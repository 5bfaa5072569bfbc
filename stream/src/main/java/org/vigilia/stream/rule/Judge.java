package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;

/** One rule at work in one camera. Not thread-safe. */
interface Judge {

    /** The rule as it is followed now. */
    Rule rule();

    /** Takes a fact into account; facts that do not concern the rule change nothing. */
    void see(Fact fact);

    /** Time has come this far; timeouts up to then are due. */
    void advanceTo(Instant now);

    /** Nobody looked for this long: it counts as if no time had passed. */
    void bridge(Duration gap);

    /** The same rule with other thresholds, name or severity. */
    void follow(Rule changed);

    /** Ends all open alerts. */
    void close(Instant at);

    RuleState state();

    /** A judge that goes on where {@code state} was taken. */
    static Judge of(CameraId camera, RuleState state, Consumer<AlertChange> out) {
        Situations situations = new Situations(camera, state, out);
        return switch (state.rule().kind()) {
            case WRONG_WAY -> new TrackJudge(new WrongWay(), situations, state);
            case INTRUSION -> new TrackJudge(new Intrusion(), situations, state);
            case LOITERING -> new TrackJudge(new Loitering(), situations, state);
            case STOPPED_VEHICLE -> new TrackJudge(new StoppedVehicle(), situations, state);
            case CROWD_DENSITY -> new DensityJudge(situations, state);
            case CROWD_FORMATION -> new FormationJudge(situations, state);
            case CAMERA_TROUBLE -> new TroubleJudge(situations, state);
            case THRESHOLD, RATE_OF_CHANGE, MISSING_DATA, ANOMALY, COMBINATION ->
                throw new IllegalArgumentException(state.rule().kind() + " is not a kind of camera rule");
        };
    }
}
