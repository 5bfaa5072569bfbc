package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Point;

/**
 * Where an object was lately, made smooth: positions and speeds are read from straight lines through the last moments,
 * so that the trembling of boxes does not look like motion.
 *
 * <p>Not thread-safe.
 */
final class Path {

    private static final double WINDOW_SECONDS = 1.0;
    private static final double LEAST_SECONDS = 0.45;
    private static final int MAX_SAMPLES = 40;
    private static final int TOLD_POINTS = 32;
    /** Closer to the border than this, an edge of a box tells of the border and not of the object. */
    private static final double BORDER = 0.015;
    /** The upper edge must move at least this much of what the lower does. */
    private static final double AGREES = 0.25;

    private final double aspect;
    private final ArrayDeque<Sample> recent = new ArrayDeque<>();
    private final List<Point> trail = new ArrayList<>();
    private Instant origin = Instant.EPOCH;
    private @Nullable Ground ground;

    private record Sample(double seconds, Box box) {}

    /**
     * Speed in heights of the picture a second.
     *
     * @param right towards the right
     * @param down towards the lower edge
     * @param since start of the stretch of time it was read from
     */
    record Velocity(double right, double down, Instant since) {

        double speed() {
            return Math.hypot(right, down);
        }
    }

    Path(double aspect, @Nullable Ground ground) {
        this.aspect = aspect;
        this.ground = ground;
    }

    void ground(@Nullable Ground newGround) {
        ground = newGround;
    }

    void add(Instant at, Box box) {
        if (recent.isEmpty()) {
            origin = at;
        }
        double seconds = seconds(at);
        if (!recent.isEmpty() && seconds - recent.getLast().seconds > WINDOW_SECONDS) {
            recent.clear();
        }
        recent.add(new Sample(seconds, box));
        while (recent.size() > MAX_SAMPLES || seconds - recent.getFirst().seconds > WINDOW_SECONDS) {
            recent.removeFirst();
        }
        lengthen(foot());
    }

    private double seconds(Instant at) {
        return Duration.between(origin, at).toNanos() / 1e9;
    }

    /** Where it stands now, smoothed. */
    Point foot() {
        Fit x = fit(s -> s.box.foot().x());
        Fit y = fit(s -> s.box.bottom());
        double now = recent.getLast().seconds;
        return new Point(x.at(now), y.at(now));
    }

    /** Whether the border of the picture cuts off its feet. */
    boolean cutOff() {
        return recent.getLast().box.bottom() > 1 - BORDER;
    }

    /** The middle of its upper edge, smoothed. */
    Point head() {
        double now = recent.getLast().seconds;
        return new Point(
                fit(s -> s.box.centre().x()).at(now), fit(s -> s.box.top()).at(now));
    }

    /** Its height, smoothed, as a fraction of the picture's. */
    double height() {
        return Math.max(
                0.005,
                recent.stream()
                        .mapToDouble(s -> s.box.height())
                        .sorted()
                        .skip(recent.size() / 2)
                        .findFirst()
                        .orElse(0.005));
    }

    /**
     * How it moves; null while it is too new to tell.
     *
     * <p>Up and down is believed only if the upper and the lower edge of the box agree: when something hides the feet,
     * the lower edge jumps up but the upper one stays and so does the width. An edge at the border of the picture has no vote.
     */
    @Nullable
    Velocity velocity() {
        double span = recent.getLast().seconds - recent.getFirst().seconds;
        if (recent.size() < 3 || span < LEAST_SECONDS) {
            return null;
        }
        double right = fit(s -> s.box.centre().x()).slope * aspect;
        return new Velocity(right, down(), origin.plusNanos((long) (recent.getFirst().seconds * 1e9)));
    }

    private double down() {
        Box last = recent.getLast().box;
        double lower = fit(s -> s.box.bottom()).slope;
        double upper = fit(s -> s.box.top()).slope;
        if (cutOff()) {
            return upper;
        }
        boolean agree = lower * upper > 0 && Math.abs(upper) > AGREES * Math.abs(lower);
        if (last.top() < BORDER || agree || Math.abs(lower) < Math.abs(upper)) {
            return lower;
        }
        // seen from low down, what comes closer grows both ways: then its width must grow too
        double taller = fit(s -> s.box.height()).slope / height();
        double wider = fit(s -> s.box.width()).slope / Math.max(0.005, last.width());
        return taller * wider > 0 && Math.abs(wider) > 0.4 * Math.abs(taller) ? lower : upper;
    }

    /** Speed on the ground; null without calibration, beyond the horizon or while it is too new to tell. */
    @Nullable
    Double metresPerSecond() {
        Ground.Place[] ends = groundMotion();
        return ends == null ? null : ends[0].distance(ends[1]);
    }

    /** Ground positions one second apart along the present motion; null as in {@link #metresPerSecond()}. */
    Ground.Place @Nullable [] groundMotion() {
        Ground floor = ground;
        if (floor == null || velocity() == null) {
            return null;
        }
        int n = recent.size();
        double[] east = new double[n];
        double[] north = new double[n];
        double[] time = new double[n];
        int i = 0;
        for (Sample sample : recent) {
            Ground.Place place = floor.place(sample.box.foot());
            if (place == null) {
                return null;
            }
            time[i] = sample.seconds;
            east[i] = place.eastM();
            north[i++] = place.northM();
        }
        Fit e = Fit.of(time, east);
        Fit m = Fit.of(time, north);
        double now = recent.getLast().seconds;
        return new Ground.Place[] {
            new Ground.Place(e.at(now - 1), m.at(now - 1)), new Ground.Place(e.at(now), m.at(now))
        };
    }

    /** The way so far, oldest first, at most 32 points, thinned. */
    List<Point> trail() {
        return List.copyOf(trail);
    }

    private void lengthen(Point foot) {
        Point rounded = new Point(Math.round(foot.x() * 1e4) / 1e4, Math.round(foot.y() * 1e4) / 1e4);
        if (trail.size() > 1) {
            Point before = trail.get(trail.size() - 2);
            if (Math.hypot((rounded.x() - before.x()) * aspect, rounded.y() - before.y()) < 0.25 * height()) {
                trail.set(trail.size() - 1, rounded);
                return;
            }
        }
        trail.add(rounded);
        if (trail.size() > TOLD_POINTS) {
            // forget every other point of the older half
            for (int i = TOLD_POINTS / 2 - 1; i > 0; i -= 2) {
                trail.remove(i);
            }
        }
    }

    private interface Reading {
        double of(Sample sample);
    }

    private Fit fit(Reading reading) {
        double[] time = new double[recent.size()];
        double[] value = new double[recent.size()];
        int i = 0;
        for (Sample sample : recent) {
            time[i] = sample.seconds;
            value[i++] = reading.of(sample);
        }
        return Fit.of(time, value);
    }

    /** A straight line through values over time. */
    private record Fit(double middle, double mean, double slope) {

        static Fit of(double[] time, double[] value) {
            int n = time.length;
            double middle = 0;
            double mean = 0;
            for (int i = 0; i < n; i++) {
                middle += time[i] / n;
                mean += value[i] / n;
            }
            double tt = 0;
            double tv = 0;
            for (int i = 0; i < n; i++) {
                tt += (time[i] - middle) * (time[i] - middle);
                tv += (time[i] - middle) * (value[i] - mean);
            }
            boolean enough = n >= 3 && time[n - 1] - time[0] >= 0.15;
            return enough && tt > 0 ? new Fit(middle, mean, tv / tt) : new Fit(time[n - 1], value[n - 1], 0);
        }

        double at(double time) {
            return mean + slope * (time - middle);
        }
    }
}
