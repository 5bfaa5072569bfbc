package org.vigilia.contract.scene;

/**
 * A stretch of road or path with a direction of travel.
 *
 * @param name unique among the parts of its scene
 * @param area the surface of the lane; an object is in the lane when its foot point is
 * @param entry where traffic enters, a point of the picture
 * @param exit where traffic leaves; entry→exit is the direction of travel
 */
public record Lane(String name, Polygon area, Point entry, Point exit) {

    public Lane {
        PartName.check("lane", name);
        if (!entry.inPicture() || !exit.inPicture()) {
            throw new IllegalArgumentException("lane '" + name + "': entry and exit must lie in the picture");
        }
        if (Math.hypot(exit.x() - entry.x(), exit.y() - entry.y()) < 0.02) {
            throw new IllegalArgumentException("lane '" + name + "': entry and exit are too close to give a direction");
        }
    }

    /** The same lane with traffic the other way. */
    public Lane reversed() {
        return new Lane(name, area, exit, entry);
    }
}
