package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process and its children cost, from {@code /proc}; zeros where the system does not tell. */
final class Footprint {

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS_AFTER_NAME = 11;

    private Footprint() {}

    /** Proportional memory (PSS) of a process and its children, bytes: shared pages are counted once over all. */
    static long memoryBytes(long pid) {
        return family(pid).mapToLong(Footprint::pssBytes).sum();
    }

    /** Proportional memory of one process, with or without its children. */
    static long memoryBytes(long pid, boolean withChildren) {
        return withChildren ? memoryBytes(pid) : pssBytes(pid);
    }

    /** CPU time used so far by a process and its living children, seconds. */
    static double cpuSeconds(long pid) {
        return family(pid).mapToDouble(Footprint::cpuSecondsOf).sum();
    }

    private static Stream<Long> family(long pid) {
        return pid <= 0
                ? Stream.of()
                : ProcessHandle.of(pid).stream()
                        .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                        .map(ProcessHandle::pid);
    }

    private static long pssBytes(long pid) {
        for (String line : lines("smaps_rollup", pid)) {
            if (line.startsWith("Pss:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        for (String line : lines("status", pid)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    private static double cpuSecondsOf(long pid) {
        List<String> lines = lines("stat", pid);
        if (lines.isEmpty()) {
            return 0;
        }
        String afterName = lines.get(0).substring(lines.get(0).lastIndexOf(')') + 2);
        String[] fields = afterName.split(" ");
        return (Long.parseLong(fields[USER_TICKS_AFTER_NAME]) + Long.parseLong(fields[USER_TICKS_AFTER_NAME + 1]))
                / TICKS_PER_SECOND;
    }

    private static List<String> lines(String what, long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), what));
        } catch (IOException e) {
            return List.of();
        }
    }
}
