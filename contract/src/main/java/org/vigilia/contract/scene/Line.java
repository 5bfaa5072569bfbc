package org.vigilia.contract.scene;

/**
 * A directed counting line (ONVIF LineDetector). Walking from {@code from} to {@code to}, an object that passes from
 * the left hand to the right hand crosses <em>forward</em>, the other way <em>backward</em>.
 *
 * @param name unique among the parts of its scene
 */
public record Line(String name, Point from, Point to) {

    public Line {
        PartName.check("line", name);
        if (!from.inPicture() || !to.inPicture()) {
            throw new IllegalArgumentException(
                    "line '" + name + "' leaves the picture; coordinates are fractions from 0 to 1");
        }
        if (Math.hypot(to.x() - from.x(), to.y() - from.y()) < 0.01) {
            throw new IllegalArgumentException("line '" + name + "' is shorter than 1 % of the picture");
        }
    }

    /** +1 when the step a→b crosses forward, −1 backward, 0 when it does not cross. */
    public int crossedBy(Point a, Point b) {
        if (!Crossing.between(from, to, a, b)) {
            return 0;
        }
        double before = Crossing.side(from, to, a);
        double after = Crossing.side(from, to, b);
        if (before <= 0 && after > 0) {
            return 1;
        }
        return before > 0 && after <= 0 ? -1 : 0;
    }
}
