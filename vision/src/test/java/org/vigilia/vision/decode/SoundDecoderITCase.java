package org.vigilia.vision.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;

/** A tone through each coding comes out as the same tone; damaged sound harms nobody. */
class SoundDecoderITCase {

    private static final double AMPLITUDE = 0.25;

    @ParameterizedTest
    @CsvSource({
        "PCMU, pcm_mulaw, 8000, 1",
        "PCMA, pcm_alaw, 8000, 1",
        "L16, pcm_s16be, 16000, 2",
        "AAC, aac, 16000, 1",
        "AAC, aac, 48000, 2",
        "OPUS, libopus, 48000, 2"
    })
    void decodesATone(SoundCoding coding, String encoder, int rate, int channels) throws Exception {
        List<RelaySound> pieces = encode(coding, encoder, rate, channels);
        int before = Native.open();
        float[] heard = new float[0];
        try (SoundDecoder decoder = new SoundDecoder(pieces.get(0))) {
            for (RelaySound piece : pieces) {
                assertThat(decoder.fits(piece)).isTrue();
                SoundDecoder.Decoded decoded = decoder.decode(piece);
                assertThat(decoded.problem()).isEmpty();
                if (decoded.samples().length > 0) {
                    assertThat(decoded.rate()).isEqualTo(rate);
                }
                int length = heard.length;
                heard = Arrays.copyOf(heard, length + decoded.samples().length);
                System.arraycopy(decoded.samples(), 0, heard, length, decoded.samples().length);
            }
        }
        assertThat(Native.open()).isEqualTo(before);
        assertThat(heard.length).isBetween(rate * 9 / 10, rate * 11 / 10);
        double sum = 0;
        double re = 0;
        double im = 0;
        int from = heard.length / 4;
        int count = heard.length / 2 / (rate / 100) * (rate / 100);
        for (int i = from; i < from + count; i++) {
            sum += heard[i] * heard[i];
            re += heard[i] * Math.cos(2 * Math.PI * 1000 * i / rate);
            im += heard[i] * Math.sin(2 * Math.PI * 1000 * i / rate);
        }
        assertThat(20 * Math.log10(Math.sqrt(2 * sum / count) / AMPLITUDE)).isCloseTo(0, within(0.3));
        assertThat(2 * Math.hypot(re, im) / count).as("all of it is the tone").isCloseTo(AMPLITUDE, within(0.01));
    }

    @Test
    void damagedSoundIsReportedAndLeftOut() throws Exception {
        long seed = 5;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<RelaySound> pieces = encode(SoundCoding.AAC, "aac", 16_000, 1);
        int problems = 0;
        try (SoundDecoder decoder = new SoundDecoder(pieces.get(0))) {
            for (int i = 0; i < 2_000; i++) {
                RelaySound whole = pieces.get(i % pieces.size());
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                problems += decoder.decode(with(whole, ByteBuffer.wrap(noise)))
                                .problem()
                                .isPresent()
                        ? 1
                        : 0;
            }
            assertThat(problems).isGreaterThan(1_000);
            int samples = 0;
            for (RelaySound piece : pieces) {
                samples += decoder.decode(piece).samples().length;
            }
            assertThat(samples).as("and it goes on").isGreaterThan(8_000);
        }
    }

    private static RelaySound with(RelaySound piece, ByteBuffer bytes) {
        return new RelaySound(
                piece.captureMicros(),
                piece.arrivalMicros(),
                piece.coding(),
                piece.channels(),
                false,
                piece.rate(),
                piece.configuration(),
                bytes);
    }

    /** One second of 1 kHz. */
    private static List<RelaySound> encode(SoundCoding coding, String encoder, int rate, int channels) {
        Native.load();
        var codec = avcodec_find_encoder_by_name(encoder);
        Assumptions.assumeTrue(codec != null && !codec.isNull(), "skipped: this FFmpeg has no encoder " + encoder);
        AVCodecContext context = avcodec_alloc_context3(codec);
        boolean floats = coding == SoundCoding.AAC;
        context.sample_rate(rate).bit_rate(96_000).flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        context.sample_fmt(
                floats
                        ? org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP
                        : org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16);
        av_channel_layout_default(context.ch_layout(), channels);
        assertThat(avcodec_open2(context, codec, (AVDictionary) null)).isZero();
        byte[] configuration = new byte[context.extradata_size()];
        if (configuration.length > 0 && coding == SoundCoding.AAC) {
            context.extradata().capacity(configuration.length).get(configuration);
        } else {
            configuration = new byte[0];
        }
        int size = context.frame_size() > 0 ? context.frame_size() : rate / 50;
        List<RelaySound> pieces = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        for (int at = 0; at < rate; at += size) {
            AVFrame frame = av_frame_alloc();
            frame.nb_samples(size)
                    .format(context.sample_fmt())
                    .sample_rate(rate)
                    .pts(at);
            av_channel_layout_default(frame.ch_layout(), channels);
            assertThat(av_frame_get_buffer(frame, 0)).isGreaterThanOrEqualTo(0);
            fill(frame, at, size, rate, channels, floats);
            assertThat(avcodec_send_frame(context, frame)).isZero();
            av_frame_free(frame);
            while (avcodec_receive_packet(context, packet) == 0) {
                byte[] bytes = new byte[packet.size()];
                packet.data().capacity(bytes.length).get(bytes);
                pieces.add(new RelaySound(
                        at, at, coding, channels, false, rate, ByteBuffer.wrap(configuration), ByteBuffer.wrap(bytes)));
                av_packet_unref(packet);
            }
        }
        av_packet_free(packet);
        avcodec_free_context(context);
        return pieces;
    }

    private static void fill(AVFrame frame, int at, int size, int rate, int channels, boolean floats) {
        for (int channel = 0; channel < channels; channel++) {
            int width = floats ? 4 : 2;
            BytePointer plane = new BytePointer(frame.data(floats ? channel : 0));
            ByteBuffer data = plane.capacity((long) size * width * (floats ? 1 : channels))
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder());
            for (int i = 0; i < size; i++) {
                double value = AMPLITUDE * Math.sin(2 * Math.PI * 1000 * (at + i) / rate);
                if (floats) {
                    data.putFloat(i * 4, (float) value);
                } else {
                    data.putShort((i * channels + channel) * 2, (short) Math.round(value * 32_767));
                }
            }
        }
    }
}
