package org.vigilia.contract.scene;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A point in a camera's picture. Written in JSON and YAML as {@code [x, y]}.
 *
 * @param x fraction of the picture's width from its left edge; finite, may lie outside 0..1 for predicted positions
 * @param y fraction of the picture's height from its top edge; finite
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"x", "y"})
public record Point(double x, double y) {

    @JsonCreator
    public Point {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("a point needs two finite numbers, but got " + x + ", " + y);
        }
    }

    /** Whether this point lies in the picture, borders included. */
    public boolean inPicture() {
        return x >= 0 && x <= 1 && y >= 0 && y <= 1;
    }
}
