package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Reads the first sound track of a file piece by piece, its channels mixed into one. Not thread-safe. */
public final class SoundTrack implements AutoCloseable {

    private final AVFormatContext format;
    private final AVStream stream;
    private final PictureDecoder decoder;
    private final AVPacket packet;
    private long samples;
    private long timeMicros;
    private boolean ended;

    private SoundTrack(AVFormatContext format, AVStream stream, PictureDecoder decoder) {
        this.format = format;
        this.stream = stream;
        this.decoder = decoder;
        this.packet = av_packet_alloc();
    }

    /** @throws VideoUnreadable if the file is missing, holds no sound, or sound of an unknown kind */
    public static SoundTrack open(Path file) throws VideoUnreadable {
        if (!Files.isRegularFile(file)) {
            throw new VideoUnreadable(file + ": there is no such file");
        }
        Native.load();
        AVFormatContext format = new AVFormatContext(null);
        int opened = avformat_open_input(format, file.toString(), (AVInputFormat) null, new AVDictionary(null));
        if (opened < 0) {
            throw new VideoUnreadable(file + ": cannot be read: " + Native.message(opened));
        }
        try {
            int found = avformat_find_stream_info(format, (PointerPointer<?>) null);
            AVStream stream = firstSound(format);
            if (found < 0 || stream == null) {
                throw new VideoUnreadable(file + ": holds no sound");
            }
            AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
            if (codec == null) {
                throw new VideoUnreadable(file + ": there is no decoder for its sound, "
                        + avcodec_get_name(stream.codecpar().codec_id()).getString());
            }
            PictureDecoder decoder = new PictureDecoder(
                    codec, file.toString(), context -> avcodec_parameters_to_context(context, stream.codecpar()));
            return new SoundTrack(format, stream, decoder);
        } catch (VideoUnreadable e) {
            avformat_close_input(format);
            throw e;
        }
    }

    private static @Nullable AVStream firstSound(AVFormatContext format) {
        for (int i = 0; i < format.nb_streams(); i++) {
            AVStream stream = format.streams(i);
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO) {
                return stream;
            }
        }
        return null;
    }

    /** Samples a second. */
    public int rate() {
        return stream.codecpar().sample_rate();
    }

    /** The next piece, full scale ±1; empty at the end. Damaged pieces are left out. */
    public float[] next() {
        while (true) {
            AVFrame frame = decoder.receive();
            if (frame != null) {
                float[] piece = SoundDecoder.mono(frame);
                long stamp = frame.best_effort_timestamp();
                timeMicros = stamp == AV_NOPTS_VALUE
                        ? samples * 1_000_000 / rate()
                        : Math.round(stamp
                                * 1e6
                                * stream.time_base().num()
                                / stream.time_base().den());
                samples += piece.length;
                av_frame_unref(frame);
                if (piece.length > 0) {
                    return piece;
                }
            } else if (ended) {
                return new float[0];
            } else {
                feed();
            }
        }
    }

    /** When the first sample of the last piece was, from the begin of the file. */
    public long timeMicros() {
        return timeMicros;
    }

    private void feed() {
        int read;
        while ((read = av_read_frame(format, packet)) >= 0) {
            boolean ours = packet.stream_index() == stream.index();
            if (ours) {
                // what cannot be decoded is left out
                decoder.send(packet);
            }
            av_packet_unref(packet);
            if (ours) {
                return;
            }
        }
        ended = true;
        decoder.send(null);
    }

    @Override
    public void close() {
        decoder.close();
        av_packet_free(packet);
        avformat_close_input(format);
    }
}
