package org.vigilia.stream.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against the labelled series at hand; leaves itself out where they are not beside the checkout. */
class NumentaTest {

    private static final double FLOOR = 70;

    @Test
    void scoresAboveTheGoalOnTheLabelledSeries(@TempDir Path result) throws IOException {
        Path folder = find();
        assumeTrue(folder != null, "no ../shared/series/nab beside the checkout: the labelled series are not tried");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        AnomalyCommand command = new AnomalyCommand(
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = command.run(List.of("--data", folder.resolve("data").toString(), "--out", result.toString()));
        assertEquals(0, code, err.toString(StandardCharsets.UTF_8));

        Map<String, List<long[]>> labels = Benchmark.labels(folder);
        Benchmark benchmark = new Benchmark();
        for (Map.Entry<String, List<long[]>> series : labels.entrySet()) {
            List<String> lines = Files.readAllLines(result.resolve(series.getKey()));
            long[] times = new long[lines.size() - 1];
            boolean[] alarms = new boolean[times.length];
            for (int i = 0; i < times.length; i++) {
                String[] parts = lines.get(i + 1).split(",");
                times[i] = Benchmark.seconds(parts[0]);
                alarms[i] = Double.parseDouble(parts[2]) >= AnomalyDetector.ALARM;
            }
            benchmark.add(times, alarms, series.getValue());
        }
        System.out.printf("Numenta standard profile on %d series: %.1f%n", labels.size(), benchmark.score());
        assertTrue(benchmark.score() > FLOOR, "standard profile " + benchmark.score());
    }

    private static @Nullable Path find() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/series/nab");
            if (Files.isDirectory(folder.resolve("data"))) {
                return folder;
            }
        }
        return null;
    }
}
