package org.vigilia.contract.scene;

/**
 * An upright rectangle in a camera's picture.
 *
 * @param left fraction of the width
 * @param top fraction of the height
 * @param width fraction of the width, not negative
 * @param height fraction of the height, not negative
 */
public record Box(double left, double top, double width, double height) {

    public Box {
        if (!(Double.isFinite(left) && Double.isFinite(top) && width >= 0 && height >= 0)
                || Double.isInfinite(width)
                || Double.isInfinite(height)) {
            throw new IllegalArgumentException(
                    "not a box: left " + left + ", top " + top + ", width " + width + ", height " + height);
        }
    }

    public double right() {
        return left + width;
    }

    public double bottom() {
        return top + height;
    }

    public double area() {
        return width * height;
    }

    public Point centre() {
        return new Point(left + width / 2, top + height / 2);
    }

    /** Where the object stands on the ground: the middle of the lower edge. Zones and lanes are judged by it. */
    public Point foot() {
        return new Point(left + width / 2, top + height);
    }

    /** Intersection over union, 0..1; 0 when both are empty. */
    public double overlap(Box other) {
        double w = Math.min(right(), other.right()) - Math.max(left, other.left);
        double h = Math.min(bottom(), other.bottom()) - Math.max(top, other.top);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double intersection = w * h;
        return intersection / (area() + other.area() - intersection);
    }
}
