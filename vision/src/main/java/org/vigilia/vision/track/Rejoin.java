package org.vigilia.vision.track;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.vigilia.contract.scene.Box;

/**
 * Whether an object that appears is one that was lost a moment ago: behind a post, a van or another person.
 *
 * <p>Three things must fit: it could have come so far, it is about as big, and it looks alike.
 */
final class Rejoin {

    private static final double LEAST_LIKENESS = 0.45;
    private static final double LEAST_LIKENESS_UNKNOWN = 0.5;

    private Rejoin() {}

    /** For each of {@code ready} the one of {@code lost} it goes on from, or −1. */
    static int[] match(List<Track> ready, List<Track> lost, Instant now, double aspect) {
        int[] none = new int[ready.size()];
        Arrays.fill(none, -1);
        if (lost.isEmpty()) {
            return none;
        }
        double[][] cost = new double[ready.size()][lost.size()];
        for (int i = 0; i < ready.size(); i++) {
            for (int j = 0; j < lost.size(); j++) {
                cost[i][j] = cost(ready.get(i), lost.get(j), now, aspect);
            }
        }
        return Assignment.solve(cost, 1);
    }

    private static double cost(Track fresh, Track lost, Instant now, double aspect) {
        TrackStep appeared = fresh.appeared();
        double gap = Duration.between(lost.lastSeen(), appeared.at()).toNanos() / 1e9;
        if (gap <= 0 || Border.touches(lost.seenBox()) || Border.touches(appeared.box())) {
            return Double.POSITIVE_INFINITY;
        }
        // both where they are expected now: the coasting of the lost one against the fresh one
        Box a = lost.expected();
        Box b = fresh.expected();
        double size = (a.height() + b.height()) / 2;
        double ratio = Math.max(a.height(), b.height()) / Math.min(a.height(), b.height());
        double away = Math.hypot((a.centre().x() - b.centre().x()) * aspect, a.bottom() - b.bottom()) / size;
        double reach = 0.5 + 0.5 * Math.min(3, gap);
        if (away > reach || ratio > 1.5) {
            return Double.POSITIVE_INFINITY;
        }
        Appearance before = lost.appearance();
        Appearance after = fresh.appearance();
        double likeness = before == null || after == null ? LEAST_LIKENESS_UNKNOWN : before.likeness(after);
        if (likeness < LEAST_LIKENESS) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.min(1, 0.5 * away / reach + 0.3 * (ratio - 1) + 0.5 * (1 - likeness));
    }
}
