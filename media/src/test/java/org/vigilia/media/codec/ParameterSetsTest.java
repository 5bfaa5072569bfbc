package org.vigilia.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.StreamInfo.Codec;

final class ParameterSetsTest {
    /** 640x352, main profile, level 4.0. */
    static final byte[] SPS = HexFormat.of().parseHex("674d0028a9501405b420");

    static final byte[] PPS = HexFormat.of().parseHex("68ee3c80");

    @Test
    void readsTheSizeAndBuildsTheConfiguration() throws Malformed {
        ParameterSets sets = new ParameterSets(Codec.H264);
        sets.offer(SPS);
        sets.offer(PPS);
        VideoFormat format = sets.settle(0);
        assertThat(format.widthPx()).isEqualTo(640);
        assertThat(format.heightPx()).isEqualTo(352);
        assertThat(format.codecString()).isEqualTo("avc1.4d0028");
        assertThat(HexFormat.of().formatHex(format.configuration()))
                .isEqualTo("014d0028ffe1000a674d0028a9501405b42001000468ee3c80");
    }

    @Test
    void keepsTheOldSetsWhenNewOnesMakeNoSense() throws Malformed {
        ParameterSets sets = new ParameterSets(Codec.H264);
        sets.offer(SPS);
        sets.offer(PPS);
        VideoFormat before = sets.settle(0);
        sets.offer(new byte[] {0x67, 1, 2});
        assertThat(sets.hasNews()).isFalse();
        assertThatThrownBy(() -> sets.settle(7)).isInstanceOf(Malformed.class);
        assertThat(sets.settle(0)).isEqualTo(before);
    }

    @Test
    void believesAnnouncedSetsEvenAfterABrokenPicture() throws Malformed {
        ParameterSets sets = new ParameterSets(Codec.H264);
        sets.announce(SPS);
        sets.announce(PPS);
        sets.forgetTrial();
        assertThat(sets.hasPictureSet(0)).isTrue();
        assertThat(sets.settle(0).widthPx()).isEqualTo(640);
    }

    @Test
    void leavesOutEmulationPreventionBytes() throws Malformed {
        BitReader in = new BitReader(HexFormat.of().parseHex("0000030100000302"), 0, 8);
        assertThat(in.bits(24)).isEqualTo(1);
        assertThat(in.bits(24)).isEqualTo(2);
        assertThatThrownBy(in::bit).isInstanceOf(Malformed.class);
    }

    @Test
    void survivesNoise() {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Codec codec = random.nextBoolean() ? Codec.H264 : Codec.H265;
            ParameterSets sets = new ParameterSets(codec);
            byte[] noise = random.nextBoolean() ? Arrays.copyOf(SPS, SPS.length) : new byte[random.nextInt(60)];
            if (noise.length > 0 && noise[0] != 0x67) {
                random.nextBytes(noise);
            }
            for (int flips = random.nextInt(4); flips > 0 && noise.length > 1; flips--) {
                noise[1 + random.nextInt(noise.length - 1)] = (byte) random.nextInt();
            }
            sets.offer(noise);
            sets.offer(PPS);
            try {
                VideoFormat format = sets.settle(0);
                assertThat(format.widthPx()).isBetween(1, 16384);
                assertThat(format.heightPx()).isBetween(1, 32768);
            } catch (Malformed expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }
}
