package org.vigilia.sim.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo running as a child process on free ports, seen through its public interfaces. */
final class DemoTown implements AutoCloseable {

    /** Looks at the world until it is as wanted. */
    interface Check {
        boolean holds() throws IOException, InterruptedException;
    }

    private static final Duration START_LIMIT = Duration.ofMinutes(8);
    private static final List<String> PORTS = List.of(
            "server.http.port",
            "media.http.port",
            "vision.http.port",
            "stream.http.port",
            "broker.http.port",
            "broker.mqtt.port",
            "node.http.port",
            "postgres.port",
            "sim.rtsp.port",
            "sim.control.port",
            "sim.sensors.port");

    private final Process process;
    private final Path data;
    private final Path console;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final JsonMapper json = JsonMapper.builder().build();
    private String xsrf = "";
    private String server = "";
    private int node;
    private int control;
    private int sensors;

    private DemoTown(Process process, Path data, Path console) {
        this.process = process;
        this.data = data;
        this.console = console;
    }

    /** Starts the demo with a few cameras and signs in; skips the test where there is no footage. */
    static DemoTown start(Path folder, int cameras) throws IOException, InterruptedException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        String shared = System.getenv("VIGILIA_SHARED");
        Path footage = (shared == null ? root.resolveSibling("shared") : Path.of(shared)).resolve("footage");
        Assumptions.assumeTrue(
                Files.isDirectory(footage),
                "skipped: this scenario needs clips in " + footage + " beside the checkout");
        return start(folder, cameras, List.of("--footage", footage.toString()), List.of("sim.sensors=off"));
    }

    /** Starts the demo with drawn scenes, which needs nothing, and signs in. */
    static DemoTown startRendered(Path folder, int cameras) throws IOException, InterruptedException {
        return startRendered(folder, cameras, List.of("sim.sensors=off"));
    }

    /** The same, with settings of its own ({@code key=value}). */
    static DemoTown startRendered(Path folder, int cameras, List<String> settings)
            throws IOException, InterruptedException {
        return start(folder, cameras, List.of("--rendered"), settings);
    }

    private static DemoTown start(Path folder, int cameras, List<String> pictures, List<String> settings)
            throws IOException, InterruptedException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        Path data = folder.resolve("demo");
        Path console = folder.resolve("console.log");
        List<String> command = vigilia(root, "demo", "--data", data.toString(), "--cameras", String.valueOf(cameras));
        command.addAll(pictures);
        PORTS.forEach(port -> command.addAll(List.of("--set", port + "=0")));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console.toFile());
        builder.environment().put("VIGILIA_HOME", root.toString());
        DemoTown town = new DemoTown(builder.start(), data, console);
        try {
            town.awaitStart();
            return town;
        } catch (IOException | InterruptedException | AssertionError e) {
            town.close();
            throw e;
        }
    }

    private static List<String> vigilia(Path root, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                root.resolve("node/target/classes") + ":" + root.resolve("node/target/lib") + "/*",
                "org.vigilia.node.Main"));
        command.addAll(List.of(words));
        return command;
    }

    /** What a command of {@code ./vigilia} printed and its exit status. */
    record Said(int status, String text) {}

    /** Runs a command on the data of this town, beside it. */
    Said command(String... words) throws IOException, InterruptedException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<String> command = vigilia(root, words);
        command.addAll(List.of("--data", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("VIGILIA_HOME", root.toString());
        Process started = builder.start();
        String text = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(started.waitFor(), text);
    }

    /** What GET of a path of the API answers. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(server + "/api/v1" + path)));
        assertThat(response.statusCode())
                .as("GET %s: %s", path, response.body())
                .isEqualTo(200);
        return json.readTree(response.body());
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(server + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", xsrf)
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
        assertThat(response.statusCode())
                .as("POST %s: %s", path, response.body())
                .isBetween(200, 299);
        return response.body().isBlank() ? json.createObjectNode() : json.readTree(response.body());
    }

    /** The supervisor's word on one process. */
    JsonNode processNamed(String name) throws IOException, InterruptedException {
        JsonNode health = json.readTree(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node + "/health")))
                .body());
        for (JsonNode each : health.path("processes")) {
            if (each.path("name").asString().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no process named " + name + " in " + health);
    }

    /** How many seconds the stream job is behind, by its own word; asked directly, because the supervisor's is older. */
    double streamBehind() throws IOException, InterruptedException {
        String port = Files.readAllLines(data.resolve("run/stream.properties")).stream()
                .filter(line -> line.startsWith("http.port="))
                .findFirst()
                .orElseThrow()
                .substring("http.port=".length());
        JsonNode health = json.readTree(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")))
                .body());
        return health.path("behindSeconds").asDouble(Double.MAX_VALUE);
    }

    /** Makes a pretend camera misbehave, or be well again with {@code none}. */
    void fault(String camera, String kind) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + control + "/cameras/" + camera + "/fault?kind=" + kind))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    }

    /** How far the pretend sensors are. */
    JsonNode sensors() throws IOException, InterruptedException {
        return json.readTree(send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sensors + "/status")))
                .body());
    }

    /** Lets something happen in the town some seconds from now; what exactly. */
    JsonNode happen(String kind, int afterSeconds) throws IOException, InterruptedException {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + sensors + "/happenings?kind=" + kind + "&after=" + afterSeconds))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    /** Waits for a condition; what is unreachable meanwhile counts as not yet. */
    void await(String what, Duration limit, Check check) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        Throwable last = null;
        while (System.nanoTime() < until) {
            try {
                if (check.holds()) {
                    return;
                }
            } catch (IOException | AssertionError e) {
                last = e;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        String seen = last == null ? "" : "; last seen: " + last.getMessage();
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what + seen, last);
    }

    String console() throws IOException {
        return Files.readString(console);
    }

    Path data() {
        return data;
    }

    /** Signs in again, as after the session is lost. */
    void signIn() throws IOException, InterruptedException {
        List<String> account = Files.readAllLines(data.resolve("account.txt"));
        send(HttpRequest.newBuilder(URI.create(server + "/api/v1/health")));
        readXsrf();
        post("/session", Map.of("name", account.get(0), "password", account.get(1)));
        send(HttpRequest.newBuilder(URI.create(server + "/api/v1/session")));
        readXsrf();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        while (!console().contains("Sign in")) {
            assertThat(process.isAlive()).as("the demo ended: %s", console()).isTrue();
            assertThat(System.nanoTime())
                    .as("the demo is not up: %s", console())
                    .isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(200);
        }
        JsonNode ports = json.readTree(Files.readString(data.resolve("town/ports.json")));
        server = ports.path("server").asString();
        node = ports.path("node").asInt();
        control = ports.path("control").asInt();
        sensors = ports.path("sensors").asInt();
        signIn();
    }

    private void readXsrf() {
        CookieManager cookies = (CookieManager) http.cookieHandler().orElseThrow();
        cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .findFirst()
                .ifPresent(cookie -> xsrf = cookie.getValue());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
