package org.vigilia.vision.behave;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.scene.Lane;
import org.vigilia.contract.scene.Point;

/**
 * One object in one lane: which way it goes, and since when and how far against the traffic.
 *
 * <p>The angle is taken on the ground when the camera is calibrated, in the picture otherwise. A short moment without a
 * clear motion does not end a drive against the lane; turning with the traffic does. While the border of the
 * picture cuts off the foot, the way is summed up from the speed of what can be seen. Not thread-safe.
 */
final class LaneWatch {

    /** Slower than this, in own heights a second, it has no direction. */
    private static final double MOVING = 0.20;

    /** A step of the foot counts at most this many times what the smoothed speed says. */
    private static final double STEP_LIMIT = 3;

    private static final Duration PAUSE = Duration.ofMillis(800);

    /** So many looks in a row must agree: at a low analysis rate one wrong link between two cars looks like a drive. */
    private static final int LOOKS = 3;

    private final Lane lane;
    private final AreaWatch presence;
    private final double aspect;
    private final Ground.@Nullable Place entry;
    private final Ground.@Nullable Place exit;
    private @Nullable Double angle;
    private @Nullable Instant againstSince;
    private @Nullable Instant lastAgainst;
    private double travel;
    private int looks;
    private @Nullable Point before;

    LaneWatch(Lane lane, double aspect, @Nullable Ground ground) {
        this.lane = lane;
        this.aspect = aspect;
        this.presence = new AreaWatch(lane.area());
        this.entry = ground == null ? null : ground.place(lane.entry());
        this.exit = ground == null ? null : ground.place(lane.exit());
    }

    /** True when it entered or left the lane, or began or ended to go against it. */
    boolean add(Instant at, Path path) {
        Point foot = path.foot();
        boolean changed = presence.add(at, foot, path.height(), aspect);
        Instant since = presence.presentSince();
        if (since == null) {
            angle = null;
            return stop() | changed;
        }
        Path.Velocity velocity = path.velocity();
        if (velocity == null || velocity.speed() < MOVING * path.height()) {
            angle = null;
            Instant last = lastAgainst;
            return (last != null && Duration.between(last, at).compareTo(PAUSE) > 0 && stop()) | changed;
        }
        double degrees = angle(path, velocity);
        angle = degrees;
        if (degrees <= 90) {
            return stop() | changed;
        }
        Instant from = lastAgainst;
        lastAgainst = at;
        if (againstSince == null || from == null) {
            from = velocity.since().isAfter(since) ? velocity.since() : since;
            againstSince = from;
            travel = 0;
            looks = 0;
        }
        looks++;
        changed |= looks == LOOKS;
        double seconds = Duration.between(from, at).toNanos() / 1e9;
        double steady = Math.max(0, -along(velocity.right(), velocity.down())) * seconds;
        Point start = before;
        if (start != null && !path.cutOff()) {
            // speeds lag behind when something comes closer and closer; steps do not, but they may jump
            double step = -along((foot.x() - start.x()) * aspect, foot.y() - start.y());
            travel += Math.max(0, Math.min(step, STEP_LIMIT * steady));
        } else {
            travel += steady;
        }
        before = foot;
        return changed;
    }

    private boolean stop() {
        boolean was = against();
        againstSince = null;
        lastAgainst = null;
        before = null;
        travel = 0;
        looks = 0;
        return was;
    }

    private double angle(Path path, Path.Velocity velocity) {
        Ground.Place[] motion = path.groundMotion();
        if (motion != null && entry != null && exit != null) {
            return between(
                    motion[1].eastM() - motion[0].eastM(),
                    motion[1].northM() - motion[0].northM(),
                    exit.eastM() - entry.eastM(),
                    exit.northM() - entry.northM());
        }
        return between(
                velocity.right(),
                velocity.down(),
                (lane.exit().x() - lane.entry().x()) * aspect,
                lane.exit().y() - lane.entry().y());
    }

    private static double between(double ax, double ay, double bx, double by) {
        return Math.toDegrees(Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)));
    }

    /** How much of the lane's length a way is, negative against it; in heights of the picture. */
    private double along(double right, double down) {
        double lx = (lane.exit().x() - lane.entry().x()) * aspect;
        double ly = lane.exit().y() - lane.entry().y();
        return (right * lx + down * ly) / (lx * lx + ly * ly);
    }

    /** Null when it is not in the lane. */
    @Nullable
    LanePresence presence() {
        Instant since = presence.presentSince();
        return since == null
                ? null
                : new LanePresence(lane.name(), since, angle, against() ? againstSince : null, against() ? travel : 0);
    }

    boolean against() {
        return againstSince != null && looks >= LOOKS;
    }
}
