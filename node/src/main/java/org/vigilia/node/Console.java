package org.vigilia.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server of a data folder, as the console of its machine talks to it: the one that is running, or else one that is
 * started for this and stopped again. Whoever can read the folder's secrets may.
 */
final class Console implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final Path data;
    private final String token;
    private final URI url;
    private final @Nullable Machine machine;
    private final @Nullable Shutdown shutdown;

    private Console(Path data, String token, URI url, @Nullable Machine machine, @Nullable Shutdown shutdown) {
        this.data = data;
        this.token = token;
        this.url = url;
        this.machine = machine;
        this.shutdown = shutdown;
    }

    /** The data folder that is meant: the one given, else that of {@code serve} or {@code demo}, running first. */
    static Path data(Home home, @Nullable Path given) {
        if (given != null) {
            return given.toAbsolutePath().normalize();
        }
        List<Path> usual = List.of(home.root().resolve("data"), home.root().resolve("data/demo"));
        List<Path> there = usual.stream()
                .filter(folder -> Files.exists(folder.resolve("secrets/machine-token")))
                .toList();
        return there.stream()
                .filter(folder ->
                        port(folder, "http.port").filter(Console::answers).isPresent())
                .findFirst()
                .or(() -> there.stream().findFirst())
                .orElseThrow(() -> new UserError("There is no data in " + usual.get(0) + " or " + usual.get(1)
                        + ". Say where it is: --data DIR"));
    }

    static Console open(Home home, Path data) throws IOException, InterruptedException {
        Path secret = data.resolve("secrets/machine-token");
        if (!Files.exists(secret)) {
            throw new UserError("There is no Vigilia data in " + data + " (no " + secret + ").");
        }
        if (!Files.isReadable(secret)) {
            throw new UserError("You may not read " + secret + ": ask whoever runs this machine.");
        }
        String token = Files.readString(secret).strip();
        Optional<Integer> supervisor = supervisor(data);
        if (supervisor.isPresent() && answers(supervisor.get())) {
            int port = port(data, "http.port").orElseThrow();
            awaitServer(port);
            return new Console(data, token, URI.create("http://127.0.0.1:" + port), null, null);
        }
        return started(home, data, token);
    }

    /** Starts database and server alone; nothing is recorded meanwhile. */
    private static Console started(Home home, Path data, String token) throws IOException, InterruptedException {
        ConfigFile config = ConfigFile.read(home.root().resolve("config/vigilia.yml"), Ports.any());
        System.err.println(
                "vigilia: Vigilia is not running on " + data + "; its database and server are started for this");
        PrintStream console = System.out;
        System.setOut(System.err);
        Shutdown shutdown = new Shutdown();
        Machine machine = new Machine(home, config, data);
        try {
            machine.start(Set.of("server"));
            machine.supervisor().awaitAnswer("server", START_LIMIT);
            int port = port(data, "http.port").orElseThrow();
            awaitServer(port);
            shutdown.started();
            return new Console(data, token, URI.create("http://127.0.0.1:" + port), machine, shutdown);
        } catch (IOException | InterruptedException | RuntimeException e) {
            machine.close();
            shutdown.close();
            throw e;
        } finally {
            System.setOut(console);
        }
    }

    private static void awaitServer(int port) throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        HttpClient client = HttpClient.newHttpClient();
        while (System.nanoTime() < deadline) {
            try {
                HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/health/self"))
                        .timeout(Duration.ofSeconds(3))
                        .build();
                String said =
                        client.send(ask, HttpResponse.BodyHandlers.ofString()).body();
                if (JSON.readTree(said).path("status").asString("").equals("UP")) {
                    return;
                }
            } catch (IOException | JacksonException notYet) {
                // asked again
            }
            Thread.sleep(200);
        }
        throw new UserError("The server does not answer; the log of the server says why.");
    }

    private static Optional<Integer> supervisor(Path data) {
        return property(data, "node.url").map(URI::create).map(URI::getPort);
    }

    private static Optional<Integer> port(Path data, String name) {
        return property(data, name).map(Integer::parseInt);
    }

    private static Optional<String> property(Path data, String name) {
        Path file = data.resolve("run/server.properties");
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException neverStarted) {
            return Optional.empty();
        }
        return Optional.ofNullable(properties.getProperty(name));
    }

    private static boolean answers(int port) {
        try (java.net.Socket socket = new java.net.Socket()) {
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /** The folder's machine, when it was started for this. */
    @Nullable
    Machine machine() {
        return machine;
    }

    Path data() {
        return data;
    }

    URI url() {
        return url;
    }

    /** An answer in JSON; throws {@link UserError} with what the server says when it refuses. */
    JsonNode ask(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Saves what comes; the file is there whole or not at all. */
    void save(String path, Path file) throws IOException, InterruptedException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            HttpResponse<Path> answer = http.send(request("GET", path, null), HttpResponse.BodyHandlers.ofFile(part));
            if (answer.statusCode() >= 300) {
                throw refusal(answer.statusCode(), Files.readString(part));
            }
            Files.move(
                    part,
                    file,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private HttpRequest request(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve("/api/v1/evidence/console" + path))
                .timeout(LIMIT)
                .header("X-Machine-Token", token);
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
    }

    private static UserError refusal(int status, String body) {
        try {
            return new UserError(JSON.readTree(body).path("detail").asString("the server answered " + status));
        } catch (JacksonException noProblem) {
            return new UserError("the server answered " + status);
        }
    }

    @Override
    public void close() {
        if (machine != null) {
            PrintStream console = System.out;
            System.setOut(System.err);
            machine.close();
            System.setOut(console);
        }
        if (shutdown != null) {
            shutdown.close();
        }
    }
}
