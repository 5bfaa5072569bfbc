package org.vigilia.vision.models;

/**
 * Size of a network's input in pixels.
 *
 * @param widthPx a multiple of 32
 * @param heightPx a multiple of 32
 */
record InputSize(int widthPx, int heightPx) {

    /** For cameras of aspect 4:3. */
    static final InputSize FOUR_TO_THREE = new InputSize(416, 320);

    /** For cameras of aspect 16:9. */
    static final InputSize SIXTEEN_TO_NINE = new InputSize(512, 288);

    InputSize {
        if (widthPx < 32
                || heightPx < 32
                || widthPx > 4096
                || heightPx > 4096
                || widthPx % 32 != 0
                || heightPx % 32 != 0) {
            throw new IllegalArgumentException(
                    "network input " + widthPx + "x" + heightPx + ": both sides must be multiples of 32, 32 to 4096");
        }
    }

    /** Reads {@code 416x320}. */
    static InputSize parse(String text) {
        String[] sides = text.split("x", -1);
        try {
            return new InputSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[sides.length - 1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("network input '" + text + "': expected WIDTHxHEIGHT", e);
        }
    }

    @Override
    public String toString() {
        return widthPx + "x" + heightPx;
    }
}
