package org.vigilia.stream.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.id.PictureId;

/**
 * The state of one aspect of a camera.
 *
 * @param aspect which aspect
 * @param condition its state
 * @param since since when it is good, or since when it is not, UTC
 * @param lastTold when it was last told, UTC
 * @param detail what was said of it
 * @param picture the last picture
 */
public record Trouble(
        CameraHealth.Aspect aspect,
        CameraHealth.Condition condition,
        Instant since,
        Instant lastTold,
        String detail,
        @Nullable PictureId picture) {

    boolean good() {
        return condition == CameraHealth.Condition.GOOD;
    }
}
