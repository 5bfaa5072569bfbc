package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;

/** Allows two pictures a second and camera, and two at once after a pause. Not thread-safe. */
final class PictureBudget {

    private static final double PER_SECOND = 2;
    private static final double AT_ONCE = 2;

    private double left = AT_ONCE;
    private Instant filled = Instant.MIN;

    boolean take(Instant at) {
        if (filled.equals(Instant.MIN) || at.isBefore(filled)) {
            filled = at;
        }
        left = Math.min(
                AT_ONCE, left + PER_SECOND * Duration.between(filled, at).toNanos() / 1e9);
        filled = at;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
