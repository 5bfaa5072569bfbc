package org.vigilia.vision.track;

import org.vigilia.contract.scene.Box;

/** Where objects come into the picture and go out of it: who was last seen there did not step behind something. */
final class Border {

    private static final double SIDE = 0.02;
    private static final double LOWER = 0.015;
    private static final double UPPER = 0.005;

    private Border() {}

    static boolean touches(Box box) {
        return box.left() < SIDE || box.right() > 1 - SIDE || box.bottom() > 1 - LOWER || box.top() < UPPER;
    }
}
