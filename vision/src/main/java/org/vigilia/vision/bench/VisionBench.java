package org.vigilia.vision.bench;

import ai.onnxruntime.OrtException;
import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.detect.Detector;
import org.vigilia.vision.models.ModelStore;
import org.vigilia.vision.models.ModelUnusable;

/**
 * {@code ./vigilia bench vision}: CPU time of a whole analysed frame beside that of its {@linkplain BarePath limit}.
 *
 * <p>Both run in the same process over the same frames, in alternating blocks, so that a busy machine slows both. What
 * counts is the CPU time of the whole process, so garbage collection and compilation are paid for too. The first block
 * of each is not counted.
 */
public final class VisionBench {

    private static final int BLOCK = 40;

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
            boolean warm = false;
            boolean more = true;
            while (more && counted < frames) {
                long start = cpuNanos();
                int steps = 0;
                while (steps < BLOCK && (more = analyse(decoder, detector))) {
                    steps++;
                }
                long between = cpuNanos();
                for (int i = 0; i < steps; i++) {
                    limit.step();
                }
                long end = cpuNanos();
                if (warm) {
                    whole += between - start;
                    bare += end - between;
                    counted += steps;
                }
                warm = true;
            }
        }
        if (counted == 0) {
            throw new VideoUnreadable(input + ": too short to measure, at least " + 2 * BLOCK + " frames are needed");
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

    private static boolean analyse(FileDecoder decoder, Detector detector) throws VideoUnreadable {
        Picture picture = decoder.next();
        if (picture == null) {
            return false;
        }
        try (Picture open = picture) {
            detector.detect(open);
        }
        return true;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
