package org.vigilia.proof.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.pack.Recorded;

/** Clips as ffmpeg sees them. Needs an ffmpeg on the path. */
class ClipCutterITCase {
    private static final long SECOND = 1_000_000;

    @TempDir
    Path folder;

    private Recorded recorded;

    @BeforeEach
    void record() throws IOException {
        recorded = Recorded.in(folder);
    }

    private Clip cut(long fromMicros, long toMicros, Path file) throws IOException {
        List<Clip> clips = ClipCutter.plan(recorded.sources(), Recorded.START + fromMicros, Recorded.START + toMicros);
        assertThat(clips).hasSize(1);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            clips.get(0).write(out, written -> {});
        }
        assertThat(Files.size(file)).isEqualTo(clips.get(0).bytes());
        return clips.get(0);
    }

    @Test
    void playersShowExactlyTheSpanThatWasAskedForAndFindNothingWrong() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "there is no ffmpeg");
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            long from = random.nextInt(10_000) * 1000L;
            long to = from + 1_000_000 + random.nextInt((int) (12 * SECOND - from - 1_000_000 + 1));
            Path file = folder.resolve(i + ".mp4");
            Clip clip = cut(from, to, file);
            String span = from + " to " + to;
            assertThat(said("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "null", "-"))
                    .as(span)
                    .isEmpty();
            List<Integer> pictures = pictures(file);
            long first = pictures.get(0) * 100_000L;
            long last = pictures.get(pictures.size() - 1) * 100_000L;
            assertThat(Math.abs(first - from)).as(span + ": first " + first).isLessThanOrEqualTo(150_000);
            assertThat(Math.abs(last - to)).as(span + ": last " + last).isLessThanOrEqualTo(150_000);
            assertThat(clip.shown().first() - Recorded.START).as(span).isCloseTo(first, within(2_000));
            assertThat(clip.shown().last() - Recorded.START).as(span).isCloseTo(last, within(2_000));
            for (int p = 1; p < pictures.size(); p++) {
                assertThat(pictures.get(p)).as(span).isEqualTo(pictures.get(p - 1) + 1);
            }
            assertThat(said(
                            "ffprobe",
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=codec_type",
                            "-of",
                            "csv=p=0",
                            file.toString()))
                    .isEqualTo("video\naudio");
        }
    }

    @Test
    void whatWasFetchedLaterFillsTheGapAndIsNotShownTwice() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "there is no ffmpeg");
        List<Source> all = recorded.sources();
        List<Source> sources = new ArrayList<>(all);
        sources.remove(1);
        // the card tells of the same pictures as being a little earlier
        all.forEach(source -> sources.add(0, fetched(source, -150)));
        Path file = folder.resolve("fetched.mp4");
        List<Clip> clips = ClipCutter.plan(sources, Recorded.START + 500_000, Recorded.START + 11 * SECOND);
        assertThat(clips).hasSize(1);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            clips.get(0).write(out, written -> {});
        }
        assertThat(clips.get(0).sources().stream().map(line -> line.entry().number()))
                .containsExactly(1L, 102L, 3L);
        assertThat(said("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "null", "-"))
                .isEmpty();
        List<Integer> pictures = pictures(file);
        for (int p = 1; p < pictures.size(); p++) {
            assertThat(pictures.get(p)).isEqualTo(pictures.get(p - 1) + 1);
        }
        assertThat(pictures).hasSizeBetween(104, 107);
    }

    /** The same pictures as if they came from the camera's own card. */
    private static Source fetched(Source source, long micros) {
        Entry.Segment s = source.segment();
        Entry.Segment later = new Entry.Segment(
                s.camera(),
                s.number() + 100,
                s.file(),
                s.startMicros() + micros,
                s.endMicros() + micros,
                s.clock(),
                s.uncertaintyMicros(),
                s.codec(),
                s.codecString(),
                s.widthPx(),
                s.heightPx(),
                s.sound(),
                s.pictures(),
                s.bytes(),
                s.sha256(),
                Entry.Origin.BACKFILL,
                s.software());
        Line line = source.line();
        return new Source(
                new Line(line.text(), later, line.previous(), line.hash(), line.key(), line.signature()),
                source.file());
    }

    private static org.assertj.core.data.Offset<Long> within(long micros) {
        return org.assertj.core.data.Offset.offset(micros);
    }

    @Test
    void saysWhatElseIsInTheFile() throws IOException {
        Clip clip = cut(1_230_000, 9_450_000, folder.resolve("clip.mp4"));
        assertThat(clip.leadInMicros()).isCloseTo(1_200_000, within(2_000));
        assertThat(clip.leadOutMicros()).isBetween(0L, 500_000L);
        assertThat(clip.sources()).hasSize(3);
        assertThat(clip.sounds()).isTrue();
        assertThat(clip.stretches().stream().mapToLong(Clip.Stretch::bytes).sum() + clip.headerBytes())
                .isEqualTo(clip.bytes());
        assertThat(ClipCutter.plan(recorded.sources(), Recorded.START - 9 * SECOND, Recorded.START))
                .isEmpty();
    }

    @Test
    void brokenFilesAreSaidToBeBroken() throws IOException {
        byte[] whole = Files.readAllBytes(
                recorded.root().resolve(recorded.sources().get(0).segment().file()));
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path file = folder.resolve("broken.mp4");
        int read = 0;
        for (int i = 0; i < 300; i++) {
            byte[] broken = whole.clone();
            for (int k = 0; k < 3; k++) {
                broken[random.nextInt(random.nextBoolean() ? 1300 : broken.length)] = (byte) random.nextInt();
            }
            Files.write(file, broken);
            Source source = new Source(recorded.sources().get(0).line(), () -> Files.newByteChannel(file));
            try {
                for (Clip clip : ClipCutter.plan(List.of(source), Recorded.START, Recorded.START + 4 * SECOND)) {
                    clip.write(OutputStream.nullOutputStream(), written -> {});
                }
                read++;
            } catch (IOException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(read).isPositive();
    }

    /** Numbers of the pictures that ffmpeg shows, read from their greys. */
    private List<Integer> pictures(Path file) throws Exception {
        Path raw = folder.resolve("raw");
        said(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                file.toString(),
                "-an",
                "-fps_mode",
                "passthrough",
                "-vf",
                "scale=2:1:flags=area,format=gray",
                "-f",
                "rawvideo",
                raw.toString());
        byte[] greys = Files.readAllBytes(raw);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i + 1 < greys.length; i += 2) {
            // full range against the studio range of the pictures
            double left = (greys[i] & 0xff) * 219 / 255.0;
            double right = (greys[i + 1] & 0xff) * 219 / 255.0;
            numbers.add((int) (Math.round(left / 14) + 16 * Math.round(right / 12)));
        }
        return numbers;
    }

    private String said(String... command) throws Exception {
        Path out = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out).strip();
    }
}
