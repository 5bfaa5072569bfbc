package org.vigilia.vision.behave;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.scene.Line;
import org.vigilia.contract.scene.Point;

/**
 * One object at one counting line. A crossing counts once the object is clear of the line, so somebody who dithers on it
 * is counted once or not at all. Not thread-safe.
 */
final class LineWatch {

    /** Clear of the line, in heights of the object. */
    private static final double CLEAR = 0.12;

    private final Line line;
    private @Nullable Point before;
    private int balance;
    private Instant crossedAt = Instant.EPOCH;

    LineWatch(Line line) {
        this.line = line;
    }

    /** The crossing that is certain now; null when there is none. */
    @Nullable
    LineCrossing add(Instant at, Point foot, double height, double aspect) {
        if (before != null) {
            int step = line.crossedBy(before, foot);
            if (step != 0) {
                balance += step;
                crossedAt = at;
            }
        }
        before = foot;
        return balance != 0 && Shape.toLine(line.from(), line.to(), foot, aspect) > CLEAR * height ? settle() : null;
    }

    /** The object is gone: what it was last seen to do counts. */
    @Nullable
    LineCrossing settle() {
        if (balance == 0) {
            return null;
        }
        LineCrossing crossing = new LineCrossing(line.name(), balance > 0, crossedAt);
        balance = 0;
        return crossing;
    }
}
