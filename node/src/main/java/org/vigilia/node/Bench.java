package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code vigilia bench}: measurements, each with its limit taken in the same run. Prints one JSON object a line: {@code
 * name, value, unit, limit, ratio}.
 */
@Command(
        name = "bench",
        description =
                "Measure: vision, media, record, seek, export, alert, memory, ingest, reaction or anomaly; prints one JSON"
                        + " line a figure")
final class Bench implements Callable<Integer> {

    private static final int STACK_CAMERAS = 4;
    private static final double ALERT_LIMIT_MS = 1000;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final double MEMORY_LIMIT_MB = 2560;

    @Parameters(
            paramLabel = "vision|media|record|seek|export|alert|memory|ingest|reaction|anomaly",
            description = "what to measure")
    @SuppressWarnings("NullAway.Init")
    private String subject;

    @Option(names = "--input", paramLabel = "FILE", description = "vision, media, record: the clip to work on")
    private @Nullable Path input;

    @Option(names = "--cameras", paramLabel = "N", description = "media, record: how many cameras")
    private int cameras = 20;

    @Option(names = "--seconds", paramLabel = "N", description = "how long to measure")
    private int seconds;

    @Option(names = "--frames", paramLabel = "N", description = "vision: how many frames")
    private int frames;

    @Option(names = "--data", paramLabel = "DIR", description = "anomaly: the folder of series, CSV timestamp,value")
    private @Nullable Path data;

    @Option(names = "--out", paramLabel = "DIR", description = "anomaly: where the scored series go")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        Home home = Home.find(System.getenv());
        return switch (subject) {
            case "vision" -> vision(home);
            case "media" -> media(home);
            case "record" -> record(home);
            case "seek" -> seek(home);
            case "alert" -> alert(home);
            case "memory" -> memory(home);
            case "ingest" -> ingest(home);
            case "reaction" -> reaction(home);
            case "anomaly" -> anomaly(home);
            case "export" -> ExportBench.run(home);
            default ->
                throw new UserError("There is no benchmark '" + subject
                        + "'; there are vision, media, record, seek, export, alert, memory, ingest, reaction, anomaly");
        };
    }

    private int vision(Home home) {
        if (input == null) {
            throw new UserError("bench vision needs --input FILE");
        }
        List<String> command = Vision.command(home);
        command.addAll(List.of("bench", "vision", "--input", input.toString()));
        if (frames > 0) {
            command.addAll(List.of("--frames", String.valueOf(frames)));
        }
        return Child.run(command);
    }

    private int media(Home home) {
        return Child.run(mediaBench(home, List.of("bench"), 30));
    }

    /** Against the system's own ffmpeg where there is one: the stricter limit. */
    private int record(Home home) {
        List<String> command = mediaBench(home, List.of("bench", "record"), 60);
        Path own = Path.of("/usr/bin/ffmpeg");
        if (Files.isExecutable(own)) {
            command.addAll(List.of("--rival", own.toString()));
        }
        return Child.run(command);
    }

    private List<String> mediaBench(Home home, List<String> what, int usualSeconds) {
        List<String> command = home.java("media", "org.vigilia.media.Main", List.of("-Xmx256m", "-XX:+UseSerialGC"));
        Path clip = input == null ? FootageChoice.get(home).resolve("person-indoors.mp4") : input;
        command.addAll(what);
        command.addAll(List.of(
                "--cameras",
                String.valueOf(cameras),
                "--ffmpeg",
                Ffmpeg.executable(home).toString(),
                "--clip",
                clip.toString(),
                "--sim",
                home.root().resolve("sim/target").toString(),
                "--jvm",
                String.join("\n", Jvm.options(home, "media")),
                "--seconds",
                String.valueOf(seconds > 0 ? seconds : usualSeconds)));
        return command;
    }

    /** From a click on the time bar to the picture, over seven days of four cameras. */
    private int seek(Home home) throws Exception {
        return sensing(home, Set.of("server"), (machine, folder) -> {
            Path clip = folder.resolve("segment.mp4");
            Path source = input == null ? FootageChoice.get(home).resolve("person-indoors.mp4") : input;
            segment(home, source, clip);
            List<String> command = home.java(
                    "server",
                    "org.vigilia.server.footage.tool.FootageTool",
                    List.of("-Xmx384m", "-XX:+UseSerialGC", "-Duser.timezone=UTC"));
            command.addAll(List.of(
                    "seek",
                    "--settings",
                    machine.settings("server").toString(),
                    machine.url(),
                    FirstAdministrator.file(folder).toString(),
                    clip.toString(),
                    "4",
                    "7"));
            return command;
        });
    }

    /** Ten seconds of a clip in fragments of half a second, as media writes them. */
    private static void segment(Home home, Path source, Path segment) {
        int exit = Child.run(List.of(
                Ffmpeg.executable(home).toString(),
                "-hide_banner",
                "-loglevel",
                "error",
                "-stream_loop",
                "-1",
                "-i",
                source.toString(),
                "-t",
                "10",
                "-an",
                "-c",
                "copy",
                "-movflags",
                "+frag_keyframe+empty_moov+default_base_moof",
                "-frag_duration",
                "500000",
                segment.toString()));
        if (exit != 0) {
            throw new UserError("bench seek: no segment can be made of " + source);
        }
    }

    private int anomaly(Home home) {
        if (data == null || out == null) {
            throw new UserError("bench anomaly needs --data DIR and --out DIR");
        }
        List<String> command = home.java("stream", "org.vigilia.stream.Main", List.of("-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("anomaly", "--data", data.toString(), "--out", out.toString()));
        return Child.run(command);
    }

    private int alert(Home home) throws Exception {
        JsonNode summary = observe(home, seconds > 0 ? seconds : 120, town -> {});
        double p50 = summary.path("alertLatencyP50Ms").asDouble();
        double p99 = summary.path("alertLatencyP99Ms").asDouble();
        if (summary.path("alertsTimed").asInt() == 0) {
            throw new UserError("bench alert: no alert came within the time; give more --seconds");
        }
        print("alert-p50", p50, "ms", ALERT_LIMIT_MS);
        print("alert-p99", p99, "ms", ALERT_LIMIT_MS);
        return 0;
    }

    private int memory(Home home) throws Exception {
        double[] megabytes = new double[1];
        JsonNode ignored = observe(
                home,
                seconds > 0 ? seconds : 60,
                town -> megabytes[0] = town.machine().supervisor().views().stream()
                                        .filter(view -> !view.name().startsWith("sim"))
                                        .mapToLong(view -> Footprint.memoryBytes(view.pid()))
                                        .sum()
                                / 1e6
                        + Footprint.memoryBytes(ProcessHandle.current().pid(), false) / 1e6);
        if (ignored.isMissingNode()) {
            return 1;
        }
        print("memory", megabytes[0], "MB", MEMORY_LIMIT_MB);
        return 0;
    }

    /** Runs the whole product with four cameras for a while, looks at it at the end, and returns what people saw. */
    private static JsonNode observe(Home home, int seconds, java.util.function.Consumer<Town> look) throws Exception {
        Path folder = Files.createTempDirectory("vigilia-bench");
        Path data = folder.resolve("demo");
        List<String> anyPorts = Ports.any();
        // what is measured is video; the sensors of the demo would only take their share of the machine
        anyPorts.add("sim.sensors=off");
        java.io.PrintStream console = System.out;
        System.setOut(System.err);
        try (Shutdown shutdown = new Shutdown();
                Town town = new Town(home, data, anyPorts)) {
            town.prepare(FootageChoice.get(home), STACK_CAMERAS);
            town.start();
            shutdown.started();
            if (shutdown.await(seconds)) {
                throw new UserError("bench: interrupted");
            }
            look.accept(town);
            JsonNode summary = town.finish();
            if (summary == null) {
                throw new UserError("bench: the people of the town could not tell what they saw");
            }
            return summary;
        } finally {
            System.setOut(console);
            Town.clear(data);
            Files.deleteIfExists(data);
            Files.deleteIfExists(folder);
        }
    }

    /** The database, the broker and the stream job alone, in a folder of their own. */
    private int ingest(Home home) throws Exception {
        return sensing(home, Set.of("broker", "stream"), (machine, folder) -> {
            List<String> command =
                    home.java("broker", "org.vigilia.broker.Main", List.of("-Xmx128m", "-XX:+UseSerialGC"));
            command.addAll(List.of(
                    "bench",
                    "ingest",
                    "--settings",
                    machine.settings("broker").toString(),
                    "--seconds",
                    String.valueOf(seconds > 0 ? seconds : 60)));
            return command;
        });
    }

    /** From a device's message to the alert on a browser's socket: all that stands between them. */
    private int reaction(Home home) throws Exception {
        return sensing(home, Set.of("broker", "stream", "server"), (machine, folder) -> {
            List<String> command = home.java("sim", "org.vigilia.sim.Main", List.of("-Xmx192m", "-XX:+UseSerialGC"));
            command.addAll(List.of(
                    "reaction",
                    "--server",
                    machine.url(),
                    "--broker",
                    "127.0.0.1:" + machine.mqttPort(),
                    "--first-administrator",
                    FirstAdministrator.file(folder).toString(),
                    "--account",
                    folder.resolve("account.txt").toString(),
                    "--seconds",
                    String.valueOf(seconds > 0 ? seconds : 60)));
            return command;
        });
    }

    /** What measures, once the processes answer. */
    private interface Measurement {
        List<String> command(Machine machine, Path folder);
    }

    private static int sensing(Home home, Set<String> processes, Measurement measurement) throws Exception {
        Path folder = Files.createTempDirectory("vigilia-bench");
        List<String> settings = Ports.any();
        // the measurement is of all devices together
        settings.add("broker.device.readings=1000000");
        settings.add("broker.agency.readings=10000000");
        ConfigFile config = ConfigFile.read(home.root().resolve("config/vigilia.yml"), settings);
        java.io.PrintStream console = System.out;
        System.setOut(System.err);
        try (Shutdown shutdown = new Shutdown();
                Machine machine = new Machine(home, config, folder)) {
            machine.start(processes);
            for (String process : processes) {
                machine.supervisor().awaitAnswer(process, START_LIMIT);
            }
            shutdown.started();
            return Child.run(measurement.command(machine, folder));
        } finally {
            System.setOut(console);
            remove(folder);
        }
    }

    static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    static void print(String name, double value, String unit, double limit) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("value", round(value));
        line.put("unit", unit);
        line.put("limit", limit);
        line.put("ratio", round(value / limit));
        System.out.println(JsonMapper.builder().build().writeValueAsString(line));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
