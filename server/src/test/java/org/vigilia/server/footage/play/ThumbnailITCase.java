package org.vigilia.server.footage.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.testing.BundledFfmpeg;
import org.vigilia.server.testing.City;
import org.vigilia.server.testing.FakeMedia;
import org.vigilia.server.testing.FakeRecordings;
import org.vigilia.server.testing.RunningServer;

/** Sheets of thumbnails, decoded by the FFmpeg that is brought along. */
class ThumbnailITCase {
    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aSheetShowsWhatWasRecordedAndIsBlackWhereNothingWas() throws IOException {
        BundledFfmpeg ffmpeg = BundledFfmpeg.unpack(folder.resolve("ffmpeg"));
        FakeRecordings recordings = new FakeRecordings(folder.resolve("recordings"), folder.resolve("secrets"));
        try (FakeMedia media = new FakeMedia()) {
            media.record(recordings);
            Map<String, String> settings = new HashMap<>(media.settings());
            settings.put("recordings.dir", recordings.root().toString());
            settings.put("footage.poll", "50ms");
            settings.put("ffmpeg.path", ffmpeg.program().toString());
            try (RunningServer server = RunningServer.start(settings)) {
                String agency = server.administrator()
                        .get("/api/v1/session")
                        .json()
                        .at("/person/agency/id")
                        .asString();
                CameraId camera = new City(server).camera(agency, "Gate", null);
                recordings.segment(camera, START, 4, segment());
                RunningServer.await(
                        "the index",
                        () -> server.bean(FootageIndex.class).cursors().stream()
                                .anyMatch(cursor -> cursor.camera().equals(camera)));
                BufferedImage sheet =
                        Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(server.administrator()
                                .get("/api/v1/footage/cameras/" + camera + "/thumbnails?from=" + START + "&to="
                                        + START.plusSeconds(8) + "&every=4")
                                .expect(200)
                                .bytes())));
                assertThat(sheet.getWidth()).isEqualTo(2 * Decoder.WIDTH);
                assertThat(bright(sheet, 0)).isTrue();
                assertThat(bright(sheet, 1)).isFalse();
            }
        }
    }

    private static byte[] segment() throws IOException {
        Path place = Path.of("").toAbsolutePath();
        while (!Files.exists(place.resolve("mvnw"))) {
            place = Objects.requireNonNull(place.getParent(), "mvnw not found");
        }
        return Files.readAllBytes(place.resolve("proof/src/test/resources/segments/1.mp4"));
    }

    private static boolean bright(BufferedImage sheet, int cell) {
        for (int x = cell * Decoder.WIDTH + 20; x < (cell + 1) * Decoder.WIDTH - 20; x++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                if ((sheet.getRGB(x, Decoder.HEIGHT / 2) >> shift & 255) > 64) {
                    return true;
                }
            }
        }
        return false;
    }
}
