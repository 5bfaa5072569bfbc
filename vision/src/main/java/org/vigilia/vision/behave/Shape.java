package org.vigilia.vision.behave;

import java.util.List;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;

/** Distances in the picture, in heights of the picture: a pixel is as wide as it is high. */
final class Shape {

    private Shape() {}

    /** How far a point lies from the border of an area; positive inside, negative outside. */
    static double depthInside(Polygon area, Point p, double aspect) {
        double nearest = Double.POSITIVE_INFINITY;
        List<Point> corners = area.corners();
        Point before = corners.get(corners.size() - 1);
        for (Point corner : corners) {
            nearest = Math.min(nearest, toStretch(before, corner, p, aspect));
            before = corner;
        }
        return area.contains(p) ? nearest : -nearest;
    }

    private static double toStretch(Point a, Point b, Point p, double aspect) {
        double bx = (b.x() - a.x()) * aspect;
        double by = b.y() - a.y();
        double px = (p.x() - a.x()) * aspect;
        double py = p.y() - a.y();
        double length2 = bx * bx + by * by;
        double share = length2 == 0 ? 0 : Math.max(0, Math.min(1, (px * bx + py * by) / length2));
        return Math.hypot(px - share * bx, py - share * by);
    }

    /** How far a point lies from the endless line through a and b. */
    static double toLine(Point a, Point b, Point p, double aspect) {
        double bx = (b.x() - a.x()) * aspect;
        double by = b.y() - a.y();
        return Math.abs(bx * (p.y() - a.y()) - by * (p.x() - a.x()) * aspect) / Math.hypot(bx, by);
    }
}
