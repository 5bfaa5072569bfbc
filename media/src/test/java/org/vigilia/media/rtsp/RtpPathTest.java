package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.StreamInfo.Codec;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.ParameterSets;
import org.vigilia.media.codec.UnitAssembler;
import org.vigilia.media.codec.VideoFormat;

/** From the bytes of a connection to whole pictures: in any cutting, with loss, and with noise. */
final class RtpPathTest {
    private static final byte[] SPS = HexFormat.of().parseHex("674d0028a9501405b420");
    private static final byte[] PPS = HexFormat.of().parseHex("68ee3c80");

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final List<byte[]> pictures = new ArrayList<>();
    private final List<Boolean> keys = new ArrayList<>();
    private final List<VideoFormat> formats = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final UnitAssembler assembler =
            new UnitAssembler(allocator, new ParameterSets(Codec.H264), new UnitAssembler.Sink() {
                @Override
                public void format(VideoFormat format) {
                    formats.add(format);
                }

                @Override
                public void unit(AccessUnit unit) {
                    byte[] bytes = new byte[unit.bytes().readableBytes() - AccessUnit.ROOM];
                    unit.bytes().getBytes(AccessUnit.ROOM, bytes);
                    pictures.add(bytes);
                    keys.add(unit.key());
                    unit.bytes().release();
                }
            });
    private final RtpReceiver receiver =
            new RtpReceiver(96, new H264Depacketiser(), assembler, new SenderClock(90_000, Duration.ofSeconds(3)));
    private final EmbeddedChannel channel = new EmbeddedChannel(new InterleavedReader(new InterleavedReader.Pieces() {
        @Override
        public void answer(RtspAnswer answer) {
            ends.add("answer " + answer.status());
        }

        @Override
        public void packet(int number, ByteBuf in, int start, int length) {
            if (number == 0) {
                receiver.packet(in, start, length, 1);
            }
        }

        @Override
        public void outOfStep(String detail) {
            ends.add(detail);
        }

        @Override
        public void hungUp(String detail) {
            ends.add(detail);
        }
    }));
    private int sequence = 65_500;

    /** A slice with first_mb 0, slice type I or P, parameter set 0, and noise behind. */
    private static byte[] slice(boolean key, int length, Random random) {
        byte[] unit = new byte[length];
        random.nextBytes(unit);
        unit[0] = (byte) (key ? 0x65 : 0x41);
        // ue(0) ue(7 or 5) ue(0): 1 0001000 1 / 1 00110 1
        unit[1] = (byte) (key ? 0b1000_1000 : 0b1001_1011);
        unit[2] = (byte) (key ? 0b1111_1111 : 0b1111_1111);
        return unit;
    }

    private void packet(ByteArrayOutputStream out, int timestamp, boolean marker, byte[]... parts) {
        int length = 12 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
        out.writeBytes(
                new byte[] {'$', 0, (byte) (length >> 8), (byte) length, (byte) 0x80, (byte) (marker ? 0xe0 : 0x60)});
        int number = sequence++;
        out.writeBytes(new byte[] {
            (byte) (number >> 8),
            (byte) number,
            (byte) (timestamp >> 24),
            (byte) (timestamp >> 16),
            (byte) (timestamp >> 8),
            (byte) timestamp,
            1,
            2,
            3,
            4
        });
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
    }

    private void picture(ByteArrayOutputStream out, int timestamp, byte[] slice, boolean sets) {
        if (sets) {
            packet(
                    out,
                    timestamp,
                    false,
                    new byte[] {0x78, 0, (byte) SPS.length},
                    SPS,
                    new byte[] {0, (byte) PPS.length},
                    PPS);
        }
        if (slice.length < 1000) {
            packet(out, timestamp, true, slice);
            return;
        }
        for (int at = 1; at < slice.length; at += 900) {
            int end = Math.min(slice.length, at + 900);
            int header = (at == 1 ? 0x80 : 0) | (end == slice.length ? 0x40 : 0) | slice[0] & 0x1f;
            packet(
                    out,
                    timestamp,
                    end == slice.length,
                    new byte[] {(byte) (slice[0] & 0xe0 | 28), (byte) header},
                    Arrays.copyOfRange(slice, at, end));
        }
    }

    private void feed(byte[] bytes, Random random) {
        int at = 0;
        while (at < bytes.length) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 4000));
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, count));
            at += count;
        }
    }

    private static Random random() {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        return new Random(seed);
    }

    @Test
    void picturesComeOutByteForByteHoweverTheNetworkCutsThem() {
        Random random = random();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<byte[]> slices = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] slice = slice(i % 10 == 0, 20 + random.nextInt(i % 10 == 0 ? 30_000 : 3000), random);
            slices.add(slice);
            picture(wire, i * 6000, slice, i % 10 == 0);
            if (i == 50) {
                wire.writeBytes("RTSP/1.0 200 OK\r\nCSeq: 7\r\nContent-Length: 3\r\n\r\nabc".getBytes());
            }
        }
        feed(wire.toByteArray(), random);
        assertThat(ends).containsExactly("answer 200");
        assertThat(pictures).hasSize(100);
        assertThat(formats).hasSize(1);
        assertThat(receiver.lost()).isZero();
        for (int i = 0; i < 100; i++) {
            byte[] slice = slices.get(i);
            byte[] got = pictures.get(i);
            assertThat(keys.get(i)).isEqualTo(i % 10 == 0);
            assertThat(Arrays.copyOfRange(got, got.length - slice.length, got.length))
                    .isEqualTo(slice);
            int before = i % 10 == 0 ? SPS.length + PPS.length + 8 : 0;
            assertThat(got.length).isEqualTo(before + 4 + slice.length);
        }
    }

    @Test
    void afterALossTheNextPictureIsAKeyPicture() {
        Random random = random();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 30; i++) {
            if (i == 13) {
                sequence += 3;
            }
            picture(wire, i * 6000, slice(i % 10 == 0, 500, random), i % 10 == 0);
        }
        feed(wire.toByteArray(), random);
        assertThat(receiver.lost()).isEqualTo(3);
        assertThat(pictures).hasSize(23);
        assertThat(keys.get(13)).isTrue();
    }

    @Test
    void beforeTheFirstKeyPictureNothingComesOut() {
        Random random = random();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 5; i < 15; i++) {
            picture(wire, i * 6000, slice(i % 10 == 0, 500, random), i % 10 == 0);
        }
        feed(wire.toByteArray(), random);
        assertThat(pictures).hasSize(5);
        assertThat(keys.get(0)).isTrue();
    }

    @Test
    void noiseNeitherThrowsNorLeaks() {
        Random random = random();
        for (int round = 0; round < 300; round++) {
            RtpPathTest fresh = new RtpPathTest();
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                fresh.picture(wire, i * 6000, slice(i % 5 == 0, 20 + random.nextInt(4000), random), i % 5 == 0);
            }
            byte[] bytes = wire.toByteArray();
            for (int flips = random.nextInt(60); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            fresh.feed(bytes, random);
            fresh.assembler.close();
            fresh.channel.finishAndReleaseAll();
            assertThat(fresh.allocator.metric().usedDirectMemory()).isZero();
            assertThat(fresh.allocator.metric().usedHeapMemory()).isZero();
        }
    }

    @Test
    void pureNoiseShowsNoPicture() {
        Random random = random();
        int shown = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(100)];
            random.nextBytes(noise);
            ByteBuf in = Unpooled.wrappedBuffer(noise);
            if (random.nextBoolean()) {
                new H264Depacketiser().take(in, 0, noise.length, assembler);
            } else {
                new H265Depacketiser(random.nextBoolean()).take(in, 0, noise.length, assembler);
            }
            if (i % 7 == 0) {
                assembler.finish(1, 1);
            }
            shown = pictures.size();
        }
        assembler.close();
        assertThat(shown).isZero();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
