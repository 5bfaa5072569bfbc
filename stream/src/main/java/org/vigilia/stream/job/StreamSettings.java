package org.vigilia.stream.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the stream process. Those of the store are {@link org.vigilia.facts.FactsSettings}.
 *
 * @param port HTTP port for health and metrics on 127.0.0.1; 0 picks a free one
 * @param directory where checkpoints are kept, {@code data.dir/stream}
 * @param checkpointEvery time between checkpoints, 0.5 to 60 s: how far a crash throws it back
 * @param poll pause between two looks at the log when there is nothing new, 5 to 1000 ms
 * @param parallelism how many slots judge, 1 to 64
 * @param detectors most datastreams whose minutes get an anomaly score, 0 to 1,000,000; each takes up to 200 kB of memory
 */
public record StreamSettings(
        int port, Path directory, Duration checkpointEvery, Duration poll, int parallelism, int detectors) {

    public StreamSettings {
        check("http.port", port, 0, 65_535);
        check("checkpoint.ms", checkpointEvery.toMillis(), 500, 60_000);
        check("poll.ms", poll.toMillis(), 5, 1000);
        check("parallelism", parallelism, 1, 64);
        check("detectors", detectors, 0, 1_000_000);
    }

    /**
     * Reads {@code http.port}, {@code data.dir}, {@code checkpoint.ms}, {@code poll.ms}, {@code parallelism} and
     * {@code detectors}.
     *
     * @throws IllegalArgumentException naming the key that is wrong
     */
    public static StreamSettings of(Map<String, String> properties) {
        return new StreamSettings(
                (int) number(properties, "http.port", 7030),
                Path.of(properties.getOrDefault("data.dir", "data")).resolve("stream"),
                Duration.ofMillis(number(properties, "checkpoint.ms", 2000)),
                Duration.ofMillis(number(properties, "poll.ms", 20)),
                (int) number(properties, "parallelism", 1),
                (int) number(properties, "detectors", 1_000));
    }

    private static long number(Map<String, String> properties, String key, long usual) {
        String text = properties.get(key);
        if (text == null || text.isBlank()) {
            return usual;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, but is '" + text + "'", e);
        }
    }

    private static void check(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", but is " + value);
        }
    }
}
