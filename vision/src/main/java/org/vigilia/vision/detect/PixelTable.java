package org.vigilia.vision.detect;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.models.ModelCard;

/**
 * Turns interleaved 8-bit pixels into the normalised planes a network wants, by a table of the 256 possible results per
 * plane.
 *
 * <p>Immutable; usable by many threads.
 */
final class PixelTable {

    private final Darkroom.Channels order;
    private final float[][] tables = new float[3][256];

    PixelTable(ModelCard.Input input) {
        order = input.bgr() ? Darkroom.Channels.BGR : Darkroom.Channels.RGB;
        for (int plane = 0; plane < 3; plane++) {
            double mean = input.mean().get(plane);
            double deviation = input.deviation().get(plane);
            for (int value = 0; value < 256; value++) {
                tables[plane][value] = (float) ((value - mean) / deviation);
            }
        }
    }

    Darkroom.Channels order() {
        return order;
    }

    /** Fills everything with the value of an average grey, what the network was trained to see beside a picture. */
    void clear(FloatBuffer planes) {
        for (int i = 0; i < planes.capacity(); i++) {
            planes.put(i, tables[i / (planes.capacity() / 3)][114]);
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
            normaliseRow(row, first, second, third);
            planes.put(y * widthPx, first);
            planes.put(plane + y * widthPx, second);
            planes.put(2 * plane + y * widthPx, third);
        }
    }

    /** Apart from the loop over rows, so that the compiler keeps all of it in registers. */
    private void normaliseRow(byte[] row, float[] first, float[] second, float[] third) {
        float[] a = tables[0];
        float[] b = tables[1];
        float[] c = tables[2];
        for (int x = 0, i = 0; x < first.length; x++, i += 3) {
            first[x] = a[row[i] & 0xFF];
            second[x] = b[row[i + 1] & 0xFF];
            third[x] = c[row[i + 2] & 0xFF];
        }
    }
}
