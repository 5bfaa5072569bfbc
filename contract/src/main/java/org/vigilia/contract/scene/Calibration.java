package org.vigilia.contract.scene;

import java.util.List;

/**
 * Four points of the picture whose place on the ground is known, so that speed and density have units (planar
 * homography).
 *
 * @param points exactly four, no three on one line, neither in the picture nor on the ground
 */
public record Calibration(List<GroundMark> points) {

    /**
     * One surveyed point.
     *
     * @param picture where it is seen
     * @param eastM metres along the first axis of any flat local frame
     * @param northM metres along the second axis
     */
    public record GroundMark(Point picture, double eastM, double northM) {}

    public Calibration {
        points = List.copyOf(points);
        if (points.size() != 4) {
            throw new IllegalArgumentException("calibration needs exactly four points, but has " + points.size());
        }
        for (int skip = 0; skip < 4; skip++) {
            GroundMark a = points.get((skip + 1) % 4);
            GroundMark b = points.get((skip + 2) % 4);
            GroundMark c = points.get((skip + 3) % 4);
            double ground = (b.eastM - a.eastM) * (c.northM - a.northM) - (b.northM - a.northM) * (c.eastM - a.eastM);
            if (Math.abs(Crossing.side(a.picture, b.picture, c.picture)) < 1e-5 || Math.abs(ground) < 1e-3) {
                throw new IllegalArgumentException("calibration: three of the four points lie on one line ("
                        + "all but point " + (skip + 1) + "); choose four corners of a wide area");
            }
        }
    }
}
