package org.vigilia.media.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code bench --cameras 20 --ffmpeg PATH --clip FILE [--fps 15] [--seconds 30] [--warm-up 30] [--sim DIR]}: the
 * cost of media, with one subscriber a camera, against one {@code ffmpeg -c copy -f null} a camera. Both watch the same
 * pretend cameras in the same seconds, so that a busy machine disturbs both alike.
 *
 * <p>Prints one JSON line for processor time (seconds a second) and one for memory (bytes, PSS), each with its limit
 * (ffmpeg's cost) and the ratio. Linux only.
 */
public final class MediaBench implements AutoCloseable {
    /** How media is meant to be run. */
    private static final List<String> FLAGS = List.of(
            "-Xmx128m", "-Xss512k", "-XX:MaxDirectMemorySize=512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final String TOKEN = "bench";

    private final Map<String, String> options = new HashMap<>();
    private final List<Process> started = new ArrayList<>();
    private final Path folder;

    private MediaBench(List<String> words) throws IOException {
        for (int i = 0; i + 1 < words.size(); i += 2) {
            options.put(words.get(i), words.get(i + 1));
        }
        folder = Files.createTempDirectory("media-bench");
    }

    /** The exit status. */
    public static int run(List<String> words) throws IOException, InterruptedException {
        try (MediaBench bench = new MediaBench(words)) {
            if (!bench.options.containsKey("--ffmpeg") || !bench.options.containsKey("--clip")) {
                System.err.println("usage: media bench --ffmpeg PATH --clip FILE [--cameras 20] [--fps 15]"
                        + " [--seconds 30] [--warm-up 30] [--sim DIR]");
                return 2;
            }
            return bench.measure();
        }
    }

    private long number(String name, long otherwise) {
        return Long.parseLong(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    private int measure() throws IOException, InterruptedException {
        int cameras = (int) number("--cameras", 20);
        int rtsp = cameras(cameras);
        Process media = media();
        int control = port(media, "control");
        put(control, rtsp, cameras);
        List<Long> limits = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            limits.add(ffmpeg(rtsp, i).pid());
        }
        try (Watchers watchers = new Watchers(folder.resolve("m.sock"), TOKEN, cameras)) {
            TimeUnit.SECONDS.sleep(number("--warm-up", 30));
            List<Long> own = List.of(media.pid());
            long unitsBefore = watchers.units();
            ProcessCost before = ProcessCost.of(own);
            ProcessCost limitBefore = ProcessCost.of(limits);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(number("--seconds", 30));
            ProcessCost after = ProcessCost.of(own);
            ProcessCost limitAfter = ProcessCost.of(limits);
            double seconds = (System.nanoTime() - start) / 1e9;
            double wanted = cameras * number("--fps", 15) * seconds;
            double got = watchers.units() - unitsBefore;
            if (got < 0.9 * wanted) {
                System.err.printf(Locale.ROOT, "only %.0f of %.0f pictures came%n", got, wanted);
                return 1;
            }
            print(
                    "media",
                    "cpu-s/s",
                    (after.cpuNanos() - before.cpuNanos()) / 1e9 / seconds,
                    (limitAfter.cpuNanos() - limitBefore.cpuNanos()) / 1e9 / seconds);
            print("media-memory", "bytes", after.pssBytes(), limitAfter.pssBytes());
            return 0;
        }
    }

    private static void print(String name, String unit, double value, double limit) {
        boolean bytes = unit.equals("bytes");
        System.out.printf(
                Locale.ROOT,
                bytes
                        ? "{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"%s\",\"limit\":%.0f,\"ratio\":%.3f}%n"
                        : "{\"name\":\"%s\",\"value\":%.4f,\"unit\":\"%s\",\"limit\":%.4f,\"ratio\":%.3f}%n",
                name,
                value,
                unit,
                limit,
                value / limit);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Process start(List<String> line) throws IOException {
        Process process = new ProcessBuilder(line)
                .redirectError(folder.resolve("errors.log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private int port(Process process, String name) throws IOException {
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("did not start: " + Files.readString(folder.resolve("errors.log")));
        }
        return JsonMapper.shared().readTree(line).path(name).asInt();
    }

    /** {@code java} with the class path of sim, whose build lies in a folder. */
    private List<String> sim(String command) {
        String folder = options.getOrDefault("--sim", "sim/target");
        return new ArrayList<>(
                List.of(java(), "-cp", folder + "/classes:" + folder + "/lib/*", "org.vigilia.sim.Main", command));
    }

    /** The clip as pretend cameras can loop it: any footage is converted first. */
    private String clip() throws IOException, InterruptedException {
        String given = options.getOrDefault("--clip", "");
        if (given.matches(".*\\.(h264|h265|hevc)")) {
            return given;
        }
        String made = folder.resolve("clip.h264").toString();
        List<String> line = sim("clip");
        line.addAll(List.of("--ffmpeg", options.getOrDefault("--ffmpeg", ""), "--input", given, "--out", made));
        line.addAll(List.of("--width", "1280", "--height", "720", "--kbit", "2000", "--seconds", "20"));
        line.addAll(List.of("--fps", String.valueOf(number("--fps", 15))));
        int status = start(line).waitFor();
        if (status != 0) {
            throw new IOException("clip not made: " + Files.readString(folder.resolve("errors.log")));
        }
        return made;
    }

    private int cameras(int count) throws IOException, InterruptedException {
        String clip = clip();
        List<String> line = sim("cameras");
        line.addAll(List.of("--port", "0", "--control-port", "0", "--die-with-parent"));
        for (int i = 0; i < count; i++) {
            line.add("cam" + i + "=" + clip + "," + number("--fps", 15));
        }
        return port(start(line), "rtsp");
    }

    private Process media() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        Path settings = folder.resolve("media.properties");
        Files.writeString(
                settings,
                "control.port=0\nrelay.socket=" + folder.resolve("m.sock") + "\ntoken.file=" + folder.resolve("token")
                        + "\ncameras.file=" + folder.resolve("cameras.bin") + "\nkey.file="
                        + folder.resolve("cameras.key") + "\nrecordings.dir=" + folder.resolve("recordings")
                        + "\nsecrets.dir=" + folder.resolve("secrets") + "\n");
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(FLAGS);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.vigilia.media.Main"));
        line.addAll(List.of("--settings", settings.toString(), "--die-with-parent"));
        return start(line);
    }

    private static void put(int control, int rtsp, int count) throws IOException, InterruptedException {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // what is measured is the relay; recording has a measurement of its own
            list.add(Map.of(
                    "id",
                    "cam" + i,
                    "mainUrl",
                    "rtsp://127.0.0.1:" + rtsp + "/cam" + i,
                    "recording",
                    Map.of("mode", "OFF")));
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control + "/cameras"))
                .PUT(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(list)))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        int status = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
        if (status != 200) {
            throw new IOException("media refuses the list of cameras: " + status);
        }
    }

    private Process ffmpeg(int rtsp, int camera) throws IOException {
        Path executable = Path.of(options.get("--ffmpeg")).toRealPath();
        List<String> line = new ArrayList<>(List.of(executable.toString(), "-nostdin", "-loglevel", "error"));
        line.addAll(List.of("-rtsp_transport", "tcp", "-i", "rtsp://127.0.0.1:" + rtsp + "/cam" + camera));
        line.addAll(List.of("-c", "copy", "-f", "null", "-"));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(executable.getParent()));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Process process : started) {
            process.destroy();
        }
        for (Process process : started) {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
