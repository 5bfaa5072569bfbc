package org.vigilia.vision.track;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

/** Joins pieces of paths that the same object left, looking at both ends, and fills the gaps between by a line. */
final class Stitching {

    /** A gap longer than this is neither joined nor filled. */
    private static final double MAX_GAP_SECONDS = 4;

    private static final int MAX_FILLED_FRAMES = 40;

    private Stitching() {}

    static List<Trajectory> join(List<Trajectory> pieces, double aspect, double frameSeconds) {
        List<Trajectory> paths = new ArrayList<>(pieces);
        boolean changed = true;
        while (changed) {
            changed = false;
            double[][] cost = new double[paths.size()][paths.size()];
            for (int i = 0; i < paths.size(); i++) {
                for (int j = 0; j < paths.size(); j++) {
                    cost[i][j] = i == j ? Double.POSITIVE_INFINITY : cost(paths.get(i), paths.get(j), aspect);
                }
            }
            int[] next = Assignment.solve(cost, 1);
            boolean[] used = new boolean[paths.size()];
            List<Trajectory> joined = new ArrayList<>();
            for (int i = 0; i < next.length; i++) {
                if (next[i] >= 0 && !used[i] && !used[next[i]]) {
                    joined.add(joined(paths.get(i), paths.get(next[i])));
                    used[i] = true;
                    used[next[i]] = true;
                    changed = true;
                }
            }
            for (int i = 0; i < used.length; i++) {
                if (!used[i]) {
                    joined.add(paths.get(i));
                }
            }
            paths = joined;
        }
        paths.sort(Comparator.comparingLong((Trajectory t) -> t.first().frame()).thenComparingLong(Trajectory::number));
        List<Trajectory> numbered = new ArrayList<>();
        for (Trajectory path : paths) {
            numbered.add(new Trajectory(
                    path.number(), path.objectClass(), filled(path.steps(), frameSeconds), path.appearance()));
        }
        return numbered;
    }

    private static Trajectory joined(Trajectory a, Trajectory b) {
        List<TrackStep> steps = new ArrayList<>(a.steps());
        steps.addAll(b.steps());
        ObjectClass objectClass = a.steps().size() >= b.steps().size() ? a.objectClass() : b.objectClass();
        return new Trajectory(Math.min(a.number(), b.number()), objectClass, steps, mean(a, b));
    }

    private static @Nullable Appearance mean(Trajectory a, Trajectory b) {
        Appearance first = a.appearance();
        Appearance second = b.appearance();
        return first == null || second == null ? second : first.mixedWith(second, 0.5);
    }

    private static double cost(Trajectory a, Trajectory b, double aspect) {
        boolean samePerson = (a.objectClass() == ObjectClass.PERSON) == (b.objectClass() == ObjectClass.PERSON);
        double gap = Duration.between(a.last().at(), b.first().at()).toNanos() / 1e9;
        boolean wentOut =
                Border.touches(a.last().box()) || Border.touches(b.first().box());
        if (!samePerson || wentOut || gap <= 0 || gap > MAX_GAP_SECONDS) {
            return Double.POSITIVE_INFINITY;
        }
        double[] end = ending(a, aspect, true);
        double[] start = ending(b, aspect, false);
        double size = (end[4] + start[4]) / 2;
        double ratio = Math.max(end[4], start[4]) / Math.min(end[4], start[4]);
        if (ratio > 1.4) {
            return Double.POSITIVE_INFINITY;
        }
        double forward = Math.hypot(end[0] + end[2] * gap - start[0], end[1] + end[3] * gap - start[1]) / size;
        double backward = Math.hypot(start[0] - start[2] * gap - end[0], start[1] - start[3] * gap - end[1]) / size;
        double away = (forward + backward) / 2;
        double reach = 0.35 + 0.4 * gap;
        Appearance before = a.appearance();
        Appearance after = b.appearance();
        double likeness = before == null || after == null ? 0.6 : before.likeness(after);
        if (away > reach || likeness < 0.5) {
            return Double.POSITIVE_INFINITY;
        }
        return 0.5 * away / reach + 0.5 * (1 - likeness) + 0.05 * gap;
    }

    /** Foot point, its velocity and the height at one end of a path, each by a straight line through its last second. */
    private static double[] ending(Trajectory path, double aspect, boolean atEnd) {
        List<TrackStep> steps = path.steps();
        int n = Math.min(steps.size(), 8);
        List<TrackStep> part = atEnd ? steps.subList(steps.size() - n, steps.size()) : steps.subList(0, n);
        TrackStep edge = atEnd ? part.get(n - 1) : part.get(0);
        double[] t = new double[n];
        double[] x = new double[n];
        double[] y = new double[n];
        double[] h = new double[n];
        for (int i = 0; i < n; i++) {
            Box box = part.get(i).box();
            t[i] = Duration.between(edge.at(), part.get(i).at()).toNanos() / 1e9;
            x[i] = box.foot().x() * aspect;
            y[i] = box.foot().y();
            h[i] = box.height();
        }
        double[] lineX = line(t, x);
        double[] lineY = line(t, y);
        Arrays.sort(h);
        return new double[] {lineX[0], lineY[0], lineX[1], lineY[1], h[n / 2]};
    }

    /** Value at time 0 and slope of the best straight line; the slope is 0 when there is too little to tell. */
    private static double[] line(double[] t, double[] v) {
        double meanT = Arrays.stream(t).average().orElse(0);
        double meanV = Arrays.stream(v).average().orElse(0);
        double tt = 0;
        double tv = 0;
        for (int i = 0; i < t.length; i++) {
            tt += (t[i] - meanT) * (t[i] - meanT);
            tv += (t[i] - meanT) * (v[i] - meanV);
        }
        double slope = tt < 0.02 ? 0 : tv / tt;
        return new double[] {meanV - slope * meanT, slope};
    }

    private static List<TrackStep> filled(List<TrackStep> steps, double frameSeconds) {
        List<TrackStep> all = new ArrayList<>();
        for (TrackStep step : steps) {
            if (!all.isEmpty()) {
                fill(all, all.get(all.size() - 1), step, frameSeconds);
            }
            all.add(step);
        }
        return all;
    }

    private static void fill(List<TrackStep> all, TrackStep before, TrackStep after, double frameSeconds) {
        long missing = after.frame() - before.frame() - 1;
        if (missing <= 0 || missing > MAX_FILLED_FRAMES) {
            return;
        }
        for (long i = 1; i <= missing; i++) {
            double share = (double) i / (missing + 1);
            Box a = before.box();
            Box b = after.box();
            Box box = new Box(
                    mix(a.left(), b.left(), share),
                    mix(a.top(), b.top(), share),
                    mix(a.width(), b.width(), share),
                    mix(a.height(), b.height(), share));
            all.add(new TrackStep(
                    before.frame() + i,
                    before.at().plusNanos((long) (i * frameSeconds * 1e9)),
                    box,
                    before.objectClass(),
                    0,
                    true));
        }
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }
}
