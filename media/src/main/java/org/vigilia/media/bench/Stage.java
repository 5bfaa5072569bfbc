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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a measurement needs around it: pretend cameras, media and ffmpeg as processes of their own, and a folder. */
final class Stage implements AutoCloseable {
    static final String TOKEN = "bench";

    private final Map<String, String> options = new HashMap<>();
    private final List<Process> started = new ArrayList<>();
    private final Path folder;
    private int rtsp;
    private int simControl;
    private int mediaControl;

    /** {@code words} are pairs of option and value. */
    Stage(List<String> words) throws IOException {
        for (int i = 0; i + 1 < words.size(); i += 2) {
            options.put(words.get(i), words.get(i + 1));
        }
        folder = Files.createTempDirectory("media-bench");
    }

    boolean has(String option) {
        return options.containsKey(option);
    }

    long number(String name, long otherwise) {
        return Long.parseLong(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    Path folder() {
        return folder;
    }

    /** Prints one figure with its limit. */
    static void print(String name, String unit, double value, double limit) {
        boolean whole = unit.equals("bytes") || unit.equals("frames");
        String ratio = limit == 0 ? "null" : String.format(Locale.ROOT, "%.3f", value / limit);
        System.out.printf(
                Locale.ROOT,
                whole
                        ? "{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"%s\",\"limit\":%.0f,\"ratio\":%s}%n"
                        : "{\"name\":\"%s\",\"value\":%.4f,\"unit\":\"%s\",\"limit\":%.4f,\"ratio\":%s}%n",
                name,
                value,
                unit,
                limit,
                ratio);
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

    private JsonNode ports(Process process) throws IOException {
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("did not start: " + Files.readString(folder.resolve("errors.log")));
        }
        return JsonMapper.shared().readTree(line);
    }

    /** {@code java} with the class path of sim, whose build lies in a folder. */
    private List<String> sim(String command) {
        String build = options.getOrDefault("--sim", "sim/target");
        return new ArrayList<>(
                List.of(java(), "-cp", build + "/classes:" + build + "/lib/*", "org.vigilia.sim.Main", command));
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

    /** Starts pretend cameras cam0, cam1 and so on. */
    void cameras(int count) throws IOException, InterruptedException {
        String clip = clip();
        List<String> line = sim("cameras");
        line.addAll(List.of("--port", "0", "--control-port", "0", "--die-with-parent"));
        for (int i = 0; i < count; i++) {
            line.add("cam" + i + "=" + clip + "," + number("--fps", 15));
        }
        JsonNode ports = ports(start(line));
        rtsp = ports.path("rtsp").asInt();
        simControl = ports.path("control").asInt();
    }

    /** Starts media. */
    Process media() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        Path settings = folder.resolve("media.properties");
        Files.writeString(
                settings,
                "control.port=0\nrelay.socket=" + socket() + "\ntoken.file=" + folder.resolve("token")
                        + "\ncameras.file=" + folder.resolve("cameras.bin") + "\nkey.file="
                        + folder.resolve("cameras.key") + "\nrecordings.dir=" + recordings() + "\nsecrets.dir="
                        + folder.resolve("secrets") + "\n");
        List<String> line = new ArrayList<>(List.of(java()));
        line.addAll(List.of(options.getOrDefault("--jvm", "-XX:+UseSerialGC").split("\n")));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.vigilia.media.Main"));
        line.addAll(List.of("--settings", settings.toString(), "--die-with-parent"));
        Process media = start(line);
        mediaControl = ports(media).path("control").asInt();
        return media;
    }

    Path socket() {
        return folder.resolve("m.sock");
    }

    Path recordings() {
        return folder.resolve("recordings");
    }

    /** Gives media its list of cameras. */
    void put(int count, String mode) throws IOException, InterruptedException {
        List<Map<String, Object>> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(Map.of("id", "cam" + i, "mainUrl", url(i), "recording", Map.of("mode", mode)));
        }
        ask(mediaControl, "PUT", "/cameras", JsonMapper.shared().writeValueAsString(list));
    }

    private String url(int camera) {
        return "rtsp://127.0.0.1:" + rtsp + "/cam" + camera;
    }

    JsonNode askMedia(String path) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(ask(mediaControl, "GET", path, ""));
    }

    JsonNode askCameras(String method, String path) throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(ask(simControl, method, path, ""));
    }

    private String ask(int port, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        // a client for each: the cameras close every connection after one answer
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was refused: " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Starts one ffmpeg that watches a camera; {@code output} is what it does with the pictures. */
    Process ffmpeg(int camera, List<String> output) throws IOException {
        Path executable =
                Path.of(options.get(has("--rival") ? "--rival" : "--ffmpeg")).toRealPath();
        List<String> line = new ArrayList<>(List.of(executable.toString(), "-nostdin", "-loglevel", "error"));
        line.addAll(List.of("-rtsp_transport", "tcp", "-i", url(camera), "-c", "copy"));
        line.addAll(output);
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (!has("--rival")) {
            builder.environment().put("LD_LIBRARY_PATH", String.valueOf(executable.getParent()));
        }
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
