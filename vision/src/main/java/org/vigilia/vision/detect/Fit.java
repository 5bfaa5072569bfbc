package org.vigilia.vision.detect;

/**
 * How a camera's picture is laid into a network's input: as large as it fits, at the top left, the rest left empty.
 *
 * <p>Pictures are not stretched: detectors lose much of their accuracy on squeezed people. A few per cent are allowed,
 * because they cost nothing and use the whole input.
 *
 * @param widthPx width of the picture within the input
 * @param heightPx height of the picture within the input
 */
record Fit(int widthPx, int heightPx) {

    /** Largest change of aspect, 5 %, that counts as "not stretched". */
    private static final double TOLERANCE = 0.05;

    static Fit of(int pictureWidth, int pictureHeight, int inputWidth, int inputHeight) {
        double change = ((double) inputWidth / inputHeight) / ((double) pictureWidth / pictureHeight);
        if (Math.abs(change - 1) <= TOLERANCE) {
            return new Fit(inputWidth, inputHeight);
        }
        if (change > 1) {
            return new Fit(Math.max(1, (int) Math.round(inputWidth / change)), inputHeight);
        }
        return new Fit(inputWidth, Math.max(1, (int) Math.round(inputHeight * change)));
    }

    /** Share of the input that the picture fills, 0..1. */
    double use(int inputWidth, int inputHeight) {
        return (double) widthPx * heightPx / ((double) inputWidth * inputHeight);
    }
}
