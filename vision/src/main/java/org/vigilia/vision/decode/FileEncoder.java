package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Writes pictures that were painted on into an MP4 file as H.264 (OpenH264), and the sound beside them as it is. Times are
 * kept to the microsecond. Not thread-safe.
 */
public final class FileEncoder implements AutoCloseable {

    private static final int MICROS = 1_000_000;
    /** Bits a pixel and picture: what is left to see shall look as before. */
    private static final double BITS = 0.16;

    private static final double USUAL_FPS = 15;
    private static final long LEAST_BITS = 600_000;

    private final Path file;
    private final AVFormatContext format = new AVFormatContext(null);
    private final AVCodecContext codec;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();
    private final Canvas canvas;
    private final @Nullable SoundCopy sound;
    private final long pictureMicros;
    private boolean finished;

    /** How the file is laid out. */
    public enum Layout {
        /** One movie with its index at the front, to be played by anything. */
        CLIP,
        /** As recordings are: fragments of half a second, times in microseconds from 0. */
        SEGMENT
    }

    /**
     * The pictures to be written.
     *
     * @param bandPx height of a black band above each; even
     * @param fps about how many come a second; 0 when unknown
     */
    public record Shape(int widthPx, int heightPx, int bandPx, double fps) {

        /** That of a file, as it is. */
        public static Shape of(FileDecoder video) {
            return new Shape(video.widthPx(), video.heightPx(), 0, video.fps());
        }
    }

    private FileEncoder(Path file, Layout layout, Shape shape, @Nullable SoundCopy sound) throws VideoUnreadable {
        this.file = file;
        this.sound = sound;
        this.canvas = new Canvas(shape.bandPx());
        check(avformat_alloc_output_context2(format, (AVOutputFormat) null, "mp4", file.toString()));
        AVCodec encoder = avcodec_find_encoder_by_name("libopenh264");
        if (encoder == null) {
            throw new VideoUnreadable("this build of FFmpeg cannot write H.264");
        }
        double rate = shape.fps() > 1 && shape.fps() < 121 ? shape.fps() : USUAL_FPS;
        pictureMicros = Math.round(MICROS / rate);
        stream = avformat_new_stream(format, encoder);
        codec = avcodec_alloc_context3(encoder);
        codec.width(shape.widthPx() & ~1)
                .height((shape.heightPx() & ~1) + shape.bandPx())
                .pix_fmt(AV_PIX_FMT_YUV420P);
        codec.time_base().num(1).den(MICROS);
        codec.framerate().num((int) Math.round(rate * 1000)).den(1000);
        codec.bit_rate(Math.max(LEAST_BITS, (long) (BITS * shape.widthPx() * shape.heightPx() * rate)));
        codec.gop_size((int) Math.max(1, Math.round(rate * 2))).max_b_frames(0);
        codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        stream.time_base().num(1).den(MICROS);
        check(avcodec_open2(codec, encoder, (AVDictionary) null));
        check(avcodec_parameters_from_context(stream.codecpar(), codec));
        if (sound != null) {
            sound.announce(format);
        }
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, file.toString(), AVIO_FLAG_WRITE));
        format.pb(io);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(
                options,
                "movflags",
                layout == Layout.CLIP ? "+faststart" : "+frag_keyframe+empty_moov+default_base_moof",
                0);
        if (layout == Layout.SEGMENT) {
            av_dict_set(options, "frag_duration", String.valueOf(MICROS / 2), 0);
        }
        av_dict_set(options, "video_track_timescale", String.valueOf(MICROS), 0);
        try {
            check(avformat_write_header(format, options));
        } finally {
            av_dict_free(options);
        }
    }

    /**
     * Begins a file.
     *
     * @param sound copied beside the pictures; not closed here; null for none
     * @throws VideoUnreadable when it cannot be written
     */
    public static FileEncoder create(Path file, Layout layout, Shape shape, @Nullable SoundCopy sound)
            throws VideoUnreadable {
        Native.load();
        return new FileEncoder(file, layout, shape, sound);
    }

    /** Writes a picture as {@code brush} leaves it; times must grow. */
    public void write(Picture picture, Canvas.Brush brush) throws VideoUnreadable {
        AVFrame frame = canvas.take(picture);
        brush.paint(canvas, picture.timeMicros());
        frame.pts(picture.timeMicros());
        check(avcodec_send_frame(codec, frame));
        drain();
        if (sound != null) {
            check(sound.copy(format, picture.timeMicros()));
        }
    }

    private void drain() throws VideoUnreadable {
        while (avcodec_receive_packet(codec, packet) >= 0) {
            // without it the last picture is shown for no time at all, and players leave it out
            packet.duration(pictureMicros);
            av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            check(av_interleaved_write_frame(format, packet));
        }
    }

    /** Writes what is still held back, and the end of the file. */
    public void finish() throws VideoUnreadable {
        check(avcodec_send_frame(codec, (AVFrame) null));
        drain();
        if (sound != null) {
            check(sound.copy(format, Long.MAX_VALUE));
        }
        check(av_write_trailer(format));
        finished = true;
    }

    private void check(int result) throws VideoUnreadable {
        if (result < 0) {
            throw new VideoUnreadable(file + " cannot be written: " + Native.message(result));
        }
    }

    /** Whether the file was finished. */
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        canvas.close();
        av_packet_free(packet);
        avcodec_free_context(codec);
        if (format.pb() != null) {
            avio_closep(format.pb());
        }
        avformat_free_context(format);
    }
}
