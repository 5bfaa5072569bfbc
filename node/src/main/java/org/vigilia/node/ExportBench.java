package org.vigilia.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * {@code vigilia bench export}: how long a clip of 60 s takes from the wish to the sealed exhibit: segments verified, cut,
 * hashed, encrypted, signed. The middle of three, after a short one that warms up.
 */
final class ExportBench {
    private static final double LIMIT_SECONDS = 2;
    private static final int RUNS = 3;

    private ExportBench() {}

    static int run(Home home) throws Exception {
        Path folder = Files.createTempDirectory("vigilia-bench");
        try {
            Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);
            new Secrets(folder.resolve("secrets")).file("machine-token");
            List<String> make = home.java("proof", "org.vigilia.proof.bench.MakeRecording", List.of("-Xmx128m"));
            make.addAll(List.of(
                    "--ffmpeg",
                    Ffmpeg.executable(home).toString(),
                    "--root",
                    folder.resolve("recordings").toString(),
                    "--secrets",
                    folder.resolve("secrets").toString(),
                    "--camera",
                    "bench",
                    "--start",
                    String.valueOf(start.getEpochSecond() * 1_000_000),
                    "--segments",
                    "8"));
            if (Child.run(make) != 0) {
                throw new UserError("bench export: no recording could be made");
            }
            double[] seconds = new double[RUNS];
            try (Console console = Console.open(home, folder)) {
                clip(console, start.plusSeconds(1), 5);
                for (int i = 0; i < RUNS; i++) {
                    seconds[i] = clip(console, start.plusMillis(3_300 + i * 700), 60);
                }
            }
            Arrays.sort(seconds);
            Bench.print("export", seconds[RUNS / 2], "s", LIMIT_SECONDS);
            return 0;
        } finally {
            Bench.remove(folder);
        }
    }

    private static double clip(Console console, Instant from, int seconds) throws Exception {
        long begin = System.nanoTime();
        Evidence.made(console, "bench", from, from.plusSeconds(seconds), "bench", null, Duration.ofMillis(20));
        return (System.nanoTime() - begin) / 1e9;
    }
}
