package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a video file (AVI, MP4, Matroska and whatever else FFmpeg knows) picture by picture.
 *
 * <p>Every picture of the first video stream comes out, in display order. Damaged pictures in the middle are counted
 * and left out. Not thread-safe.
 */
public final class FileDecoder implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");
    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+://)[^/@]*@");
    private static final String ANSWER_WITHIN_MICROS = "10000000";

    private final String name;
    private final AVFormatContext format;
    private final AVStream stream;
    private final PictureDecoder decoder;
    private final AVPacket packet;
    private long pictures;
    private long damaged;
    private boolean ended;

    private FileDecoder(String name, AVFormatContext format, AVStream stream, PictureDecoder decoder) {
        this.name = name;
        this.format = format;
        this.stream = stream;
        this.decoder = decoder;
        this.packet = av_packet_alloc();
    }

    /**
     * Opens a file, or a stream when {@code input} is an address such as {@code rtsp://…} or {@code https://…}.
     *
     * @throws VideoUnreadable if it is missing, holds no video, or video of an unknown kind; user name and password of an
     *     address are not repeated in the message
     */
    public static FileDecoder open(String input) throws VideoUnreadable {
        if (!ADDRESS.matcher(input).matches()) {
            return open(Path.of(input));
        }
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "rtsp_transport", "tcp", 0);
        av_dict_set(options, "timeout", ANSWER_WITHIN_MICROS, 0);
        av_dict_set(
                options, "protocol_whitelist", "rtsp,rtsps,rtmp,rtmps,http,https,hls,srt,rtp,udp,tcp,tls,crypto", 0);
        try {
            return open(input, withoutLogin(input), options);
        } finally {
            av_dict_free(options);
        }
    }

    /**
     * Opens a file.
     *
     * @throws VideoUnreadable if it is missing, holds no video, or video of an unknown kind
     */
    public static FileDecoder open(Path file) throws VideoUnreadable {
        if (!Files.isRegularFile(file)) {
            throw new VideoUnreadable(file + ": there is no such file");
        }
        return open(file.toString(), file.toString(), new AVDictionary(null));
    }

    /** What may be shown of an address. */
    public static String withoutLogin(String input) {
        return LOGIN.matcher(input).replaceFirst("$1");
    }

    private static FileDecoder open(String input, String name, AVDictionary options) throws VideoUnreadable {
        Native.load();
        AVFormatContext format = new AVFormatContext(null);
        int opened = avformat_open_input(format, input, (AVInputFormat) null, options);
        if (opened < 0) {
            throw new VideoUnreadable(name + ": not a video that can be read: " + Native.message(opened));
        }
        try {
            int found = avformat_find_stream_info(format, (PointerPointer<?>) null);
            AVStream stream = firstVideo(format);
            if (found < 0 || stream == null) {
                throw new VideoUnreadable(name + ": holds no video");
            }
            AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
            if (codec == null) {
                throw new VideoUnreadable(name + ": there is no decoder for its video, "
                        + avcodec_get_name(stream.codecpar().codec_id()).getString());
            }
            PictureDecoder decoder = new PictureDecoder(
                    codec, name, context -> avcodec_parameters_to_context(context, stream.codecpar()));
            return new FileDecoder(name, format, stream, decoder);
        } catch (VideoUnreadable e) {
            avformat_close_input(format);
            throw e;
        }
    }

    private static @Nullable AVStream firstVideo(AVFormatContext format) {
        for (int i = 0; i < format.nb_streams(); i++) {
            AVStream stream = format.streams(i);
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                return stream;
            }
        }
        return null;
    }

    /**
     * The next picture, to be closed by the caller; null at the end.
     *
     * @throws VideoUnreadable if the file cannot be read on, or ended without a single picture
     */
    public @Nullable Picture next() throws VideoUnreadable {
        while (true) {
            AVFrame frame = decoder.receive();
            if (frame != null) {
                pictures++;
                return Picture.take(frame, pictures, timeMicros(frame));
            }
            if (decoder.error() < 0) {
                damaged++;
            }
            if (ended) {
                if (pictures == 0) {
                    throw new VideoUnreadable(name + ": not one of its pictures could be decoded");
                }
                return null;
            }
            feed();
        }
    }

    /** Hands the decoder one packet of the video stream, or the end. */
    private void feed() throws VideoUnreadable {
        while (true) {
            int read = av_read_frame(format, packet);
            if (read < 0) {
                if (read != AVERROR_EOF() && pictures == 0) {
                    throw new VideoUnreadable(name + ": cannot be read: " + Native.message(read));
                }
                ended = true;
                decoder.send(null);
                return;
            }
            boolean video = packet.stream_index() == stream.index();
            if (video && decoder.send(packet) < 0) {
                damaged++;
            }
            av_packet_unref(packet);
            if (video) {
                return;
            }
        }
    }

    private long timeMicros(AVFrame frame) {
        long time = frame.best_effort_timestamp();
        if (time == AV_NOPTS_VALUE) {
            return Math.round((pictures - 1) * 1_000_000 / Math.max(fps(), 1));
        }
        long start = stream.start_time() == AV_NOPTS_VALUE ? 0 : stream.start_time();
        AVRational base = stream.time_base();
        return Math.round((time - start) * 1_000_000.0 * base.num() / base.den());
    }

    /** Nominal pictures a second; 0 if the file does not say. */
    public double fps() {
        AVRational rate = av_guess_frame_rate(format, stream, null);
        return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
    }

    /** Number of pictures as the file claims or as follows from its length; 0 if unknown. For progress bars only. */
    public long claimedPictures() {
        if (stream.nb_frames() > 0) {
            return stream.nb_frames();
        }
        return Math.max(0, Math.round(format.duration() / 1_000_000.0 * fps()));
    }

    public int widthPx() {
        return stream.codecpar().width();
    }

    public int heightPx() {
        return stream.codecpar().height();
    }

    /** Packets or pictures left out so far because they were damaged. */
    public long damaged() {
        return damaged;
    }

    @Override
    public void close() {
        decoder.close();
        av_packet_free(packet);
        avformat_close_input(format);
    }
}
