package org.vigilia.vision.detect;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.vigilia.vision.models.ModelCard;

/**
 * Turns interleaved RGB pixels into the normalised planes a network wants, by a table of the 256 possible results per
 * plane.
 *
 * <p>Immutable; usable by many threads.
 */
final class PixelTable {

    private final boolean bgr;
    private final float[][] tables = new float[3][256];

    PixelTable(ModelCard.Input input) {
        bgr = input.bgr();
        for (int plane = 0; plane < 3; plane++) {
            double mean = input.mean().get(plane);
            double deviation = input.deviation().get(plane);
            for (int value = 0; value < 256; value++) {
                tables[plane][value] = (float) ((value - mean) / deviation);
            }
        }
    }

    void normalise(ByteBuffer pixels, int rowBytes, Fit fit, FloatBuffer planes, int widthPx, int heightPx) {
        byte[] row = new byte[fit.widthPx() * 3];
        float[] first = new float[fit.widthPx()];
        float[] second = new float[fit.widthPx()];
        float[] third = new float[fit.widthPx()];
        int plane = widthPx * heightPx;
        for (int y = 0; y < fit.heightPx(); y++) {
            pixels.get(y * rowBytes, row);
            if (bgr) {
                normaliseRow(row, third, second, first, tables[2], tables[1], tables[0]);
            } else {
                normaliseRow(row, first, second, third, tables[0], tables[1], tables[2]);
            }
            planes.put(y * widthPx, first);
            planes.put(plane + y * widthPx, second);
            planes.put(2 * plane + y * widthPx, third);
        }
    }

    /** Apart from the loop over rows, so that the compiler keeps all of it in registers. */
    private static void normaliseRow(
            byte[] row, float[] red, float[] green, float[] blue, float[] reds, float[] greens, float[] blues) {
        for (int x = 0, i = 0; x < red.length; x++, i += 3) {
            red[x] = reds[row[i] & 0xFF];
            green[x] = greens[row[i + 1] & 0xFF];
            blue[x] = blues[row[i + 2] & 0xFF];
        }
    }
}
