package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;

/** Allows so many pictures a second and camera, and so many at once after a pause. Not thread-safe. */
final class PictureBudget {

    private final double perSecond;
    private final double atOnce;
    private double left;
    private Instant filled = Instant.MIN;

    PictureBudget(double perSecond, double atOnce) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.left = atOnce;
    }

    boolean take(Instant at) {
        if (filled.equals(Instant.MIN) || at.isBefore(filled)) {
            filled = at;
        }
        left = Math.min(atOnce, left + perSecond * Duration.between(filled, at).toNanos() / 1e9);
        filled = at;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
