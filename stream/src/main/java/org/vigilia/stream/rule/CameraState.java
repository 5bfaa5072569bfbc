package org.vigilia.stream.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vigilia.contract.id.CameraId;

/**
 * Everything the judge of one camera remembers, as plain data of bounded size: what a checkpoint holds.
 *
 * @param camera which camera
 * @param clock how far its time has come, UTC; {@link Instant#EPOCH} before the first fact
 * @param watchedAt when vision last told anything of it, UTC
 * @param lag how far its facts lately were behind when they were stored
 * @param sceneVersion the version of the scene that it follows, 0 for none
 * @param rules what its rules remember
 */
public record CameraState(
        CameraId camera, Instant clock, Instant watchedAt, Duration lag, long sceneVersion, List<RuleState> rules) {

    public CameraState {
        rules = List.copyOf(rules);
    }

    public static CameraState fresh(CameraId camera) {
        return new CameraState(camera, Instant.EPOCH, Instant.EPOCH, Duration.ZERO, 0, List.of());
    }
}
