package org.vigilia.contract.scene;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * A simple polygon in a camera's picture, 3 to 64 corners, closed by itself (the first corner is not repeated).
 *
 * @param corners in order around the area; all inside the picture, edges must not cross
 */
public record Polygon(@JsonValue List<Point> corners) {

    private static final int MAX_CORNERS = 64;
    private static final double MIN_AREA = 1e-5;

    /** @throws IllegalArgumentException saying which corner or edge is wrong */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Polygon {
        corners = List.copyOf(corners);
        int n = corners.size();
        if (n < 3 || n > MAX_CORNERS) {
            throw new IllegalArgumentException("an area needs 3 to " + MAX_CORNERS + " corners, but has " + n);
        }
        for (int i = 0; i < n; i++) {
            Point p = corners.get(i);
            if (!p.inPicture()) {
                throw new IllegalArgumentException("corner " + (i + 1) + " (" + p.x() + ", " + p.y()
                        + ") lies outside the picture; coordinates are fractions from 0 to 1");
            }
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                boolean neighbours = j == i + 1 || (i == 0 && j == n - 1);
                if (!neighbours
                        && Crossing.between(
                                corners.get(i), corners.get((i + 1) % n), corners.get(j), corners.get((j + 1) % n))) {
                    throw new IllegalArgumentException("edge " + (i + 1) + " crosses edge " + (j + 1)
                            + "; draw the corners in order around the area");
                }
            }
        }
        if (Math.abs(signedArea(corners)) < MIN_AREA) {
            throw new IllegalArgumentException("the area is empty: its corners lie on one line or one spot");
        }
    }

    /** Whether {@code p} lies inside; points on an edge may count either way. */
    public boolean contains(Point p) {
        boolean inside = false;
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            Point a = corners.get(i);
            Point b = corners.get(j);
            if ((a.y() > p.y()) != (b.y() > p.y())
                    && p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x()) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** Area as a fraction of the picture, 0..1. */
    public double area() {
        return Math.abs(signedArea(corners));
    }

    private static double signedArea(List<Point> corners) {
        double sum = 0;
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            sum += corners.get(j).x() * corners.get(i).y()
                    - corners.get(i).x() * corners.get(j).y();
        }
        return sum / 2;
    }
}
