package org.vigilia.broker.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the stream process says of itself on its page of metrics. */
final class StreamProbe {

    private static final Duration LIMIT = Duration.ofSeconds(180);

    private final @Nullable String url;

    /** @param url of the stream process; null when it does not run */
    StreamProbe(@Nullable String url) {
        this.url = url;
    }

    boolean there() {
        return url != null;
    }

    /** Observations handed to the judges since its start. */
    long judged() throws IOException {
        return (long) metric("vigilia_stream_observations_read_total");
    }

    /** Processor time it has used, in seconds. */
    double cpuSeconds() throws IOException {
        return metric("process_cpu_time_ns_total") / 1e9;
    }

    private double metric(String name) throws IOException {
        if (url == null) {
            return 0;
        }
        try (InputStream in = URI.create(url + "/metrics").toURL().openStream()) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith(name + " ") || line.startsWith(name + "{")) {
                    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                }
            }
        }
        return 0;
    }

    /** Waits until so many were judged since a mark; returns how long that took, in seconds. */
    double await(long mark, long wanted) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (there() && judged() - mark < wanted && System.nanoTime() - begin < LIMIT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
