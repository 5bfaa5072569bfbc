package org.vigilia.media.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processes have cost so far, as the kernel counts it (Linux only).
 *
 * @param cpuNanos time on a processor, of all threads that live
 * @param pssBytes proportional set size: memory, shared pages divided by those who share them
 */
record ProcessCost(long cpuNanos, long pssBytes) {

    static ProcessCost of(List<Long> pids) throws IOException {
        long cpu = 0;
        long pss = 0;
        for (long pid : pids) {
            Path proc = Path.of("/proc", String.valueOf(pid));
            try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
                for (Path thread : threads.toList()) {
                    cpu += cpu(thread.resolve("schedstat"));
                }
            }
            for (String line : Files.readAllLines(proc.resolve("smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    pss += 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        }
        return new ProcessCost(cpu, pss);
    }

    private static long cpu(Path file) throws IOException {
        try {
            return Long.parseLong(Files.readString(file).split("\\s", 2)[0]);
        } catch (NoSuchFileException endedMeanwhile) {
            return 0;
        }
    }
}
