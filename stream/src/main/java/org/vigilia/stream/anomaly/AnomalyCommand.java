package org.vigilia.stream.anomaly;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code anomaly --data DIR --out DIR}: scores every series below a folder and says how fast.
 *
 * <p>A series is a file {@code *.csv} that begins with the line {@code timestamp,value}; others are told and left out.
 * Each is read once from start to end by its own fresh detector; the same relative path below {@code --out} gets
 * {@code timestamp,value,anomaly_score} with the first two as they were. Prints {@code name, value, unit, limit, ratio}
 * at the end: rows a second, beside those of a pass that only reads and writes the files, taken in the same run.
 *
 * <p>Times are ISO 8601 with a blank or a T between date and time; without an offset they count as UTC. A value that is
 * empty or no number is a missing reading and scores 0. A row that cannot be read ends the command.
 */
public final class AnomalyCommand {

    private static final String USAGE = "usage: bench anomaly --data DIR --out DIR";
    private static final String HEADER = "timestamp,value";

    private final PrintStream out;
    private final PrintStream err;

    public AnomalyCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code: 0 done, 2 when the call or a file is wrong. */
    public int run(List<String> arguments) {
        try {
            Map<String, Path> folders = folders(arguments);
            score(folder(folders, "--data"), folder(folders, "--out"));
            return 0;
        } catch (IllegalArgumentException e) {
            err.println("anomaly: " + e.getMessage());
        } catch (IOException e) {
            err.println("anomaly: cannot read or write: " + e);
        } catch (UncheckedIOException e) {
            err.println("anomaly: cannot read the folder: " + e.getMessage());
        }
        return 2;
    }

    private static Map<String, Path> folders(List<String> arguments) {
        Map<String, Path> folders = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i);
            if (!name.equals("--data") && !name.equals("--out")) {
                throw new IllegalArgumentException("unknown option '" + name + "'; " + USAGE);
            }
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(name + " needs a folder; " + USAGE);
            }
            folders.put(name, Path.of(arguments.get(i + 1)));
        }
        return folders;
    }

    private static Path folder(Map<String, Path> folders, String name) {
        Path folder = folders.get(name);
        if (folder == null) {
            throw new IllegalArgumentException(name + " is missing; " + USAGE);
        }
        return folder.toAbsolutePath().normalize();
    }

    private void score(Path data, Path target) throws IOException {
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException("--data " + data + " is not a folder");
        }
        if (target.startsWith(data) || data.startsWith(target)) {
            throw new IllegalArgumentException("--out must lie outside of --data, or results would be read as series");
        }
        List<Path> series = list(data);
        if (series.isEmpty()) {
            throw new IllegalArgumentException("no file *.csv with the header " + HEADER + " below " + data);
        }
        long limitNanos = 0;
        long nanos = 0;
        long rows = 0;
        for (Path file : series) {
            Path result = target.resolve(data.relativize(file).toString());
            Path parent = result.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            long start = System.nanoTime();
            pass(file, result, null);
            long between = System.nanoTime();
            rows += pass(file, result, AnomalyDetector.fresh());
            limitNanos += between - start;
            nanos += System.nanoTime() - between;
        }
        report(series.size(), rows, rows * 1e9 / nanos, rows * 1e9 / limitNanos);
    }

    private void report(int series, long rows, double rate, double limit) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", "anomaly");
        line.put("value", Math.round(rate));
        line.put("unit", "rows/s");
        line.put("limit", Math.round(limit));
        line.put("ratio", Math.round(rate / limit * 1000) / 1000.0);
        line.put("series", series);
        line.put("rows", rows);
        out.println(JsonMapper.builder().build().writeValueAsString(line));
    }

    private List<Path> list(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile)
                    .sorted()
                    .filter(file -> isSeries(data, file))
                    .toList();
        }
    }

    private boolean isSeries(Path data, Path file) {
        String name = data.relativize(file).toString();
        if (!name.toLowerCase(Locale.ROOT).endsWith(".csv")) {
            err.println("anomaly: " + name + " left out: not a .csv file");
            return false;
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String header = reader.readLine();
            if (header != null && header.strip().equals(HEADER)) {
                return true;
            }
            err.println("anomaly: " + name + " left out: its first line is not " + HEADER);
        } catch (IOException e) {
            err.println("anomaly: " + name + " left out: cannot be read as UTF-8 text: " + e);
        }
        return false;
    }

    /** One pass over one file; without a detector every score is 0, which is the limit that reading and writing set. */
    private static long pass(Path file, Path result, @Nullable AnomalyDetector detector) throws IOException {
        long rows = 0;
        try (BufferedReader reader = Files.newBufferedReader(file);
                BufferedWriter writer = Files.newBufferedWriter(result, StandardCharsets.UTF_8)) {
            reader.readLine();
            writer.write(HEADER + ",anomaly_score\n");
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                rows++;
                Row row = Row.of(line, file, rows + 1);
                double score = detector == null
                        ? 0
                        : detector.next(row.time, row.value).score();
                writer.write(line.strip());
                writer.write(',');
                writer.write(Double.toString(score));
                writer.write('\n');
            }
        }
        return rows;
    }

    private record Row(Instant time, double value) {

        static Row of(String line, Path file, long number) {
            int comma = line.indexOf(',');
            if (comma < 0 || line.indexOf(',', comma + 1) >= 0) {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": there must be a timestamp and a value, but it is: " + line);
            }
            try {
                return new Row(time(line.substring(0, comma).strip()), value(line.substring(comma + 1)));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        file + ", line " + number + ": the timestamp must be like 2014-04-01 00:05:00, but it is: "
                                + line.substring(0, comma),
                        e);
            }
        }

        private static Instant time(String text) {
            String iso = text.replace(' ', 'T');
            boolean offset = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
            return offset && iso.indexOf('T') > 0
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }

        private static double value(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
    }
}
