package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Point;

/**
 * Since when an object stands.
 *
 * <p>It stands when its feet or its head stay within a circle of a third of its own height for a while; it moves again
 * when both have left a circle of half its height. One of the two may jump when something hides it. Not thread-safe.
 */
final class Stillness {

    private static final double ENTER = 0.30;
    private static final double LEAVE = 0.50;
    private static final Duration SETTLE = Duration.ofMillis(1500);

    private @Nullable Point foot;
    private @Nullable Point head;
    private Instant since = Instant.MAX;
    private boolean still;

    void add(Instant at, Point newFoot, Point newHead, double height, double aspect) {
        Point anchorFoot = foot;
        Point anchorHead = head;
        double reach = height * (still ? LEAVE : ENTER);
        if (anchorFoot == null
                || anchorHead == null
                || (away(anchorFoot, newFoot, aspect) > reach && away(anchorHead, newHead, aspect) > reach)) {
            foot = newFoot;
            head = newHead;
            since = at;
            still = false;
        } else if (Duration.between(since, at).compareTo(SETTLE) >= 0) {
            still = true;
        }
    }

    @Nullable
    Instant since() {
        return still ? since : null;
    }

    private static double away(Point a, Point b, double aspect) {
        return Math.hypot((a.x() - b.x()) * aspect, a.y() - b.y());
    }
}
