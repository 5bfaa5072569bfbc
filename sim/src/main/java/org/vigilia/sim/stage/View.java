package org.vigilia.sim.stage;

import java.awt.geom.Point2D;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Point;

/**
 * A pinhole camera on a mast at the origin that looks along +y and down. Metres: x to the right, y ahead, z up.
 *
 * @param heightM of the camera above the ground
 * @param pitchDegrees how far it looks down
 * @param fovDegrees horizontal angle of view
 */
record View(double heightM, double pitchDegrees, double fovDegrees) {

    static final int WIDTH = 768;
    static final int HEIGHT = 432;

    private static final double NEAREST = 0.4;

    /** Where a place is seen, pixels; what lies behind the camera is pushed before it. */
    Point2D.Double project(double x, double y, double z) {
        double pitch = Math.toRadians(pitchDegrees);
        double ahead = depth(y, z);
        double up = y * Math.sin(pitch) + (z - heightM) * Math.cos(pitch);
        return new Point2D.Double(WIDTH / 2.0 + focal() * x / ahead, HEIGHT / 2.0 - focal() * up / ahead);
    }

    /** Pixels a metre at a place. */
    double scale(double y, double z) {
        return focal() / depth(y, z);
    }

    private double depth(double y, double z) {
        double pitch = Math.toRadians(pitchDegrees);
        return Math.max(NEAREST, y * Math.cos(pitch) + (heightM - z) * Math.sin(pitch));
    }

    private double focal() {
        return WIDTH / 2.0 / Math.tan(Math.toRadians(fovDegrees / 2));
    }

    /** A place on the ground as a fraction of the picture, for scenes. */
    Point fraction(double x, double y) {
        Point2D.Double seen = project(x, y, 0);
        return new Point(round(seen.x / WIDTH), round(seen.y / HEIGHT));
    }

    /** The frame around some places, fractions of the picture, not cut off at its border. */
    Box around(double[]... places) {
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = -Double.MAX_VALUE;
        double bottom = -Double.MAX_VALUE;
        for (double[] place : places) {
            Point2D.Double seen = project(place[0], place[1], place[2]);
            left = Math.min(left, seen.x / WIDTH);
            right = Math.max(right, seen.x / WIDTH);
            top = Math.min(top, seen.y / HEIGHT);
            bottom = Math.max(bottom, seen.y / HEIGHT);
        }
        return new Box(left, top, right - left, bottom - top);
    }

    private static double round(double fraction) {
        return Math.round(fraction * 1e4) / 1e4;
    }
}
