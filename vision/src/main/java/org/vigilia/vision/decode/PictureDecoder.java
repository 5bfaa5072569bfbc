package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One native decoder: packets in, frames out. Not thread-safe. */
final class PictureDecoder implements AutoCloseable {

    private final AVCodecContext context;
    private final AVFrame frame;
    private int error;
    private boolean closed;

    /** Sets up the decoder before it is opened: extra data, time base. */
    interface Setup {
        void apply(AVCodecContext context);
    }

    PictureDecoder(AVCodec codec, String what, Setup setup) throws VideoUnreadable {
        Native.opened();
        context = avcodec_alloc_context3(codec);
        setup.apply(context);
        // one thread: workers run in parallel instead, and a picture comes out as soon as it went in
        context.thread_count(1);
        int opened = avcodec_open2(context, codec, (AVDictionary) null);
        if (opened < 0) {
            avcodec_free_context(context);
            Native.closed();
            throw new VideoUnreadable(
                    what + ": the decoder refused the stream's configuration: " + Native.message(opened));
        }
        frame = av_frame_alloc();
    }

    /**
     * Offers a packet; every finished frame must have been received before.
     *
     * @param packet null to announce the end
     * @return 0 or FFmpeg's error number
     */
    int send(@Nullable AVPacket packet) {
        int sent = avcodec_send_packet(context, packet);
        return sent == AVERROR_EOF() ? 0 : sent;
    }

    /** The next finished frame, to be taken over at once; null if more packets are needed or at the end. */
    @Nullable
    AVFrame receive() {
        int received = avcodec_receive_frame(context, frame);
        if (received >= 0) {
            return frame;
        }
        error = received == AVERROR_EAGAIN() || received == AVERROR_EOF() ? 0 : received;
        return null;
    }

    /** Why the last {@link #receive()} gave nothing: 0 if all is well, otherwise FFmpeg's error number. */
    int error() {
        return error;
    }

    /** Forgets everything decoded so far; decoding may go on at a key frame. */
    void flush() {
        avcodec_flush_buffers(context);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            av_frame_free(frame);
            avcodec_free_context(context);
            Native.closed();
        }
    }
}
