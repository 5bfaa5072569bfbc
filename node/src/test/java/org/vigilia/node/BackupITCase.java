package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A case, backed up while the system runs, restored into an empty folder by the documented commands, and verified. */
class BackupITCase {

    @TempDir
    private Path folder;

    @Test
    void whatWasBackedUpWhileItRanIsWholeOnAnEmptyMachine() throws Exception {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw"))) {
            root = java.util.Objects.requireNonNull(root.getParent(), "mvnw not found");
        }
        Home home = Home.find(Map.of("VIGILIA_HOME", root.toString()));
        Assumptions.assumeTrue(Files.isDirectory(root.resolve("server/target/lib")), "the server is not built");
        Path data = folder.resolve("data");
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600);
        new Secrets(data.resolve("secrets")).file("machine-token");
        List<String> make = home.java("proof", "org.vigilia.proof.bench.MakeRecording", List.of("-Xmx128m"));
        make.addAll(List.of(
                "--ffmpeg", Ffmpeg.executable(home).toString(),
                "--root", data.resolve("recordings").toString(),
                "--secrets", data.resolve("secrets").toString(),
                "--camera", "gate",
                "--start", String.valueOf(start.getEpochSecond() * 1_000_000),
                "--segments", "2"));
        assertThat(Child.run(make)).isZero();
        String exhibit;
        Path copy = folder.resolve("copy");
        try (Console console = Console.open(home, data)) {
            JsonNode made = Evidence.made(
                    console,
                    "gate",
                    start.plusSeconds(3),
                    start.plusSeconds(13),
                    "a test",
                    null,
                    Duration.ofMillis(100));
            exhibit = made.path("id").asString("");
            assertThat(run("backup", "--data", data.toString(), "--to", copy.toString()))
                    .isZero();
        }
        Path restored = folder.resolve("restored");
        assertThat(run("restore", "--from", copy.toString(), "--data", restored.toString()))
                .isZero();
        Path vgx = folder.resolve("clip.vgx");
        try (Console console = Console.open(home, restored)) {
            console.save("/exhibits/" + exhibit + "/package?sources=true&user=test", vgx);
        }
        List<String> verify = home.java("proof", "org.vigilia.proof.pack.Main", List.of("-Xmx128m"));
        verify.add(vgx.toString());
        assertThat(Child.run(verify)).isZero();
        byte[] bytes = Files.readAllBytes(vgx);
        bytes[bytes.length / 2] ^= 1;
        Files.write(vgx, bytes);
        assertThat(Child.run(verify)).isEqualTo(3);
    }

    private static int run(String... arguments) {
        return Main.commandLine().execute(arguments);
    }
}
