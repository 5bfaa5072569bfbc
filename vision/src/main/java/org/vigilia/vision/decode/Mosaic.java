package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.vigilia.contract.scene.Box;

/**
 * A copy of a picture, in 4:2:0, in which places can be made unreadable. What is hidden is replaced by colours of which
 * only a few were kept, so it cannot be brought back. Not thread-safe; holds native memory until closed.
 */
public final class Mosaic implements AutoCloseable {

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

    private final Scaling scaling = new Scaling();
    private final AVFrame copy = av_frame_alloc();

    /** The picture's copy; it is changed by the next call. */
    AVFrame take(Picture picture) {
        int width = picture.widthPx() & ~1;
        int height = picture.heightPx() & ~1;
        if (copy.width() != width || copy.height() != height) {
            av_frame_unref(copy);
            copy.format(AV_PIX_FMT_YUV420P).width(width).height(height);
            if (av_frame_get_buffer(copy, 64) < 0) {
                throw new OutOfMemoryError("no native memory for a picture of " + width + "x" + height);
            }
        }
        av_frame_make_writable(copy);
        scaling.run(picture.frame(), Crop.whole(picture), copy, false);
        return copy;
    }

    /** Hides places of the copy; fractions of the picture. */
    void hide(List<Box> places, Style style) {
        for (Box place : places) {
            int left = (int) Math.floor(Math.max(0, place.left()) * copy.width());
            int top = (int) Math.floor(Math.max(0, place.top()) * copy.height());
            int right = (int) Math.ceil(Math.min(1, place.left() + place.width()) * copy.width());
            int bottom = (int) Math.ceil(Math.min(1, place.top() + place.height()) * copy.height());
            if (right > left && bottom > top) {
                int square = Math.max(SMALLEST_SQUARE, Math.min(right - left, bottom - top) / SQUARES) & ~1;
                plane(0, left, top, right, bottom, square, style == Style.FILL ? GREY : 0, style);
                for (int chroma = 1; chroma <= 2; chroma++) {
                    plane(chroma, left / 2, top / 2, (right + 1) / 2, (bottom + 1) / 2, square / 2, NO_COLOUR, style);
                }
            }
        }
    }

    private void plane(int number, int left, int top, int right, int bottom, int square, byte fill, Style style) {
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

    @Override
    public void close() {
        scaling.close();
        av_frame_free(copy);
    }
}
