package org.vigilia.vision.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.testing.Footage;

/** Copies that are marked, damaged as they are on their way through the world, and traced. */
class MarksITCase {

    @TempDir
    Path folder;

    private static byte[] key(int opening) {
        return ByteBuffer.allocate(32).putInt(28, opening).array();
    }

    private static TracePlan hundred() {
        List<TracePlan.Opening> openings = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            openings.add(new TracePlan.Opening("viewer-" + i, key(i)));
        }
        return new TracePlan(openings);
    }

    /** The program that comes with FFmpeg's libraries. */
    private static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        Path program = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
        List<String> command = new ArrayList<>(List.of(program.toString(), "-v", "error"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(program.getParent()));
        assertThat(builder.start().waitFor()).as(String.join(" ", command)).isZero();
    }

    private static TraceResult trace(Path original, Path copy) throws Exception {
        TraceResult found = Marks.trace(original, copy, hundred(), share -> {});
        TraceResult.Found first = found.openings().get(0);
        System.out.printf(
                "%s: %d pictures, likeness %.3f, begins at %d ms, %s z %.1f, next %.1f%n",
                copy.getFileName(),
                found.pictures(),
                found.likeness(),
                found.beginsAtMs(),
                first.opening(),
                first.z(),
                found.openings().get(1).z());
        return found;
    }

    @Test
    void theRightOneOfAHundredOpeningsIsFoundInWorseSmallerAndShorterCopies() throws Exception {
        Path original = Footage.clip("dual-carriageway.mp4");
        Path marked = folder.resolve("marked.mp4");
        long begun = System.nanoTime();
        Marks.mark(original, new MarkPlan(key(42), "The defence · viewer-42 · 2026-11-29"), marked, share -> {});
        double millis = (System.nanoTime() - begun) / 1e6;
        try (FileDecoder video = FileDecoder.open(marked)) {
            System.out.printf(
                    "%.1f ms a picture of %dx%d%n",
                    millis / video.claimedPictures(), video.widthPx(), video.heightPx());
        }
        Path worse = folder.resolve("worse.mp4");
        ffmpeg("-i", marked.toString(), "-an", "-c:v", "libopenh264", "-b:v", "250k", worse.toString());
        Path smaller = folder.resolve("smaller.mp4");
        ffmpeg(
                "-ss",
                "3",
                "-t",
                "5",
                "-i",
                marked.toString(),
                "-an",
                "-vf",
                "scale=iw*0.75:-2",
                "-c:v",
                "libopenh264",
                "-b:v",
                "250k",
                smaller.toString());
        Path picture = folder.resolve("picture.jpg");
        ffmpeg("-ss", "4", "-i", marked.toString(), "-frames:v", "1", "-q:v", "6", picture.toString());
        for (Path copy : List.of(worse, smaller, picture)) {
            TraceResult found = trace(original, copy);
            assertThat(found.openings().get(0).opening()).isEqualTo("viewer-42");
            assertThat(found.openings().get(0).chance()).isLessThan(1e-6);
            assertThat(found.openings().get(1).chance()).isGreaterThan(1e-3);
            assertThat(found.likeness()).isGreaterThan(0.8);
        }
    }

    @Test
    void aCopyWithoutAMarkNamesNobody() throws Exception {
        Path original = Footage.clip("dual-carriageway.mp4");
        Path plain = folder.resolve("plain.mp4");
        ffmpeg(
                "-t",
                "5",
                "-i",
                original.toString(),
                "-an",
                "-vf",
                "scale=iw*0.75:-2",
                "-c:v",
                "libopenh264",
                "-b:v",
                "250k",
                plain.toString());
        assertThat(trace(original, plain).openings().get(0).chance()).isGreaterThan(1e-3);
    }

    @Test
    void aPictureIsMarkedAsAPicture() throws Exception {
        Path clip = Footage.pattern("h264", folder);
        Path picture = folder.resolve("picture.jpg");
        ffmpeg("-i", clip.toString(), "-frames:v", "1", "-q:v", "2", "-vf", "scale=640:384", picture.toString());
        Path marked = folder.resolve("marked.jpg");
        Marks.mark(picture, new MarkPlan(key(7), "somebody"), marked, share -> {});
        TraceResult found = trace(picture, marked);
        assertThat(found.openings().get(0).opening()).isEqualTo("viewer-7");
        assertThat(found.openings().get(0).chance()).isLessThan(1e-6);
    }
}
