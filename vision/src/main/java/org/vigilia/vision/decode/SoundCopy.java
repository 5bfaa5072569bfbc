package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_format;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_query_codec;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * The first sound track of a file, copied packet by packet into another, in step with the pictures as {@link FileDecoder}
 * times them. Not thread-safe.
 */
public final class SoundCopy implements AutoCloseable {

    private static final int NORMAL = 0;

    private final AVFormatContext from;
    private final AVStream sound;
    private final double beginMicros;
    private final AVPacket packet = av_packet_alloc();
    private @Nullable AVStream to;
    private boolean waiting;
    private boolean ended;

    private SoundCopy(AVFormatContext from, AVStream sound, double beginMicros) {
        this.from = from;
        this.sound = sound;
        this.beginMicros = beginMicros;
    }

    /** Null when the file holds no sound. */
    public static @Nullable SoundCopy open(Path file) throws VideoUnreadable {
        Native.load();
        AVFormatContext from = new AVFormatContext(null);
        int opened = avformat_open_input(from, file.toString(), (AVInputFormat) null, new AVDictionary(null));
        if (opened < 0) {
            throw new VideoUnreadable(file + ": cannot be read: " + Native.message(opened));
        }
        int found = avformat_find_stream_info(from, (PointerPointer<?>) null);
        AVStream sound = found < 0 ? null : first(from, AVMEDIA_TYPE_AUDIO);
        if (sound == null) {
            avformat_close_input(from);
            return null;
        }
        AVStream video = first(from, AVMEDIA_TYPE_VIDEO);
        return new SoundCopy(from, sound, video == null ? 0 : micros(video, video.start_time()));
    }

    private static @Nullable AVStream first(AVFormatContext format, int type) {
        for (int i = 0; i < format.nb_streams(); i++) {
            if (format.streams(i).codecpar().codec_type() == type) {
                return format.streams(i);
            }
        }
        return null;
    }

    private static double micros(AVStream stream, long ticks) {
        return ticks == AV_NOPTS_VALUE
                ? 0
                : ticks * 1e6 * stream.time_base().num() / stream.time_base().den();
    }

    /** Its name as FFmpeg knows it, such as {@code aac}. */
    public String codec() {
        return avcodec_get_name(sound.codecpar().codec_id()).getString();
    }

    /** Whether an MP4 file can hold it as it is. */
    public boolean fits() {
        return avformat_query_codec(
                        av_guess_format("mp4", (String) null, null),
                        sound.codecpar().codec_id(),
                        NORMAL)
                == 1;
    }

    /** Gives the file that is being written its track. */
    void announce(AVFormatContext format) {
        AVStream stream = avformat_new_stream(format, (AVCodec) null);
        if (avcodec_parameters_copy(stream.codecpar(), sound.codecpar()) < 0) {
            throw new OutOfMemoryError("no native memory for a sound track");
        }
        stream.codecpar().codec_tag(0);
        stream.time_base().num(sound.time_base().num()).den(sound.time_base().den());
        to = stream;
    }

    /** Copies what is heard until then; what FFmpeg says if it cannot be written. */
    int copy(AVFormatContext format, long untilMicros) {
        AVStream target = to;
        while (target != null && !ended) {
            if (!waiting && av_read_frame(from, packet) < 0) {
                ended = true;
                return 0;
            }
            waiting = true;
            double at = micros(sound, packet.pts()) - beginMicros;
            boolean wanted = packet.stream_index() == sound.index()
                    && packet.pts() != AV_NOPTS_VALUE
                    && (packet.flags() & AV_PKT_FLAG_DISCARD) == 0
                    && at >= 0;
            if (wanted && at > untilMicros) {
                return 0;
            }
            waiting = false;
            if (!wanted) {
                av_packet_unref(packet);
                continue;
            }
            long begin = Math.round(beginMicros
                    / 1e6
                    * sound.time_base().den()
                    / sound.time_base().num());
            packet.pts(packet.pts() - begin);
            packet.dts(packet.dts() == AV_NOPTS_VALUE ? packet.pts() : packet.dts() - begin);
            av_packet_rescale_ts(packet, sound.time_base(), target.time_base());
            packet.stream_index(target.index());
            packet.pos(-1);
            int written = av_interleaved_write_frame(format, packet);
            if (written < 0) {
                return written;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avformat_close_input(from);
    }
}
