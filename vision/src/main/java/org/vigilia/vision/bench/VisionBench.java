package org.vigilia.vision.bench;

import ai.onnxruntime.OrtException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vigilia.contract.scene.Detection;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.detect.Look;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.models.ModelUnusable;
import org.vigilia.vision.track.Appearance;
import org.vigilia.vision.track.Pixels;
import org.vigilia.vision.track.Sighting;
import org.vigilia.vision.track.Tracker;
import org.vigilia.vision.track.TrackerSettings;

/**
 * {@code ./vigilia bench vision}: CPU time of a whole analysed frame beside that of its {@linkplain BarePath limit}.
 *
 * <p>Both run on one thread over the same frames, in alternating blocks, so that a busy machine slows both. What counts
 * is the CPU time of that thread, native code included; neither engine uses another. The first blocks are not counted,
 * they warm up the Java compiler, whose own threads are not counted either: that cost ends, a frame's does not.
 */
public final class VisionBench {

    private static final int BLOCK = 25;
    private static final int WARM_UP_BLOCKS = 3;

    private VisionBench() {}

    /** Runs the benchmark, prints one JSON line, returns the exit code. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Path input = null;
        Path cache = ModelStore.defaultFolder();
        long frames = Long.MAX_VALUE;
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            switch (arguments.get(i)) {
                case "--input" -> input = Path.of(arguments.get(i + 1));
                case "--cache" -> cache = Path.of(arguments.get(i + 1));
                case "--frames" -> frames = Long.parseLong(arguments.get(i + 1));
                default -> input = null;
            }
        }
        if (input == null || arguments.size() % 2 != 0) {
            err.println("usage: vigilia bench vision --input FILE [--frames N] [--cache DIR]");
            return 2;
        }
        try {
            measure(input, cache, frames, out);
            return 0;
        } catch (VideoUnreadable | ModelUnusable | OrtException e) {
            err.println("bench vision: " + e.getMessage());
            return 1;
        }
    }

    private static void measure(Path input, Path cache, long frames, PrintStream out)
            throws VideoUnreadable, ModelUnusable, OrtException {
        long whole = 0;
        long bare = 0;
        long counted = 0;
        try (FileDecoder decoder = FileDecoder.open(input);
                Detector detector = Detector.open(ModelStore.at(cache).detectors());
                BarePath limit = new BarePath(input, detector.cardFor(decoder.widthPx(), decoder.heightPx()))) {
            Tracker tracker = new Tracker(TrackerSettings.usual(), (double) decoder.widthPx() / decoder.heightPx());
            int blocks = 0;
            boolean more = true;
            while (more && counted < frames) {
                long start = cpuNanos();
                int steps = 0;
                while (steps < BLOCK && (more = analyse(decoder, detector, tracker))) {
                    steps++;
                }
                long between = cpuNanos();
                for (int i = 0; i < steps; i++) {
                    limit.step();
                }
                long end = cpuNanos();
                if (++blocks > WARM_UP_BLOCKS) {
                    whole += between - start;
                    bare += end - between;
                    counted += steps;
                }
            }
        }
        if (counted == 0) {
            throw new VideoUnreadable(
                    input + ": too short to measure, at least " + (WARM_UP_BLOCKS + 1) * BLOCK + " frames are needed");
        }
        double value = whole / 1e6 / counted;
        double limit = bare / 1e6 / counted;
        out.printf(
                Locale.ROOT,
                "{\"name\":\"vision\",\"value\":%.2f,\"unit\":\"cpu-ms/frame\",\"limit\":%.2f,\"ratio\":%.3f}%n",
                value,
                limit,
                value / limit);
    }

    private static boolean analyse(FileDecoder decoder, Detector detector, Tracker tracker) throws VideoUnreadable {
        Picture picture = decoder.next();
        if (picture == null) {
            return false;
        }
        try (Picture open = picture) {
            Look look = detector.look(open);
            Pixels pixels = new Pixels(look.rgb(), look.widthPx(), look.heightPx());
            List<Sighting> sightings = new ArrayList<>();
            for (Detection found : look.detections()) {
                Appearance appearance = Appearance.of(pixels, found.box());
                sightings.add(new Sighting(found.box(), found.kind(), found.score(), appearance));
            }
            tracker.advance(Instant.EPOCH.plus(open.timeMicros(), ChronoUnit.MICROS), sightings);
        }
        return true;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
