package org.vigilia.contract.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object is in a lane.
 *
 * @param lane the lane's name
 * @param since when it entered, UTC
 * @param angleDegrees between its smoothed motion and the direction of the lane, 0 with the traffic, 180 against; NaN
 *     is never written: null while it stands or is too new to tell
 * @param againstSince since when it moves against the lane (more than 90 degrees off) without pause; null when it does
 *     not
 * @param againstTravel how far it went against the lane since then, as a fraction of the lane's length; 0 when it did
 *     not
 */
public record LanePresence(
        String lane,
        Instant since,
        @Nullable Double angleDegrees,
        @Nullable Instant againstSince,
        double againstTravel) {}
