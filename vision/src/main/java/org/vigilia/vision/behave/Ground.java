package org.vigilia.vision.behave;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Calibration;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;

/**
 * Turns points of the picture into metres on flat ground: the plane projective map through four surveyed points.
 *
 * <p>Points at or above the horizon have no place on the ground. Immutable.
 */
final class Ground {

    private final double[] map;
    private final double sign;

    /**
     * A place on the ground.
     *
     * @param eastM metres along the first axis
     * @param northM metres along the second axis
     */
    record Place(double eastM, double northM) {

        double distance(Place other) {
            return Math.hypot(eastM - other.eastM, northM - other.northM);
        }
    }

    Ground(Calibration calibration) {
        List<Calibration.GroundMark> marks = calibration.points();
        double[][] rows = new double[8][];
        for (int i = 0; i < 4; i++) {
            Calibration.GroundMark mark = marks.get(i);
            double x = mark.picture().x();
            double y = mark.picture().y();
            double e = mark.eastM();
            double n = mark.northM();
            rows[2 * i] = new double[] {x, y, 1, 0, 0, 0, -x * e, -y * e, e};
            rows[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -x * n, -y * n, n};
        }
        map = solve(rows);
        Point middle = marks.get(0).picture();
        sign = Math.signum(depth(middle));
    }

    private double depth(Point p) {
        return map[6] * p.x() + map[7] * p.y() + 1;
    }

    /** Where a point of the picture lies on the ground; null at and above the horizon. */
    @Nullable
    Place place(Point p) {
        double depth = depth(p);
        if (depth * sign < 1e-3) {
            return null;
        }
        return new Place(
                (map[0] * p.x() + map[1] * p.y() + map[2]) / depth, (map[3] * p.x() + map[4] * p.y() + map[5]) / depth);
    }

    /** Square metres of an area of the picture; null when it reaches the horizon. */
    @Nullable
    Double area(Polygon polygon) {
        double sum = 0;
        List<Point> corners = polygon.corners();
        Place before = place(corners.get(corners.size() - 1));
        for (Point corner : corners) {
            Place here = place(corner);
            if (here == null || before == null) {
                return null;
            }
            sum += before.eastM * here.northM - here.eastM * before.northM;
            before = here;
        }
        return Math.abs(sum) / 2;
    }

    /** Gaussian elimination with pivots; each row ends with its right-hand side. */
    private static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) {
                    pivot = row;
                }
            }
            double[] swap = rows[column];
            rows[column] = rows[pivot];
            rows[pivot] = swap;
            if (Math.abs(rows[column][column]) < 1e-12) {
                throw new IllegalArgumentException("calibration: the four points do not fix a ground plane");
            }
            for (int row = 0; row < n; row++) {
                if (row != column) {
                    double factor = rows[row][column] / rows[column][column];
                    for (int k = column; k <= n; k++) {
                        rows[row][k] -= factor * rows[column][k];
                    }
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = rows[i][n] / rows[i][i];
        }
        return solution;
    }
}
