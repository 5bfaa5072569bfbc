package org.vigilia.sim.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A vision worker as a process of its own, without any model. */
public final class VisionProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;

    private VisionProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Starts it beside media, whose token it uses; skips the test where vision is not built. */
    public static VisionProcess start(Path folder, MediaProcess media, String databaseUrl) throws IOException {
        Path target = Repository.root().resolve("vision/target");
        Assumptions.assumeTrue(
                Files.isDirectory(target.resolve("lib")),
                "vision is not built: ./mvnw -pl media,vision,sim -am verify");
        Files.writeString(
                folder.resolve("vision.properties"),
                String.join(
                        "\n",
                        "http.port=0",
                        "token.file=" + folder.resolve("token"),
                        "media.socket=" + media.socket(),
                        "models.dir=" + folder.resolve("no-models"),
                        "db.url=" + databaseUrl,
                        "db.user=postgres"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-cp",
                        target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                        "org.vigilia.vision.Main",
                        "work",
                        "--settings",
                        folder.resolve("vision.properties").toString(),
                        "--die-with-parent")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("vision.log").toFile())
                .start();
        return new VisionProcess(folder, process);
    }

    public String log() throws IOException {
        return Files.readString(folder.resolve("vision.log"));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
