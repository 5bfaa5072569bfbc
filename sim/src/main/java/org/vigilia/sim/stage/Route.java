package org.vigilia.sim.stage;

import java.util.ArrayList;
import java.util.List;

/**
 * Where something is at each moment of a film: straight from stop to stop, before the first and after the last it is not
 * there. Immutable.
 */
final class Route {

    private final List<double[]> stops;

    private Route(List<double[]> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Begins at a time (seconds) and place (metres). */
    static Route from(double seconds, double x, double y) {
        return new Route(List.of(new double[] {seconds, x, y, 0}));
    }

    /** Goes on to a place at a speed. */
    Route to(double x, double y, double metresPerSecond) {
        double[] last = stops.get(stops.size() - 1);
        double way = Math.hypot(x - last[1], y - last[2]);
        return with(new double[] {last[0] + way / metresPerSecond, x, y, last[3] + way});
    }

    /** Stays where it is. */
    Route rest(double seconds) {
        double[] last = stops.get(stops.size() - 1);
        return with(new double[] {last[0] + seconds, last[1], last[2], last[3]});
    }

    /** Stands there all the time. */
    static Route still(double x, double y) {
        return from(-1, x, y).rest(1e6);
    }

    private Route with(double[] stop) {
        List<double[]> more = new ArrayList<>(stops);
        more.add(stop);
        return new Route(more);
    }

    double starts() {
        return stops.get(0)[0];
    }

    double ends() {
        return stops.get(stops.size() - 1)[0];
    }

    boolean covers(double seconds) {
        return seconds >= starts() && seconds < ends();
    }

    /** Place, direction and way so far. */
    Pose at(double seconds) {
        double dx = 0;
        double dy = 1;
        for (int i = 0; i + 1 < stops.size(); i++) {
            double[] a = stops.get(i);
            double[] b = stops.get(i + 1);
            double way = b[3] - a[3];
            if (way > 1e-6) {
                dx = (b[1] - a[1]) / way;
                dy = (b[2] - a[2]) / way;
            }
            if (seconds < b[0] || i + 2 == stops.size()) {
                double share = Math.max(0, Math.min(1, (seconds - a[0]) / Math.max(1e-9, b[0] - a[0])));
                return new Pose(
                        a[1] + share * (b[1] - a[1]),
                        a[2] + share * (b[2] - a[2]),
                        dx,
                        dy,
                        a[3] + share * way,
                        way > 1e-6);
            }
        }
        double[] only = stops.get(0);
        return new Pose(only[1], only[2], dx, dy, 0, false);
    }

    /**
     * @param x metres
     * @param y metres
     * @param dx direction, part of a unit vector
     * @param dy direction, part of a unit vector
     * @param wayM metres so far
     * @param moving whether it goes on
     */
    record Pose(double x, double y, double dx, double dy, double wayM, boolean moving) {}
}
