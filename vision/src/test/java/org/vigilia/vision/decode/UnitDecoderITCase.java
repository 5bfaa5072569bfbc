package org.vigilia.vision.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vigilia.contract.relay.StreamInfo.Codec;
import org.vigilia.vision.testing.Footage;

final class UnitDecoderITCase {

    @TempDir
    Path folder;

    private int openBefore;

    @BeforeEach
    void count() {
        openBefore = Native.open();
    }

    @AfterEach
    void leavesNoNativeMemoryBehind() {
        assertThat(Native.open()).isEqualTo(openBefore);
    }

    private Units units(Codec codec) throws IOException {
        return Units.of(Footage.pattern(codec == Codec.H264 ? "h264" : "h265", folder), codec);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void everyUnitBecomesAPictureWithItsCaptureTime(Codec codec) throws Exception {
        Units source = units(codec);
        List<Long> times = new ArrayList<>();
        try (UnitDecoder decoder = new UnitDecoder(codec, source.configuration())) {
            for (int i = 0; i < source.units().size(); i++) {
                Units.Unit unit = source.units().get(i);
                var decoded = decoder.decode(ByteBuffer.wrap(unit.bytes()), unit.keyFrame(), 1_000_000L + i);
                assertThat(decoded.problem()).isEmpty();
                collect(decoded, times);
            }
            collect(decoder.drain(), times);
        }
        assertThat(times).hasSize(12).isSorted().startsWith(1_000_000L).endsWith(1_000_011L);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void nothingIsShownBeforeTheFirstKeyFrame(Codec codec) throws Exception {
        Units source = units(codec);
        List<Long> times = new ArrayList<>();
        try (UnitDecoder decoder = new UnitDecoder(codec, source.configuration())) {
            for (int i = 2; i < 6; i++) {
                Units.Unit unit = source.units().get(i);
                collect(decoder.decode(ByteBuffer.wrap(unit.bytes()), unit.keyFrame(), i), times);
            }
            collect(decoder.drain(), times);
        }
        assertThat(times).containsExactly(4L, 5L);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void damageIsReportedAndPicturesComeBackAtTheNextKeyFrame(Codec codec) throws Exception {
        Units source = units(codec);
        List<Long> times = new ArrayList<>();
        List<Integer> problems = new ArrayList<>();
        try (UnitDecoder decoder = new UnitDecoder(codec, source.configuration())) {
            for (int i = 0; i < source.units().size(); i++) {
                Units.Unit unit = source.units().get(i);
                byte[] bytes = i == 1 ? new byte[] {0, 0, 0x7F, 0x7F, 1, 2, 3} : unit.bytes();
                var decoded = decoder.decode(ByteBuffer.wrap(bytes), unit.keyFrame(), i);
                decoded.problem().ifPresent(problem -> problems.add(problems.size()));
                collect(decoded, times);
            }
            collect(decoder.drain(), times);
        }
        assertThat(problems).hasSize(1);
        assertThat(times).doesNotContain(1L, 2L, 3L).contains(4L, 5L, 11L);
    }

    @ParameterizedTest
    @EnumSource(Codec.class)
    void randomDamageNeverCrashes(Codec codec) throws Exception {
        Units source = units(codec);
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            List<Long> times = new ArrayList<>();
            try (UnitDecoder decoder = new UnitDecoder(codec, source.configuration())) {
                for (int round = 0; round < 3; round++) {
                    for (Units.Unit unit : source.units()) {
                        byte[] bytes = damage(unit.bytes(), random, round < 2);
                        collect(decoder.decode(ByteBuffer.wrap(bytes), unit.keyFrame(), round), times);
                    }
                }
                collect(decoder.drain(), times);
            }
            assertThat(times)
                    .as("seed %d: the last, undamaged round is decoded whole", seed)
                    .filteredOn(time -> time == 2)
                    .hasSize(12);
        }
    }

    @org.junit.jupiter.api.Test
    void anAbsurdConfigurationIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> new UnitDecoder(Codec.H264, new byte[] {1, 2, 3}).close())
                .isInstanceOf(VideoUnreadable.class)
                .hasMessageContaining("H264 stream")
                .hasMessageContaining("configuration");
    }

    private static byte[] damage(byte[] unit, Random random, boolean damaged) {
        if (!damaged || random.nextInt(3) > 0) {
            return unit;
        }
        int length = random.nextBoolean() ? unit.length : 1 + random.nextInt(unit.length);
        byte[] copy = java.util.Arrays.copyOf(unit, length);
        for (int flips = random.nextInt(8); flips > 0; flips--) {
            copy[random.nextInt(length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private static void collect(UnitDecoder.Decoded decoded, List<Long> times) {
        for (Picture picture : decoded.pictures()) {
            try (picture) {
                assertThat(picture.widthPx()).isPositive();
                times.add(picture.timeMicros());
            }
        }
    }
}
