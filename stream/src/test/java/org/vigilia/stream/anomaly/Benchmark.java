package org.vigilia.stream.anomaly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The published scoring rules of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015), standard profile, at one fixed
 * threshold: a window counts from its first alarm, the earlier the more; every alarm outside costs 0.11, less shortly
 * after a window; a missed window costs 1. 100 is perfect, 0 is a detector that never alarms.
 */
final class Benchmark {

    private static final double FALSE_ALARM = 0.11;

    private double gained;
    private int windows;

    /** Labelled series of a folder: name to its windows, as first and last time in seconds. */
    static Map<String, List<long[]>> labels(Path folder) throws IOException {
        JsonNode all =
                JsonMapper.builder().build().readTree(Files.readString(folder.resolve("labels/combined_windows.json")));
        Map<String, List<long[]>> labels = new java.util.TreeMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> i = all.properties().iterator(); i.hasNext(); ) {
            Map.Entry<String, JsonNode> one = i.next();
            List<long[]> found = new ArrayList<>();
            for (JsonNode window : one.getValue()) {
                found.add(new long[] {
                    seconds(window.get(0).asString()), seconds(window.get(1).asString())
                });
            }
            labels.put(one.getKey(), found);
        }
        return labels;
    }

    static long seconds(String time) {
        return LocalDateTime.parse(time.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
    }

    /** Adds one series: its times, and which readings were alarms. */
    void add(long[] times, boolean[] alarms, List<long[]> labelled) {
        int probation = Math.min((int) (0.15 * times.length), 750);
        windows += labelled.size();
        int next = 0;
        int lastEnd = -1;
        int lastLength = 1;
        boolean found = false;
        int[] span = labelled.isEmpty() ? null : span(times, labelled.get(0));
        for (int i = 0; i < times.length; i++) {
            while (span != null && i > span[1]) {
                lastEnd = span[1];
                lastLength = span[1] - span[0] + 1;
                found = false;
                next++;
                span = next < labelled.size() ? span(times, labelled.get(next)) : null;
            }
            if (i < probation || !alarms[i]) {
                continue;
            }
            if (span != null && i >= span[0]) {
                double length = span[1] - span[0] + 1;
                gained += found ? 0 : 1 + sigmoid(-(span[1] - i + 1) / length) / sigmoid(-1);
                found = true;
            } else {
                double after = (i - lastEnd) / (double) Math.max(1, lastLength - 1);
                gained += FALSE_ALARM * (lastEnd < 0 ? -1 : sigmoid(after));
            }
        }
    }

    double score() {
        return 100 * gained / (2 * windows);
    }

    private static int[] span(long[] times, long[] window) {
        int first = 0;
        while (times[first] < window[0]) {
            first++;
        }
        int last = first;
        while (last + 1 < times.length && times[last + 1] <= window[1]) {
            last++;
        }
        return new int[] {first, last};
    }

    private static double sigmoid(double x) {
        return x > 3 ? -1 : 2 / (1 + Math.exp(5 * x)) - 1;
    }
}
