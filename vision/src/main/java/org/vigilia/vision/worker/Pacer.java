package org.vigilia.vision.worker;

import java.util.ArrayDeque;

/** Picks frames of a stream so that they come at a wanted rate, and counts how many came. Not thread-safe. */
final class Pacer {

    private static final double WINDOW_SECONDS = 5;

    private final ArrayDeque<Double> taken = new ArrayDeque<>();
    private double next = Double.NEGATIVE_INFINITY;
    private double last = Double.NaN;
    private double frameSeconds = 0.04;

    /** Whether the frame of that capture time is one to take; times in seconds. */
    boolean due(double at, double fps) {
        if (!Double.isNaN(last) && at > last && at - last < 1) {
            frameSeconds += 0.1 * (at - last - frameSeconds);
        }
        last = at;
        if (fps <= 0) {
            return false;
        }
        double pause = 1 / fps;
        if (at < next - 10 * pause) {
            // the clock was set back
            next = at;
        }
        if (at + frameSeconds / 2 < next) {
            return false;
        }
        next = at - next > pause ? at + pause : next + pause;
        return true;
    }

    void took(double at) {
        taken.addLast(at);
        while (!taken.isEmpty() && at - taken.getFirst() > WINDOW_SECONDS) {
            taken.removeFirst();
        }
    }

    /** Frames a second over the last five seconds before {@code now}. */
    double achieved(double now) {
        long count = taken.stream()
                .filter(t -> now - t <= WINDOW_SECONDS && t <= now + 1)
                .count();
        if (count < 2) {
            return count / WINDOW_SECONDS;
        }
        double since = now - taken.getFirst();
        return since <= 0 ? 0 : count / Math.min(WINDOW_SECONDS, Math.max(1, since));
    }
}
