package org.vigilia.contract.scene;

/** Whether two stretches cross; shared by polygons and lines. */
final class Crossing {

    private Crossing() {}

    /** True when the stretch a–b and the stretch c–d have a point in common. */
    static boolean between(Point a, Point b, Point c, Point d) {
        double d1 = side(c, d, a);
        double d2 = side(c, d, b);
        double d3 = side(a, b, c);
        double d4 = side(a, b, d);
        if (((d1 > 0 && d2 < 0) || (d1 < 0 && d2 > 0)) && ((d3 > 0 && d4 < 0) || (d3 < 0 && d4 > 0))) {
            return true;
        }
        return (d1 == 0 && onStretch(c, d, a))
                || (d2 == 0 && onStretch(c, d, b))
                || (d3 == 0 && onStretch(a, b, c))
                || (d4 == 0 && onStretch(a, b, d));
    }

    /** Positive when {@code p} lies to the right of a→b as seen in the picture (y grows downwards). */
    static double side(Point a, Point b, Point p) {
        return (b.x() - a.x()) * (p.y() - a.y()) - (b.y() - a.y()) * (p.x() - a.x());
    }

    private static boolean onStretch(Point a, Point b, Point p) {
        return p.x() >= Math.min(a.x(), b.x())
                && p.x() <= Math.max(a.x(), b.x())
                && p.y() >= Math.min(a.y(), b.y())
                && p.y() <= Math.max(a.y(), b.y());
    }
}
