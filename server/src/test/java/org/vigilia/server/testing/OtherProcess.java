package org.vigilia.server.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Another process of ours, as it runs for people: media, or the pretend cameras. */
public final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final JsonNode said;
    private final Path log;

    private OtherProcess(Process process, JsonNode said, Path log) {
        this.process = process;
        this.said = said;
        this.log = log;
    }

    /**
     * Starts one; skips the test where its module is not built.
     *
     * @param log is appended to
     */
    public static OtherProcess start(String module, String main, Path log, List<String> arguments) throws IOException {
        Path target = Path.of("..", module, "target").toAbsolutePath().normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(target.resolve("lib")) && Files.isDirectory(target.resolve("classes")),
                "skipped: " + module + " is not built: ./mvnw -pl media,sim -am package -DskipTests");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                main));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException(module + " did not start: " + Files.readString(log));
        }
        return new OtherProcess(process, JsonMapper.shared().readTree(line), log);
    }

    /** What it said when it was ready. */
    public JsonNode said() {
        return said;
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Ends it at once, as a crash does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
