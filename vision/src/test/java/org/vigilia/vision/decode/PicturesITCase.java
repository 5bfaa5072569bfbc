package org.vigilia.vision.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vigilia.contract.relay.StreamInfo.Codec;
import org.vigilia.contract.scene.Box;
import org.vigilia.vision.testing.Footage;

final class PicturesITCase {

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

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265"})
    void aFileGivesEveryPictureInOrder(String codec) throws Exception {
        try (FileDecoder decoder = FileDecoder.open(Footage.pattern(codec, folder))) {
            assertThat(decoder.fps()).isEqualTo(10);
            assertThat(decoder.claimedPictures()).isEqualTo(12);
            long number = 0;
            Picture picture;
            while ((picture = decoder.next()) != null) {
                try (Picture open = picture) {
                    assertThat(open.number()).isEqualTo(++number);
                    assertThat(open.timeMicros()).isEqualTo((number - 1) * 100_000);
                    assertThat(open.widthPx()).isEqualTo(160);
                    assertThat(open.heightPx()).isEqualTo(96);
                }
            }
            assertThat(number).isEqualTo(12);
            assertThat(decoder.damaged()).isZero();
        }
    }

    @Test
    void theWholePlazaSequenceIsRead() throws Exception {
        try (FileDecoder decoder = FileDecoder.open(Footage.clip("pedestrians-plaza.avi"))) {
            long number = 0;
            Picture picture;
            while ((picture = decoder.next()) != null) {
                number = picture.number();
                picture.close();
            }
            assertThat(number).isEqualTo(795);
        }
    }

    @Test
    void unreadableFilesSayWhatIsWrong() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "not a film at all");
        assertThatThrownBy(() -> FileDecoder.open(text))
                .isInstanceOf(VideoUnreadable.class)
                .hasMessageContaining("notes.mp4")
                .hasMessageContaining("not a video that can be read: Invalid data found when processing input")
                .extracting(Throwable::getMessage, org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .doesNotContain("\0");
        assertThatThrownBy(() -> FileDecoder.open(folder.resolve("none.avi")))
                .isInstanceOf(VideoUnreadable.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> FileDecoder.open("rtsp://somebody:secret@127.0.0.1:9/stream"))
                .isInstanceOf(VideoUnreadable.class)
                .hasMessageContaining("rtsp://127.0.0.1:9/stream")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aCutOffFileGivesWhatItHolds() throws Exception {
        byte[] whole = Files.readAllBytes(Footage.pattern("h264", folder));
        Path half = Files.write(folder.resolve("half.mp4"), java.util.Arrays.copyOf(whole, whole.length * 2 / 3));
        int pictures = 0;
        try (FileDecoder decoder = FileDecoder.open(half)) {
            Picture picture;
            while ((picture = decoder.next()) != null) {
                picture.close();
                pictures++;
            }
        }
        assertThat(pictures).isBetween(1, 12);
    }

    @Test
    void pixelsAreTheSameByEveryWay() throws Exception {
        try (FileDecoder decoder = FileDecoder.open(Footage.pattern("h264", folder));
                Darkroom darkroom = new Darkroom();
                Picture picture = Objects.requireNonNull(decoder.next())) {
            ByteBuffer bgr = ByteBuffer.allocateDirect(80 * 48 * 3 + 64);
            darkroom.scale(picture, Darkroom.Channels.BGR, bgr, 80, 48, 240);
            byte[] rgb = darkroom.rgb(picture, new Box(0, 0, 1, 1), 80, 48);
            byte[] grey = darkroom.grey(picture, 80, 48);
            int difference = 0;
            for (int i = 0; i < 80 * 48; i++) {
                assertThat(bgr.get(3 * i) & 255).isCloseTo(rgb[3 * i + 2] & 255, within(6));
                double luma =
                        0.299 * (rgb[3 * i] & 255) + 0.587 * (rgb[3 * i + 1] & 255) + 0.114 * (rgb[3 * i + 2] & 255);
                difference += Math.abs(luma - (grey[i] & 255)) > 24 ? 1 : 0;
            }
            assertThat(difference).isLessThan(80);
        }
    }

    @Test
    void aPartOfThePictureIsCutOut() throws Exception {
        try (FileDecoder decoder = FileDecoder.open(Footage.pattern("h264", folder));
                Darkroom darkroom = new Darkroom();
                Picture picture = Objects.requireNonNull(decoder.next())) {
            byte[] whole = darkroom.rgb(picture, new Box(0, 0, 1, 1), 160, 96);
            byte[] part = darkroom.rgb(picture, new Box(0.25, 0.5, 0.25, 0.25), 40, 24);
            long difference = 0;
            for (int y = 0; y < 24; y++) {
                for (int x = 0; x < 120; x++) {
                    int there = whole[((y + 48) * 160 + 40) * 3 + x] & 255;
                    difference += Math.abs((part[y * 120 + x] & 255) - there);
                }
            }
            assertThat(difference / (24.0 * 120)).isLessThan(3);
            assertThat(darkroom.rgb(picture, new Box(-1, 0.9, 3, 4), 8, 8)).hasSize(192);
        }
    }

    @Test
    void jpegsAreScaledDownButNeverUp() throws Exception {
        try (FileDecoder decoder = FileDecoder.open(Footage.pattern("h264", folder));
                Darkroom darkroom = new Darkroom();
                Picture picture = Objects.requireNonNull(decoder.next())) {
            assertThat(size(darkroom.jpeg(picture, 640))).isEqualTo("160x96");
            assertThat(size(darkroom.jpeg(picture, 80))).isEqualTo("80x48");
            assertThat(size(darkroom.jpeg(picture, new Box(0.5, 0.5, 0.25, 0.5), 640)))
                    .isEqualTo("40x48");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265"})
    void oneKeyFrameIsEnoughForAStill(String name) throws Exception {
        Codec codec = name.equals("h264") ? Codec.H264 : Codec.H265;
        Units units = Units.of(Footage.pattern(name, folder), codec);
        byte[] key = units.units().get(0).bytes();
        assertThat(size(Still.jpeg(codec, units.configuration(), ByteBuffer.wrap(key), 640)))
                .isEqualTo("160x96");
        byte[] damaged = new byte[] {0, 0, 0, 2, 9, 9};
        assertThatThrownBy(() -> Still.jpeg(codec, units.configuration(), ByteBuffer.wrap(damaged), 640))
                .isInstanceOf(VideoUnreadable.class)
                .hasMessageContaining("key frame");
    }

    @Test
    void aClosedPictureIsNotUsedAgain() throws Exception {
        try (FileDecoder decoder = FileDecoder.open(Footage.pattern("h264", folder));
                Darkroom darkroom = new Darkroom()) {
            Picture picture = Objects.requireNonNull(decoder.next());
            picture.close();
            picture.close();
            assertThatThrownBy(() -> darkroom.grey(picture, 8, 8)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static String size(byte[] jpeg) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        return image.getWidth() + "x" + image.getHeight();
    }
}
