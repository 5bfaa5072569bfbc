package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigilia analyse}: the analysis of the product on one file, without database or server. */
@Command(name = "analyse", description = "Analyse a video file: tracks, facts and alerts, as fast as this machine can")
final class Analyse implements Callable<Integer> {

    @Option(names = "--input", paramLabel = "FILE|URL", required = true, description = "what to analyse")
    @SuppressWarnings("NullAway.Init")
    private String input;

    @Option(
            names = "--scene",
            paramLabel = "scene.yml",
            description = "zones, lanes and rules, as the server exports them")
    private @Nullable Path scene;

    @Option(names = "--tracks", paramLabel = "out.txt", description = "tracks in MOTChallenge format")
    private @Nullable Path tracks;

    @Option(
            names = "--events",
            paramLabel = "out.jsonl",
            description = "alerts, one JSON object a line (needs --scene)")
    private @Nullable Path events;

    @Option(names = "--facts", paramLabel = "out.jsonl", description = "facts, one JSON object a line")
    private @Nullable Path facts;

    @Option(
            names = "--sound",
            paramLabel = "out.jsonl",
            description = "sound levels and events of the sound track, one JSON object a line")
    private @Nullable Path sound;

    @Option(names = "--reverse-lanes", description = "turn every lane of the scene round")
    private boolean reverseLanes;

    @Option(names = "--frames", paramLabel = "N", description = "stop after so many frames")
    private int frames;

    @Override
    public Integer call() throws Exception {
        Home home = Home.find(System.getenv());
        if (events != null && scene == null) {
            throw new UserError(
                    "--events needs --scene: without zones, lanes and rules there is nothing to alert about");
        }
        List<String> vision = Vision.command(home);
        vision.addAll(List.of("analyse", "--input", input));
        option(vision, "--scene", scene);
        option(vision, "--tracks", tracks);
        option(vision, "--facts", facts);
        option(vision, "--sound", sound);
        if (reverseLanes) {
            vision.add("--reverse-lanes");
        }
        if (frames > 0) {
            vision.addAll(List.of("--frames", String.valueOf(frames)));
        }
        if (events == null || scene == null) {
            return Child.run(vision);
        }
        vision.add("--facts-to-stdout");
        return pipe(vision, judge(home, scene, events));
    }

    private List<String> judge(Home home, Path sceneFile, Path eventsFile) {
        List<String> judge = home.java(
                "stream",
                "org.vigilia.stream.Main",
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-Dvigilia.log.level=WARN"));
        judge.addAll(
                List.of("judge", "--scene", sceneFile.toString(), "--facts", "-", "--events", eventsFile.toString()));
        if (reverseLanes) {
            judge.add("--reverse-lanes");
        }
        return judge;
    }

    /** Runs {@code source | sink}; the first failure is the exit code. */
    private static int pipe(List<String> source, List<String> sink) throws IOException, InterruptedException {
        List<Process> pair = ProcessBuilder.startPipeline(List.of(
                new ProcessBuilder(source)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT),
                new ProcessBuilder(sink)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> pair.forEach(Process::destroy), "stop-children"));
        int first = pair.get(0).waitFor();
        int second = pair.get(1).waitFor();
        return first != 0 ? first : second;
    }

    private static void option(List<String> command, String name, @Nullable Path value) throws IOException {
        if (value != null) {
            Path parent = value.toAbsolutePath().getParent();
            if (parent != null && !name.equals("--scene")) {
                Files.createDirectories(parent);
            }
            command.addAll(new ArrayList<>(List.of(name, value.toString())));
        }
    }
}
