package org.vigilia.sim.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** media as a process of its own, as it runs for people. */
public final class MediaProcess implements AutoCloseable {
    public static final String TOKEN = "test-token";

    private final Path folder;
    private final Process process;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private MediaProcess(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Starts it in a folder that may hold the camera list of one before; skips the test where media is not built. */
    public static MediaProcess start(Path folder, String... settings) throws IOException {
        Path target = Repository.root().resolve("media/target");
        Assumptions.assumeTrue(
                Files.isDirectory(target.resolve("lib")), "media is not built: ./mvnw -pl media,sim -am verify");
        Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.writeString(
                folder.resolve("media.properties"),
                String.join(
                        "\n",
                        "control.port=0",
                        "relay.socket=" + folder.resolve("m.sock"),
                        "token.file=" + folder.resolve("token"),
                        "cameras.file=" + folder.resolve("cameras.bin"),
                        "key.file=" + folder.resolve("cameras.key"),
                        "recordings.dir=" + folder.resolve("recordings"),
                        "secrets.dir=" + folder.resolve("secrets"),
                        String.join("\n", settings)));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                        "org.vigilia.media.Main",
                        "--settings",
                        folder.resolve("media.properties").toString(),
                        "--die-with-parent")
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("media.log").toFile()))
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException("media did not start: " + Files.readString(folder.resolve("media.log")));
        }
        int port = JsonMapper.shared().readTree(line).path("control").asInt();
        return new MediaProcess(folder, process, port);
    }

    public Path socket() {
        return folder.resolve("m.sock");
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("media.log"));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a request with the token; the answer's body. */
    public String ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + TOKEN)
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    public int status(String method, String path, String authorization) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", authorization)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** Sets the list of cameras; quotes may be written as '. */
    public void cameras(String json) throws IOException, InterruptedException {
        assertThat(ask("PUT", "/cameras", json.replace('\'', '"'))).contains("cameras");
    }

    /** What is told of one stream. */
    public JsonNode stream(String camera, String stream) throws IOException, InterruptedException {
        for (JsonNode node : JsonMapper.shared().readTree(ask("GET", "/cameras", ""))) {
            if (node.path("id").asString("").equals(camera)) {
                return node.path(stream);
            }
        }
        return JsonMapper.shared().createObjectNode();
    }

    /** Waits until what is told of the main stream is as wanted, for at most that long. */
    public JsonNode await(String camera, Duration limit, Predicate<JsonNode> wanted)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        JsonNode now = stream(camera, "main");
        while (!wanted.test(now)) {
            assertThat(System.nanoTime())
                    .describedAs("waited %s; last: %s", limit, now)
                    .isLessThan(end);
            assertThat(process.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
            now = stream(camera, "main");
        }
        return now;
    }

    /** Waits for a condition of the main stream. */
    public JsonNode await(String camera, Duration limit, String condition) throws IOException, InterruptedException {
        return await(camera, limit, node -> node.path("condition").asString("").equals(condition));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
