package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One decoded picture, still in the camera's own pixel format.
 *
 * <p>Nothing is converted until a {@link Darkroom} is asked to. Holds native memory until closed; a closed picture must
 * not be used. May be handed from thread to thread, but used by one at a time.
 */
public final class Picture implements AutoCloseable {

    private final AVFrame frame;
    private final long number;
    private final long timeMicros;
    private final int widthPx;
    private final int heightPx;
    private boolean closed;

    private Picture(AVFrame frame, long number, long timeMicros) {
        this.frame = frame;
        this.number = number;
        this.timeMicros = timeMicros;
        this.widthPx = frame.width();
        this.heightPx = frame.height();
    }

    /** Takes over the content of {@code decoded}, which is left empty for the next picture. */
    static Picture take(AVFrame decoded, long number, long timeMicros) {
        AVFrame own = av_frame_alloc();
        av_frame_move_ref(own, decoded);
        Native.opened();
        return new Picture(own, number, timeMicros);
    }

    /** Place in its stream or file, from 1, damaged pictures not counted. */
    public long number() {
        return number;
    }

    /** For a stream: microseconds since 1970, UTC, when it was captured. For a file: microseconds since its start. */
    public long timeMicros() {
        return timeMicros;
    }

    /** Width in pixels. */
    public int widthPx() {
        return widthPx;
    }

    /** Height in pixels. */
    public int heightPx() {
        return heightPx;
    }

    AVFrame frame() {
        if (closed) {
            throw new IllegalStateException("picture " + number + " is closed");
        }
        return frame;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_frame_free(frame);
            Native.closed();
        }
    }
}
