package org.vigilia.vision.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AAC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_ALAW;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_MULAW;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16BE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;

/**
 * Decodes the pieces of sound that the relay delivers into one channel: the mean of those there are. Damaged pieces never
 * throw; they are reported and left out. Not thread-safe; one for each kind of piece.
 */
public final class SoundDecoder implements AutoCloseable {

    private static final int MAX_BYTES = 1 << 20;
    private static final double FULL_SCALE_16_BIT = 32_768;

    private final PictureDecoder decoder;
    private final AVPacket packet;
    private final Kind kind;

    private record Kind(SoundCoding coding, int rate, int channels, ByteBuffer configuration) {
        static Kind of(RelaySound piece) {
            return new Kind(piece.coding(), piece.rate(), piece.channels(), piece.configuration());
        }
    }

    /**
     * What a piece led to.
     *
     * @param samples full scale ±1; empty while a decoder warms up and for damaged data
     * @param rate samples a second, as the decoder found it; 0 when there are none
     * @param problem what is wrong with the data, one line; empty if nothing is
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    public record Decoded(float[] samples, int rate, Optional<String> problem) {}

    /** @throws VideoUnreadable if the decoder does not accept what the piece says of itself */
    public SoundDecoder(RelaySound piece) throws VideoUnreadable {
        Native.load();
        kind = Kind.of(piece);
        int id = switch (piece.coding()) {
            case PCMU -> AV_CODEC_ID_PCM_MULAW;
            case PCMA -> AV_CODEC_ID_PCM_ALAW;
            case L16 -> AV_CODEC_ID_PCM_S16BE;
            case AAC -> AV_CODEC_ID_AAC;
            case OPUS -> AV_CODEC_ID_OPUS;
        };
        byte[] configuration = new byte[piece.configuration().remaining()];
        piece.configuration().duplicate().get(configuration);
        decoder = new PictureDecoder(avcodec_find_decoder(id), piece.coding() + " sound", context -> {
            context.sample_rate(piece.rate());
            av_channel_layout_default(context.ch_layout(), piece.channels());
            if (configuration.length > 0) {
                BytePointer extra = new BytePointer(av_mallocz(configuration.length + AV_INPUT_BUFFER_PADDING_SIZE));
                extra.capacity(configuration.length).put(configuration);
                context.extradata(extra).extradata_size(configuration.length);
            }
        });
        packet = av_packet_alloc();
    }

    /** Whether a piece is of the kind that this decoder was made for. */
    public boolean fits(RelaySound piece) {
        return kind.equals(Kind.of(piece));
    }

    /** Decodes one piece. */
    public Decoded decode(RelaySound piece) {
        ByteBuffer bytes = piece.bytes().duplicate();
        int block = kind.channels * (kind.coding == SoundCoding.L16 ? 2 : 1);
        int length = kind.coding == SoundCoding.AAC || kind.coding == SoundCoding.OPUS
                ? bytes.remaining()
                : bytes.remaining() / block * block;
        if (length == 0 || length > MAX_BYTES) {
            return new Decoded(new float[0], 0, Optional.of("a piece of " + bytes.remaining() + " bytes"));
        }
        if (av_new_packet(packet, length) < 0) {
            throw new OutOfMemoryError("no native memory for a piece of sound of " + length + " bytes");
        }
        packet.data().capacity(length).asByteBuffer().put(bytes.limit(bytes.position() + length));
        int sent = decoder.send(packet);
        av_packet_unref(packet);
        float[] all = new float[0];
        int rate = 0;
        AVFrame frame;
        while ((frame = decoder.receive()) != null) {
            rate = frame.sample_rate();
            int before = all.length;
            float[] more = mono(frame);
            all = Arrays.copyOf(all, before + more.length);
            System.arraycopy(more, 0, all, before, more.length);
            av_frame_unref(frame);
        }
        int error = sent < 0 ? sent : decoder.error();
        return new Decoded(
                all, rate, error < 0 ? Optional.of("undecodable sound: " + Native.message(error)) : Optional.empty());
    }

    /** The mean of a frame's channels; silence for a sample format that none of our decoders writes. */
    static float[] mono(AVFrame frame) {
        int channels = Math.max(1, frame.ch_layout().nb_channels());
        int count = frame.nb_samples();
        int format = frame.format();
        boolean planar = format == AV_SAMPLE_FMT_FLTP || format == AV_SAMPLE_FMT_S16P;
        boolean floats = format == AV_SAMPLE_FMT_FLT || format == AV_SAMPLE_FMT_FLTP;
        float[] out = new float[count];
        if (!floats && format != AV_SAMPLE_FMT_S16 && format != AV_SAMPLE_FMT_S16P) {
            return out;
        }
        int width = floats ? Float.BYTES : Short.BYTES;
        int step = planar ? 1 : channels;
        for (int channel = 0; channel < channels; channel++) {
            BytePointer plane = new BytePointer(frame.extended_data().get(planar ? channel : 0));
            ByteBuffer data =
                    plane.capacity((long) count * step * width).asByteBuffer().order(ByteOrder.nativeOrder());
            int first = planar ? 0 : channel;
            for (int i = 0; i < count; i++) {
                int at = (first + i * step) * width;
                out[i] += (float) ((floats ? data.getFloat(at) : data.getShort(at) / FULL_SCALE_16_BIT) / channels);
            }
        }
        return out;
    }

    @Override
    public void close() {
        decoder.close();
        av_packet_free(packet);
    }
}
