package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;

/**
 * Whether one object is in one area, without flicker at its border: who is inside stays so until it is clearly outside
 * or outside for a while. Not thread-safe.
 */
final class AreaWatch {

    /** In heights of the object. */
    private static final double CLEARLY_IN = 0.10;

    private static final double CLEARLY_OUT = 0.25;
    private static final Duration SETTLE = Duration.ofMillis(350);
    private static final Duration GONE = Duration.ofMillis(1000);

    private final Polygon area;
    private @Nullable Instant insideSince;
    private @Nullable Instant outsideSince;
    private boolean present;

    AreaWatch(Polygon area) {
        this.area = area;
    }

    /** True when this step made it enter or leave. */
    boolean add(Instant at, Point foot, double height, double aspect) {
        double depth = Shape.depthInside(area, foot, aspect);
        boolean before = present;
        if (depth > 0) {
            outsideSince = null;
            Instant since = insideSince == null ? at : insideSince;
            insideSince = since;
            present = present
                    || depth > CLEARLY_IN * height
                    || Duration.between(since, at).compareTo(SETTLE) >= 0;
        } else if (present) {
            Instant since = outsideSince == null ? at : outsideSince;
            outsideSince = since;
            if (-depth > CLEARLY_OUT * height || Duration.between(since, at).compareTo(GONE) >= 0) {
                present = false;
                insideSince = null;
                outsideSince = null;
            }
        } else {
            insideSince = null;
        }
        return before != present;
    }

    /** Since when it is inside; null when it is not. */
    @Nullable
    Instant presentSince() {
        return present ? insideSince : null;
    }
}
