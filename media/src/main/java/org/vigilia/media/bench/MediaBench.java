package org.vigilia.media.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench --cameras 20 --ffmpeg PATH --clip FILE [--fps 15] [--seconds 30] [--warm-up 30] [--sim DIR]}: the
 * cost of media, with one subscriber a camera, against one {@code ffmpeg -c copy -f null} a camera. Both watch the same
 * pretend cameras in the same seconds, so that a busy machine disturbs both alike.
 *
 * <p>Prints one JSON line for processor time (seconds a second) and one for memory (bytes, PSS), each with its limit
 * (ffmpeg's cost) and the ratio. Linux only. {@code bench record} measures recording instead, see {@link RecordBench}.
 */
public final class MediaBench {

    private MediaBench() {}

    /** The exit status. */
    public static int run(List<String> words) throws IOException, InterruptedException {
        boolean record = !words.isEmpty() && words.get(0).equals("record");
        try (Stage stage = new Stage(record ? words.subList(1, words.size()) : words)) {
            if (!stage.has("--ffmpeg") || !stage.has("--clip")) {
                System.err.println("usage: media bench [record] --ffmpeg PATH --clip FILE [--cameras 20] [--fps 15]"
                        + " [--seconds 30] [--warm-up 30] [--sim DIR]");
                return 2;
            }
            return record ? RecordBench.measure(stage) : measure(stage);
        }
    }

    private static int measure(Stage stage) throws IOException, InterruptedException {
        int cameras = (int) stage.number("--cameras", 20);
        stage.cameras(cameras);
        Process media = stage.media();
        stage.put(cameras, "OFF");
        List<Long> limits = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            limits.add(stage.ffmpeg(i, List.of("-f", "null", "-")).pid());
        }
        try (Watchers watchers = new Watchers(stage.socket(), Stage.TOKEN, cameras, cameras)) {
            TimeUnit.SECONDS.sleep(stage.number("--warm-up", 30));
            List<Long> own = List.of(media.pid());
            long unitsBefore = watchers.units();
            ProcessCost before = ProcessCost.of(own);
            ProcessCost limitBefore = ProcessCost.of(limits);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(stage.number("--seconds", 30));
            ProcessCost after = ProcessCost.of(own);
            ProcessCost limitAfter = ProcessCost.of(limits);
            double seconds = (System.nanoTime() - start) / 1e9;
            double wanted = cameras * stage.number("--fps", 15) * seconds;
            double got = watchers.units() - unitsBefore;
            if (got < 0.9 * wanted) {
                System.err.printf(Locale.ROOT, "only %.0f of %.0f pictures came%n", got, wanted);
                return 1;
            }
            Stage.print(
                    "media",
                    "cpu-s/s",
                    (after.cpuNanos() - before.cpuNanos()) / 1e9 / seconds,
                    (limitAfter.cpuNanos() - limitBefore.cpuNanos()) / 1e9 / seconds);
            Stage.print("media-memory", "bytes", after.pssBytes(), limitAfter.pssBytes());
            return 0;
        }
    }
}
