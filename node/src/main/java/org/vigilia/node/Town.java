package org.vigilia.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A machine with the pretend town around it: simulated cameras, their scenes drawn, people who watch, and sensors that
 * tell. Used by the demo and by the benchmarks that need the whole product.
 */
final class Town implements AutoCloseable {

    private static final Duration CAMERAS_LIMIT = Duration.ofSeconds(30);
    /** Of drawn scenes; the same seed gives the same pictures. */
    private static final String SEED = "20261125";

    /** So that charts have something to show; more would keep the stream job from what happens now. */
    private static final String USUAL_HISTORY_HOURS = "6";

    private static final String USUAL_HISTORY_PACE = "600";
    private static final long PEOPLE_LIMIT_SECONDS = 40;

    private final Home home;
    private final Path data;
    private final Machine machine;
    private final CountDownLatch seeded = new CountDownLatch(1);
    private final int rtspPort;
    private final int controlPort;
    private final ConfigFile config;
    private final int sensorsPort;
    private @Nullable Process people;
    private @Nullable Thread listener;
    private volatile @Nullable JsonNode summary;

    Town(Home home, Path data, List<String> overrides) throws IOException {
        this.home = home;
        this.data = data;
        List<String> settings = new ArrayList<>(List.of(
                "server.map.file=" + town().resolve("map.geojson"),
                "server.agency.name=Port Vigilia City",
                // receivers of NGSI-LD that somebody tries out are on this machine
                "server.sensing.ngsi.endpoints.private=true"));
        settings.addAll(overrides);
        this.config = ConfigFile.read(home.root().resolve("config/vigilia.yml"), settings);
        this.rtspPort = Ports.choose("sim.rtsp.port", config.number("sim.rtsp.port", 8554));
        this.controlPort = Ports.choose("sim.control.port", config.number("sim.control.port", 8553));
        this.sensorsPort = Ports.choose("sim.sensors.port", config.number("sim.sensors.port", 8552));
        this.machine = new Machine(home, config, data);
    }

    /** Empties the data folder of an earlier demo; refuses a folder that is not one. */
    static void clear(Path data) throws IOException {
        Path mark = data.resolve("town");
        if (!Files.exists(data)) {
            return;
        }
        try (var inside = Files.list(data)) {
            if (inside.findAny().isPresent() && !Files.isDirectory(mark)) {
                throw new UserError(data + " is not empty and holds no demo. Choose another --data folder.");
            }
        }
        try (var all = Files.walk(data)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /**
     * Makes clips, map and scenes; done before anything is started.
     *
     * @param footage folder of clips; null: scenes are drawn
     */
    void prepare(@Nullable Path footage, int cameras) {
        List<String> prepare = sim("-Xmx256m");
        prepare.addAll(List.of(
                "prepare",
                footage == null ? "--rendered" : "--footage",
                footage == null ? SEED : footage.toString(),
                "--examples",
                home.root().resolve("docs/examples").toString(),
                "--ffmpeg",
                Ffmpeg.executable(home).toString(),
                "--cache",
                home.cache().resolve("clips").toString(),
                "--out",
                town().toString(),
                "--cameras",
                String.valueOf(cameras)));
        if (Child.run(prepare) != 0) {
            throw new UserError(
                    footage == null
                            ? "The scenes of the town could not be drawn; the lines above say why."
                            : "The town could not be prepared from the footage in " + footage);
        }
    }

    /** Starts machine and cameras, and lets people move in; returns when the first of them has signed in. */
    void start() throws InterruptedException, IOException {
        machine.start();
        Files.writeString(
                town().resolve("ports.json"),
                "{\"server\":\"" + machine.url() + "\",\"node\":" + machine.nodePort() + ",\"rtsp\":" + rtspPort
                        + ",\"control\":" + controlPort + ",\"sensors\":" + sensorsPort
                        + ",\"mqtt\":" + machine.mqttPort() + "}\n");
        List<String> cameras = sim("-Xmx192m");
        cameras.addAll(List.of(
                "cameras",
                "--settings",
                town().resolve("cameras.properties").toString(),
                "--port",
                String.valueOf(rtspPort),
                "--control-port",
                String.valueOf(controlPort),
                "--die-with-parent"));
        machine.supervisor().add(new ProcessPlan("sim-cameras", cameras, machine.log("sim-cameras"), null, rtspPort));
        machine.supervisor().awaitAnswer("sim-cameras", CAMERAS_LIMIT);
        List<String> moveIn = sim("-Xmx96m");
        moveIn.addAll(List.of(
                "people",
                "--server",
                machine.url(),
                "--plan",
                town().resolve("town.json").toString(),
                "--rtsp-port",
                String.valueOf(rtspPort),
                "--first-administrator",
                FirstAdministrator.file(data).toString(),
                "--account",
                account().toString()));
        Process process = new ProcessBuilder(Watched.ownSession(moveIn))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        machine.log("sim-people").toFile()))
                .start();
        people = process;
        Thread thread = new Thread(() -> listen(process), "people");
        thread.setDaemon(true);
        thread.start();
        listener = thread;
        seeded.await();
        if (!Files.exists(account())) {
            throw new UserError("Nobody could move into the town; see " + machine.log("sim-people"));
        }
        startSensors();
    }

    /** {@code sim.sensors} says what the sensors do: show the demo's happenings, stay quiet, or not be there. */
    private void startSensors() throws IOException {
        String wish = config.text("sim.sensors", "demo");
        if (wish.equals("off")) {
            return;
        }
        List<String> sensors = sim("-Xmx128m");
        sensors.addAll(List.of(
                "sensors",
                "--server",
                machine.url(),
                "--account",
                account().toString(),
                "--broker",
                "127.0.0.1:" + machine.mqttPort(),
                "--credentials",
                town().resolve("devices.properties").toString(),
                "--truth",
                town().resolve("truth.jsonl").toString(),
                "--history-hours",
                config.text("sim.sensors.history.hours", USUAL_HISTORY_HOURS),
                "--history-every",
                config.text("sim.sensors.history.seconds", USUAL_HISTORY_PACE),
                "--control-port",
                String.valueOf(sensorsPort),
                "--die-with-parent"));
        if (wish.equals("demo")) {
            sensors.add("--demo");
        }
        machine.supervisor()
                .add(new ProcessPlan("sim-sensors", sensors, machine.log("sim-sensors"), null, sensorsPort));
    }

    /** Name and password to sign in with, one a line. */
    Path account() {
        return data.resolve("account.txt");
    }

    Machine machine() {
        return machine;
    }

    /** Asks the people what they have seen; null when they cannot tell. */
    @Nullable
    JsonNode finish() throws InterruptedException {
        Process process = people;
        Thread thread = listener;
        if (process == null || thread == null) {
            return null;
        }
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write("stop\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            System.err.println("demo: the people have gone already: " + e.getMessage());
        }
        if (!process.waitFor(PEOPLE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        thread.join(Duration.ofSeconds(5).toMillis());
        return summary;
    }

    @Override
    public void close() {
        Process process = people;
        if (process != null) {
            process.destroy();
        }
        machine.close();
    }

    private void listen(Process process) {
        JsonMapper json = JsonMapper.builder().build();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    summary = json.readTree(line);
                } else {
                    System.out.println("  " + line);
                    if (line.startsWith("ready")) {
                        seeded.countDown();
                    }
                }
            }
        } catch (IOException e) {
            System.err.println("demo: lost touch with the people: " + e.getMessage());
        } finally {
            seeded.countDown();
        }
    }

    private Path town() {
        return data.resolve("town");
    }

    private List<String> sim(String memory) {
        return home.java(
                "sim",
                "org.vigilia.sim.Main",
                List.of(memory, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"));
    }
}
