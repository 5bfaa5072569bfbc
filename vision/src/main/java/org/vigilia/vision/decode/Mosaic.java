package org.vigilia.vision.decode;

import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.vigilia.contract.scene.Box;

/**
 * Makes places of a picture unreadable. What is hidden is replaced by colours of which only a few were kept, so it cannot
 * be brought back.
 */
public final class Mosaic {

    /** How a place is hidden. */
    public enum Style {
        /** Large squares of one colour each, six across the smaller side. */
        PIXELATE,
        /** One grey. */
        FILL
    }

    /** Squares across the smaller side of what is hidden; fewer than the 12 pixels from which faces are told apart. */
    private static final int SQUARES = 6;

    private static final int SMALLEST_SQUARE = 8;
    private static final byte GREY = (byte) 110;
    private static final byte NO_COLOUR = (byte) 128;

    private Mosaic() {}

    /** Hides places; fractions of the picture. */
    public static void hide(Canvas canvas, List<Box> places, Style style) {
        int width = canvas.widthPx();
        int height = canvas.heightPx();
        for (Box place : places) {
            int left = (int) Math.floor(Math.max(0, place.left()) * width);
            int top = (int) Math.floor(Math.max(0, place.top()) * height);
            int right = (int) Math.ceil(Math.min(1, place.left() + place.width()) * width);
            int bottom = (int) Math.ceil(Math.min(1, place.top() + place.height()) * height);
            if (right > left && bottom > top) {
                int square = Math.max(SMALLEST_SQUARE, Math.min(right - left, bottom - top) / SQUARES) & ~1;
                plane(canvas.frame(), 0, left, top, right, bottom, square, style == Style.FILL ? GREY : 0, style);
                for (int chroma = 1; chroma <= 2; chroma++) {
                    plane(
                            canvas.frame(),
                            chroma,
                            left / 2,
                            top / 2,
                            (right + 1) / 2,
                            (bottom + 1) / 2,
                            square / 2,
                            NO_COLOUR,
                            style);
                }
            }
        }
    }

    private static void plane(
            AVFrame copy, int number, int left, int top, int right, int bottom, int square, byte fill, Style style) {
        int stride = copy.linesize(number);
        BytePointer data = copy.data(number);
        byte[] row = new byte[right - left];
        for (int y = top; y < bottom; y += square) {
            int end = Math.min(bottom, y + square);
            int[] sums = new int[(right - left + square - 1) / square];
            if (style == Style.PIXELATE) {
                for (int line = y; line < end; line++) {
                    data.position((long) line * stride + left).get(row);
                    for (int x = 0; x < row.length; x++) {
                        sums[x / square] += row[x] & 0xff;
                    }
                }
            }
            for (int x = 0; x < row.length; x++) {
                int width = Math.min(square, row.length - x / square * square);
                row[x] = style == Style.FILL ? fill : (byte) (sums[x / square] / (width * (end - y)));
            }
            for (int line = y; line < end; line++) {
                data.position((long) line * stride + left).put(row);
            }
        }
        data.position(0);
    }
}
