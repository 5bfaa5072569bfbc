package org.vigilia.node;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of Vigilia on one machine: PostgreSQL, broker, media, vision, stream and server as processes of their own.
 *
 * <p>Every process gets its settings as a flat properties file in {@code data/run}; secrets are passed as names of files.
 */
final class Machine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private static final Set<String> EVERYTHING = Set.of("broker", "media", "server", "stream", "vision");
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(60);
    private static final Duration SERVER_LIMIT = Duration.ofSeconds(120);

    private final Home home;
    private final ConfigFile config;
    private final Path data;
    private final Supervisor supervisor = new Supervisor(Clock.systemUTC());
    private final Map<String, String> common = new TreeMap<>();
    private final int serverPort;
    private final int mediaPort;
    private final int streamPort;
    private final int brokerPort;
    private final int mqttPort;
    private final List<Integer> visionPorts = new ArrayList<>();
    private final int nodePort;
    private final Postgres postgres;
    private final HealthPage page;

    Machine(Home home, ConfigFile config, Path data) throws IOException {
        this.home = home;
        this.config = config;
        this.data = data;
        Files.createDirectories(data.resolve("run"));
        Secrets secrets = new Secrets(data.resolve("secrets"));
        this.serverPort = port("server.http.port", 8080);
        this.mediaPort = port("media.http.port", 7010);
        this.streamPort = port("stream.http.port", 7030);
        this.brokerPort = port("broker.http.port", 7040);
        this.mqttPort = port("broker.mqtt.port", 1883);
        this.nodePort = port("node.http.port", 7000);
        int workers = config.number("vision.workers", 1);
        for (int i = 0; i < workers; i++) {
            int wanted = config.number("vision.http.port", 7020);
            visionPorts.add(Ports.choose("vision.http.port", wanted == 0 ? 0 : wanted + i));
        }
        this.postgres =
                new Postgres(home, data.resolve("postgres"), secrets.file("database"), port("postgres.port", 5433));
        common.put("db.url", "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/vigilia");
        common.put("db.user", "vigilia");
        common.put("db.password.file", secrets.file("database").toString());
        common.put("token.file", secrets.file("machine-token").toString());
        common.put("data.dir", data.toString());
        common.put("run.dir", data.resolve("run").toString());
        common.put("media.socket", data.resolve("run/media.sock").toString());
        common.put("relay.socket", data.resolve("run/media.sock").toString());
        common.put("control.port", String.valueOf(mediaPort));
        common.put("cameras.file", data.resolve("media/cameras.bin").toString());
        common.put("key.file", data.resolve("secrets/cameras-key").toString());
        String recordings = config.text("media.recordings.dir", "").strip();
        common.put(
                "recordings.dir",
                (recordings.isEmpty()
                                ? data.resolve("recordings")
                                : Path.of(recordings).toAbsolutePath())
                        .toString());
        common.put("secrets.dir", data.resolve("secrets").toString());
        common.put("media.url", "http://127.0.0.1:" + mediaPort);
        common.put(
                "vision.urls",
                String.join(
                        ",",
                        visionPorts.stream().map(p -> "http://127.0.0.1:" + p).toList()));
        common.put("stream.url", "http://127.0.0.1:" + streamPort);
        common.put("broker.url", "http://127.0.0.1:" + brokerPort);
        common.put("broker.mqtt.port", String.valueOf(mqttPort));
        if (!config.text("broker.tls.certificate", "").isBlank()) {
            common.put("broker.tls.port", config.text("broker.tls.port", "8883"));
        }
        common.put("mappings.dir", home.root().resolve("config/mappings").toString());
        common.put("node.url", "http://127.0.0.1:" + nodePort);
        common.put("ffmpeg.path", Ffmpeg.executable(home).toString());
        common.put("models.dir", home.cache().resolve("models").toString());
        common.put("redactor.program", home.root().resolve("vision/target").toString());
        common.put("redactor.models", home.cache().resolve("models").toString());
        common.put("redactor.natives", home.cache().resolve("javacpp").toString());
        common.put("web.dir", home.root().resolve("web/dist").toString());
        this.page = new HealthPage(supervisor, nodePort);
    }

    /** Starts everything and returns when the server answers. */
    void start() throws InterruptedException, IOException {
        start(EVERYTHING);
        supervisor.awaitAnswer("server", SERVER_LIMIT);
        LOG.atInfo().addKeyValue("url", url()).log("Vigilia is up");
    }

    /** Starts the database and some of the processes, and returns when they are started, but the database answers. */
    void start(Set<String> processes) throws InterruptedException, IOException {
        postgres.prepare();
        supervisor.add(new ProcessPlan("postgres", postgres.command(), log("postgres"), null, postgres.port()));
        supervisor.awaitAnswer("postgres", DATABASE_LIMIT);
        if (processes.contains("broker")) {
            // before the server, and apart from it: restarting that disconnects no device
            add("broker", "org.vigilia.broker.Main", List.of("run"), brokerPort);
        }
        if (processes.contains("media")) {
            add("media", "org.vigilia.media.Main", List.of(), mediaPort);
        }
        if (processes.contains("server")) {
            add("server", "org.vigilia.server.ServerApplication", List.of(), serverPort);
        }
        if (processes.contains("stream")) {
            add("stream", "org.vigilia.stream.Main", List.of("run"), streamPort);
        }
        for (int i = 0; processes.contains("vision") && i < visionPorts.size(); i++) {
            String name = visionPorts.size() == 1 ? "vision" : "vision-" + (i + 1);
            add(name, "org.vigilia.vision.Main", List.of("work"), visionPorts.get(i));
        }
    }

    /** The settings of one of its processes. */
    Path settings(String name) {
        return data.resolve("run").resolve(name + ".properties");
    }

    String url() {
        return "http://localhost:" + serverPort;
    }

    /** Where devices connect by MQTT. */
    int mqttPort() {
        return mqttPort;
    }

    int databasePort() {
        return postgres.port();
    }

    int nodePort() {
        return nodePort;
    }

    Path data() {
        return data;
    }

    Supervisor supervisor() {
        return supervisor;
    }

    Path log(String name) {
        return data.resolve("logs").resolve(name + ".log");
    }

    @Override
    public void close() {
        page.close();
        supervisor.close();
    }

    private void add(String name, String mainClass, List<String> arguments, int port) throws IOException {
        String section = name.startsWith("vision") ? "vision" : name;
        Map<String, String> settings = new TreeMap<>(common);
        settings.putAll(config.section(section));
        settings.put("recordings.dir", common.getOrDefault("recordings.dir", ""));
        settings.put("http.port", String.valueOf(port));
        if (name.equals("broker")) {
            settings.put("mqtt.port", String.valueOf(mqttPort));
        }
        settings.put("name", name);
        Path file = settings(name);
        writeProperties(file, settings);
        List<String> jvm = new ArrayList<>(Jvm.options(home, section));
        jvm.add("-Dorg.bytedeco.javacpp.cachedir=" + home.cache().resolve("javacpp"));
        String own = config.text(section + ".jvm", "");
        if (!own.isBlank()) {
            jvm.addAll(List.of(own.strip().split("\\s+")));
        }
        List<String> command = home.java(section, mainClass, jvm);
        command.addAll(arguments);
        command.addAll(List.of("--settings", file.toString(), "--die-with-parent"));
        String health = section.equals("server") ? "/api/v1/health/self" : "/health";
        supervisor.add(
                new ProcessPlan(name, command, log(name), URI.create("http://127.0.0.1:" + port + health), port));
    }

    private int port(String setting, int usual) {
        return Ports.choose(setting, config.number(setting, usual));
    }

    static void writeProperties(Path file, Map<String, String> settings) throws IOException {
        StringBuilder text =
                new StringBuilder("# written by the supervisor at every start; change config/vigilia.yml\n");
        settings.forEach((key, value) ->
                text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.toString());
    }
}
