package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * A copy of a picture, in 4:2:0, to paint on, with a black band above it where one is wanted. Not thread-safe; holds
 * native memory until closed.
 */
public final class Canvas implements AutoCloseable {

    private static final byte BLACK = 16;
    private static final byte NO_COLOUR = (byte) 128;

    private final Scaling scaling = new Scaling();
    private final AVFrame copy = av_frame_alloc();
    private final int bandPx;

    /** What is done to each picture of a clip. */
    @FunctionalInterface
    public interface Brush {
        /** @param timeMicros of the picture, from the begin of the clip */
        void paint(Canvas canvas, long timeMicros);
    }

    /** What is done to one row of brightness, 0..255 each. */
    @FunctionalInterface
    public interface Row {
        void change(int y, byte[] brightness);
    }

    /** @param bandPx height of the band; even */
    Canvas(int bandPx) {
        this.bandPx = bandPx;
    }

    /** The picture's copy; it is changed by the next call. */
    AVFrame take(Picture picture) {
        int width = picture.widthPx() & ~1;
        int height = picture.heightPx() & ~1;
        if (copy.width() != width || copy.height() != height + bandPx) {
            av_frame_unref(copy);
            copy.format(AV_PIX_FMT_YUV420P).width(width).height(height + bandPx);
            if (av_frame_get_buffer(copy, 64) < 0) {
                throw new OutOfMemoryError("no native memory for a picture of " + width + "x" + height);
            }
        }
        av_frame_make_writable(copy);
        copy.height(height);
        move(bandPx);
        scaling.run(picture.frame(), Crop.whole(picture), copy, false);
        move(-bandPx);
        copy.height(height + bandPx);
        blackOut();
        return copy;
    }

    /** Lets the copy begin so many rows further down. */
    private void move(int rows) {
        for (int plane = 0; plane <= 2; plane++) {
            long own = plane == 0 ? rows : rows / 2;
            copy.data(plane, copy.data(plane).getPointer(own * copy.linesize(plane)));
        }
    }

    private void blackOut() {
        if (bandPx == 0) {
            return;
        }
        change(0, bandPx, (y, row) -> Arrays.fill(row, BLACK));
        byte[] none = new byte[copy.width() / 2];
        Arrays.fill(none, NO_COLOUR);
        for (int plane = 1; plane <= 2; plane++) {
            for (int y = 0; y < bandPx / 2; y++) {
                copy.data(plane).position((long) y * copy.linesize(plane)).put(none);
            }
            copy.data(plane).position(0);
        }
    }

    /** Width in pixels. */
    public int widthPx() {
        return copy.width();
    }

    /** Height of the picture in pixels, without the band. */
    public int heightPx() {
        return copy.height() - bandPx;
    }

    /** Changes the brightness of the rows from {@code top} to before {@code bottom}. */
    public void change(int top, int bottom, Row change) {
        int stride = copy.linesize(0);
        BytePointer data = copy.data(0);
        byte[] row = new byte[copy.width()];
        for (int y = Math.max(0, top); y < Math.min(bottom, copy.height()); y++) {
            data.position((long) y * stride).get(row);
            change.change(y, row);
            data.position((long) y * stride).put(row);
        }
        data.position(0);
    }

    /** The picture itself, for what writes it. */
    AVFrame frame() {
        return copy;
    }

    @Override
    public void close() {
        scaling.close();
        av_frame_free(copy);
    }
}
