package org.vigilia.vision.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.SoundTrack;
import org.vigilia.vision.testing.Footage;
import tools.jackson.databind.json.JsonMapper;

class OverlayITCase {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private Path overlay(Path clip, OverlayPlan.Place place) throws Exception {
        OverlayPlan plan = new OverlayPlan(
                place,
                Instant.parse("2026-11-29T03:20:00.040Z"),
                "Europe/Berlin",
                "camera's clock ±3 ms",
                "Town hall",
                List.of("Case 2026-0001, exhibit 2 from 1", "Port Police"));
        Path file = Files.writeString(folder.resolve("plan.json"), JSON.writeValueAsString(plan));
        Path out = folder.resolve(place + ".mp4");
        int code = RedactCommand.run(
                List.of("overlay", "--input", clip.toString(), "--plan", file.toString(), "--out", out.toString()),
                new PrintStream(told, true, StandardCharsets.UTF_8));
        assertThat(code).as(told.toString(StandardCharsets.UTF_8)).isZero();
        return out;
    }

    private record Seen(long micros, int heightPx, byte[] grey) {}

    private static List<Seen> look(Path file) throws Exception {
        List<Seen> seen = new ArrayList<>();
        try (FileDecoder video = FileDecoder.open(file);
                Darkroom darkroom = new Darkroom()) {
            for (Picture next = video.next(); next != null; next = video.next()) {
                try (Picture picture = next) {
                    seen.add(new Seen(
                            picture.timeMicros(),
                            picture.heightPx(),
                            darkroom.grey(picture, picture.widthPx(), picture.heightPx())));
                }
            }
        }
        return seen;
    }

    @Test
    void theTextStandsInABandAboveAndThePictureStaysAsItWas() throws Exception {
        Path clip = Footage.pattern("h264", folder);
        List<Seen> before = look(clip);
        List<Seen> after = look(overlay(clip, OverlayPlan.Place.ABOVE));
        assertThat(after).hasSameSizeAs(before);
        assertThat(after.stream().map(Seen::micros))
                .isEqualTo(before.stream().map(Seen::micros).toList());
        int width = 160;
        int height = before.get(0).heightPx();
        int begins = width * (after.get(0).heightPx() - height);
        assertThat(after.get(0).heightPx()).isGreaterThan(height + 20);
        for (int i = 0; i < before.size(); i++) {
            long differs = 0;
            for (int at = 0; at < width * height; at++) {
                differs += Math.abs(
                        (before.get(i).grey()[at] & 0xff) - (after.get(i).grey()[begins + at] & 0xff));
            }
            assertThat((double) differs / (width * height)).isLessThan(6);
        }
        // the time differs from picture to picture
        assertThat(band(after.get(0), begins)).isNotEqualTo(band(after.get(5), begins));
        int bright = 0;
        for (byte pixel : band(after.get(0), begins)) {
            bright += (pixel & 0xff) > 150 ? 1 : 0;
        }
        assertThat(bright).isGreaterThan(100);
    }

    private static byte[] band(Seen seen, int bytes) {
        return Arrays.copyOf(seen.grey(), bytes);
    }

    @Test
    void soundStaysInStepAndItIsSaid() throws Exception {
        Path clip = Footage.clip("dual-carriageway.mp4");
        Path out = overlay(clip, OverlayPlan.Place.TOP);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("note The sound is that of the original.");
        try (SoundTrack before = SoundTrack.open(clip);
                SoundTrack after = SoundTrack.open(out)) {
            assertThat(after.rate()).isEqualTo(before.rate());
            float[] one = before.next();
            float[] other = after.next();
            assertThat(Math.abs(after.timeMicros() - before.timeMicros())).isLessThan(50_000);
            for (int i = 0; i < 20; i++) {
                one = before.next();
                other = after.next();
            }
            assertThat(other).isEqualTo(one);
        }
    }
}
