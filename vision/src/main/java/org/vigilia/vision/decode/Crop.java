package org.vigilia.vision.decode;

import org.vigilia.contract.scene.Box;

/**
 * A part of a picture in pixels, inside the picture, with an even corner so that half-resolution colour planes fit.
 */
record Crop(int left, int top, int width, int height) {

    static Crop whole(Picture picture) {
        return new Crop(0, 0, picture.widthPx(), picture.heightPx());
    }

    /** The pixels that {@code box} touches, at least 2x2. */
    static Crop of(Picture picture, Box box) {
        int left = even(box.left() * picture.widthPx(), picture.widthPx() - 2);
        int top = even(box.top() * picture.heightPx(), picture.heightPx() - 2);
        int right = (int) Math.min(picture.widthPx(), Math.ceil(box.right() * picture.widthPx()));
        int bottom = (int) Math.min(picture.heightPx(), Math.ceil(box.bottom() * picture.heightPx()));
        return new Crop(
                left,
                top,
                Math.max(Math.min(2, picture.widthPx()), right - left),
                Math.max(Math.min(2, picture.heightPx()), bottom - top));
    }

    private static int even(double value, int max) {
        return (int) Math.max(0, Math.min(max, value)) & ~1;
    }
}
