package org.vigilia.media.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;

/** Reads parts of a camera's journal without reading all of it. */
final class JournalPages {
    private static final String NUMBER = "\"number\":";

    private JournalPages() {}

    /**
     * Where a journal ends.
     *
     * @param coveredMicros up to here all is told; -1 when nothing is
     * @param segmentMicros start of the newest segment of the two newest files; -1 without one
     */
    record End(long coveredMicros, long segmentMicros) {}

    /** Takes a step for each line; ends early when it says so. */
    interface Step {
        /** Whether to go on. */
        boolean take(String line, long number);
    }

    /** Looks at the newest files: where they end, and which files they know. */
    static End end(Path root, CameraId camera, Set<String> known) throws IOException {
        List<Path> files = JournalReader.files(root, camera);
        long covered = -1;
        long segment = -1;
        int days = 0;
        for (int i = files.size() - 1; i >= 0 && (days < 2 || covered < 0); i--, days++) {
            for (String text : new String(Files.readAllBytes(files.get(i)), StandardCharsets.UTF_8).split("\n")) {
                Entry entry = entry(text);
                if (entry instanceof Entry.Segment one) {
                    known.add(one.file());
                    if (one.origin() != Entry.Origin.BACKFILL) {
                        covered = Math.max(covered, one.endMicros());
                        segment = Math.max(segment, one.startMicros());
                    }
                } else if (entry instanceof Entry.Gap gap) {
                    covered = Math.max(covered, gap.endMicros());
                }
            }
        }
        return new End(covered, segment);
    }

    static @Nullable Entry entry(String line) {
        try {
            return Line.parse(line).entry();
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    /** The number of a line's entry, without reading all of it; -1 when it is damaged. */
    static long number(String line) {
        int at = line.indexOf(NUMBER);
        if (at < 0) {
            return -1;
        }
        long value = 0;
        int i = at + NUMBER.length();
        int start = i;
        while (i < line.length() && Character.isDigit(line.charAt(i)) && i - start < 18) {
            value = value * 10 + line.charAt(i++) - '0';
        }
        return i == start ? -1 : value;
    }

    /** All lines with numbers above {@code after}, oldest first. */
    static void read(Path root, CameraId camera, long after, Step step) throws IOException {
        List<Path> files = JournalReader.files(root, camera);
        int first = 0;
        for (int i = files.size() - 1; i > 0; i--) {
            long begins = first(files.get(i));
            if (begins >= 0 && begins <= after + 1) {
                first = i;
                break;
            }
        }
        for (Path file : files.subList(first, files.size())) {
            try (BufferedReader in = reader(file)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    long number = number(line);
                    if (number > after && line.endsWith("\"}") && !step.take(line, number)) {
                        return;
                    }
                }
            }
        }
    }

    /** Damaged bytes must not keep the rest from being read. */
    private static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    private static long first(Path file) throws IOException {
        try (BufferedReader in = reader(file)) {
            String line = in.readLine();
            return line == null ? -1 : number(line);
        }
    }

    /** Up to {@code limit} lines after a number. */
    static List<String> page(Path root, CameraId camera, long after, int limit) throws IOException {
        List<String> lines = new ArrayList<>();
        read(root, camera, after, (line, number) -> {
            lines.add(line);
            return lines.size() < limit;
        });
        return lines;
    }
}
