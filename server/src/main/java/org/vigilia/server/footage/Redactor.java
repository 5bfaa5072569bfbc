package org.vigilia.server.footage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Hides people, heads and plates in clips, writes into pictures and marks them: a child process of the vision module for
 * each clip, so that a native fault ends one job only. One that looks for people and one that only draws may run beside
 * each other, never more, so that live analysis keeps its share of the machine. Whoever throws from {@code progress} ends
 * the work. Thread-safe.
 */
@Component
public class Redactor {

    private static final Duration LONGEST = Duration.ofHours(2);
    private static final String PROGRESS = "progress ";
    private static final String NOTE = "note ";

    private final Program program;
    private final Semaphore turn = new Semaphore(1, true);
    private final Semaphore drawing = new Semaphore(1, true);

    Redactor(Program program) {
        this.program = program;
    }

    /**
     * Where the vision module is.
     *
     * @param program folder with its {@code classes} and {@code lib}; null: nothing can be redacted
     * @param models folder of its model store
     * @param natives folder where its native libraries are unpacked
     */
    @ConfigurationProperties("redactor")
    public record Program(
            @Nullable Path program,
            @Nullable Path models,
            @Nullable Path natives) {}

    /** Whether there is a vision module on this machine. */
    public boolean available() {
        Path folder = program.program();
        return folder != null && Files.isDirectory(folder.resolve("lib"));
    }

    /**
     * Finds everybody and everything in a clip and writes the plan (see decision 0050).
     *
     * @param progress hears 0 to 1
     * @throws IOException saying what went wrong
     */
    public void propose(Path clip, Path plan, DoubleConsumer progress) throws IOException, InterruptedException {
        run(List.of("propose", "--input", clip.toString(), "--plan", plan.toString()), true, progress);
    }

    /** Makes the clip in which all that the plan hides is hidden. */
    public void render(Path clip, Path plan, Path out, DoubleConsumer progress)
            throws IOException, InterruptedException {
        run(
                List.of("render", "--input", clip.toString(), "--plan", plan.toString(), "--out", out.toString()),
                false,
                progress);
    }

    /** Makes the segment in which everybody is hidden that the detector has the least idea of. */
    public void anonymise(Path segment, Path out) throws IOException, InterruptedException {
        run(List.of("anonymise", "--input", segment.toString(), "--out", out.toString()), true, share -> {});
    }

    /**
     * Makes the clip that has a text in each picture (see decision 0053).
     *
     * @return what is to be known of it, in plain words
     */
    public List<String> overlay(Path clip, Path plan, Path out, DoubleConsumer progress)
            throws IOException, InterruptedException {
        return draw(
                List.of("overlay", "--input", clip.toString(), "--plan", plan.toString(), "--out", out.toString()),
                progress);
    }

    /** Makes the copy of a clip or a picture ({@code .jpg}) that is marked for one viewer (see decision 0052). */
    public void mark(Path file, Path plan, Path out, DoubleConsumer progress) throws IOException, InterruptedException {
        draw(List.of("mark", "--input", file.toString(), "--plan", plan.toString(), "--out", out.toString()), progress);
    }

    /** Compares a copy that got out with its original, and writes whose it is. */
    public void trace(Path original, Path copy, Path plan, Path out, DoubleConsumer progress)
            throws IOException, InterruptedException {
        draw(
                List.of(
                        "trace",
                        "--input",
                        original.toString(),
                        "--copy",
                        copy.toString(),
                        "--plan",
                        plan.toString(),
                        "--out",
                        out.toString()),
                progress);
    }

    private List<String> draw(List<String> task, DoubleConsumer progress) throws IOException, InterruptedException {
        List<String> command = command(task, false);
        drawing.acquire();
        try {
            return follow(command, progress);
        } finally {
            drawing.release();
        }
    }

    private void run(List<String> task, boolean models, DoubleConsumer progress)
            throws IOException, InterruptedException {
        List<String> command = command(task, models);
        turn.acquire();
        try {
            follow(command, progress);
        } finally {
            turn.release();
        }
    }

    private List<String> command(List<String> task, boolean models) throws IOException {
        Path folder = program.program();
        if (folder == null || !available()) {
            throw new IOException("there is no vision module on this machine");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Duser.timezone=UTC"));
        if (program.natives() != null) {
            command.add("-Dorg.bytedeco.javacpp.cachedir=" + program.natives());
        }
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", folder.resolve("classes") + ":" + folder.resolve("lib") + "/*"));
        command.addAll(List.of("org.vigilia.vision.Main", "redact"));
        command.addAll(task);
        if (models && program.models() != null) {
            command.addAll(List.of("--models", program.models().toString()));
        }
        return command;
    }

    private static List<String> follow(List<String> command, DoubleConsumer progress)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // reading ends when the process does, so whoever hangs is ended from outside
        process.onExit().orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).exceptionally(late -> {
            process.destroyForcibly();
            return process;
        });
        String said = "";
        List<String> notes = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(PROGRESS)) {
                    progress.accept(Double.parseDouble(line.substring(PROGRESS.length())));
                } else if (line.startsWith(NOTE)) {
                    notes.add(line.substring(NOTE.length()));
                } else if (line.startsWith("redact: ")) {
                    said = line.substring("redact: ".length());
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException(said.isEmpty() ? "the vision process ended early" : said);
            }
            return notes;
        } finally {
            process.destroyForcibly();
        }
    }
}
