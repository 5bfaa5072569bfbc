package org.vigilia.vision.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.scene.Box;
import org.vigilia.vision.decode.Darkroom;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.FileEncoder;
import org.vigilia.vision.decode.Mosaic;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.testing.Footage;
import tools.jackson.databind.json.JsonMapper;

class RedactITCase {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Box PLACE = new Box(0.25, 0.25, 0.5, 0.5);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    private int redact(String... arguments) {
        return RedactCommand.run(List.of(arguments), new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    /** How much the brightness differs within a part of each picture, and when each is shown. */
    private record Shown(long timeMicros, double inside, double corner) {}

    private static List<Shown> look(Path file) throws Exception {
        List<Shown> shown = new ArrayList<>();
        try (FileDecoder video = FileDecoder.open(file);
                Darkroom darkroom = new Darkroom()) {
            for (Picture next = video.next(); next != null; next = video.next()) {
                try (Picture picture = next) {
                    byte[] inside = darkroom.rgb(picture, new Box(0.3, 0.3, 0.4, 0.4), 32, 32);
                    byte[] corner = darkroom.rgb(picture, new Box(0, 0, 0.2, 0.2), 32, 32);
                    shown.add(new Shown(picture.timeMicros(), spread(inside), spread(corner)));
                }
            }
        }
        return shown;
    }

    private static double spread(byte[] values) {
        double sum = 0;
        double squares = 0;
        for (byte value : values) {
            sum += value & 0xff;
            squares += (value & 0xff) * (value & 0xff);
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    @Test
    void aFilledRegionIsOneGreyInEveryPictureAndTheRestIsThere() throws Exception {
        Path clip = Footage.pattern("h264", folder);
        List<double[]> always = List.of(
                new double[] {0, PLACE.left(), PLACE.top(), PLACE.width(), PLACE.height()},
                new double[] {60_000, PLACE.left(), PLACE.top(), PLACE.width(), PLACE.height()});
        RedactionPlan plan = new RedactionPlan(
                160,
                96,
                1200,
                Mosaic.Style.FILL,
                List.of(new RedactionPlan.Item(1, RedactionPlan.Kind.DRAWN, RedactionPlan.Part.WHOLE, true, always)));
        Path file = folder.resolve("plan.json");
        Files.writeString(file, JSON.writeValueAsString(plan));
        Path out = folder.resolve("out.mp4");
        assertThat(redact("render", "--input", clip.toString(), "--plan", file.toString(), "--out", out.toString()))
                .as(told.toString(StandardCharsets.UTF_8))
                .isZero();
        List<Shown> before = look(clip);
        List<Shown> after = look(out);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).timeMicros()).isEqualTo(before.get(i).timeMicros());
            assertThat(after.get(i).inside()).isLessThan(6);
            assertThat(before.get(i).inside()).isGreaterThan(15);
            assertThat(after.get(i).corner())
                    .isBetween(before.get(i).corner() * 0.7 - 3, before.get(i).corner() * 1.3 + 3);
        }
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("progress 1.00");
    }

    @Test
    void aSegmentIsMadeOfFragmentsWithTheSameTimes() throws Exception {
        Path clip = Footage.pattern("h264", folder);
        Path out = folder.resolve("segment.mp4");
        try (FileDecoder video = FileDecoder.open(clip);
                FileEncoder file =
                        FileEncoder.create(out, FileEncoder.Layout.SEGMENT, FileEncoder.Shape.of(video), null)) {
            for (Picture next = video.next(); next != null; next = video.next()) {
                try (Picture picture = next) {
                    file.write(picture, (canvas, time) -> Mosaic.hide(canvas, List.of(PLACE), Mosaic.Style.PIXELATE));
                }
            }
            file.finish();
        }
        String bytes = Files.readString(out, StandardCharsets.ISO_8859_1);
        assertThat(bytes.split("moof", -1)).hasSizeBetween(3, 5);
        assertThat(bytes.indexOf("moov")).isLessThan(bytes.indexOf("moof"));
        assertThat(look(out))
                .extracting(Shown::timeMicros)
                .isEqualTo(look(clip).stream().map(Shown::timeMicros).toList());
    }

    @Test
    void whatIsNoVideoIsRefusedWithItsName() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.mp4"), "not a film");
        Path plan = Files.writeString(folder.resolve("plan.json"), "{");
        assertThat(redact("render", "--input", text.toString(), "--plan", plan.toString(), "--out", "x"))
                .isEqualTo(1);
        assertThat(redact("propose", "--input", text.toString())).isEqualTo(2);
        assertThat(told.toString(StandardCharsets.UTF_8)).contains("--plan", "usage");
    }
}
