package org.vigilia.server.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.vigilia.server.Problem;
import org.vigilia.server.testing.BundledFfmpeg;

class SmallPicturesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void readsNothingWhereThereIsNoFfmpeg() throws IOException {
        SmallPictures none = pictures(null);
        assertThat(none.reads("video/mp4")).isFalse();
        Path film = Files.write(folder.resolve("film.mp4"), new byte[100]);
        assertThatThrownBy(() -> first(none, film, "video/mp4")).isInstanceOf(Problem.class);
    }

    @Test
    void makesEveryFormatSmallAndKeepsItsShape() throws IOException, InterruptedException {
        BundledFfmpeg here = BundledFfmpeg.unpack(folder.resolve("ffmpeg"));
        SmallPictures pictures = pictures(here.program());
        for (String[] each : new String[][] {
            {"a.mp4", "video/mp4"},
            {"a.mov", "video/quicktime"},
            {"a.mkv", "video/webm"},
            {"a.avi", "video/x-msvideo"},
            {"a.mpg", "video/mpeg"},
            {"a.png", "image/png"},
            {"a.jpg", "image/jpeg"}
        }) {
            BufferedImage wide = picture(first(pictures, film(here, "1280x720", each[0]), each[1]), each[0]);
            assertThat(wide.getWidth()).as(each[0]).isEqualTo(320);
            assertThat(wide.getHeight()).as(each[0]).isEqualTo(180);
        }
        BufferedImage high = picture(first(pictures, film(here, "360x640", "high.mp4"), "video/mp4"), "high");
        assertThat(high.getWidth()).isEqualTo(180);
        BufferedImage small = picture(first(pictures, film(here, "64x48", "small.png"), "image/png"), "small");
        assertThat(small.getWidth()).isEqualTo(64);
    }

    @Test
    void opensNoOtherFileThatOneNames() throws IOException, InterruptedException {
        BundledFfmpeg here = BundledFfmpeg.unpack(folder.resolve("ffmpeg"));
        SmallPictures pictures = pictures(here.program());
        Path secret = film(here, "64x48", "secret.mp4");
        Path list = Files.writeString(folder.resolve("list"), "ffconcat version 1.0\nfile '" + secret + "'\n");
        Path playlist = Files.writeString(
                folder.resolve("playlist"), "#EXTM3U\n#EXTINF:1,\nfile://" + secret + "\n#EXT-X-ENDLIST\n");
        for (String type : new String[] {"video/mp4", "video/webm", "video/x-msvideo", "video/mpeg", "image/png"}) {
            assertThat(first(pictures, list, type)).isEmpty();
            assertThat(first(pictures, playlist, type)).isEmpty();
        }
        assertThat(first(pictures, secret, "application/octet-stream")).isEmpty();
    }

    private Path film(BundledFfmpeg here, String size, String name) throws IOException, InterruptedException {
        Path film = folder.resolve(name);
        boolean still = name.endsWith(".png") || name.endsWith(".jpg");
        BundledFfmpeg.Ending ending = here.run(
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=s=" + size + ":r=25:d=1",
                "-frames:v",
                still ? "1" : "5",
                film.toString());
        assertThat(ending.code()).as(name + ending.printed()).isZero();
        return film;
    }

    private static Optional<byte[]> first(SmallPictures pictures, Path file, String type) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return pictures.first(channel, type);
        }
    }

    private static BufferedImage picture(Optional<byte[]> jpeg, String name) throws IOException {
        assertThat(jpeg).as(name).isPresent();
        return java.util.Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(jpeg.orElseThrow())), name);
    }

    private static SmallPictures pictures(@Nullable Path ffmpeg) {
        FootageSettings settings =
                new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("footage", FootageSettings.class);
        return new SmallPictures(new FfmpegChildren(settings, new FootageSettings.Ffmpeg(ffmpeg)));
    }
}
