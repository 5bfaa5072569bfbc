package org.vigilia.server.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The ffmpeg that Vigilia brings along, unpacked; a test that needs it is skipped where the build has not fetched it. */
public final class BundledFfmpeg {
    private final Path folder;

    private BundledFfmpeg(Path folder) {
        this.folder = folder;
    }

    /** Unpacks it into a folder. */
    public static BundledFfmpeg unpack(Path folder) throws IOException {
        Optional<BundledFfmpeg> found = find(folder);
        Assumptions.assumeTrue(found.isPresent(), "skipped: ffmpeg's jar is not in the local repository");
        return found.orElseThrow();
    }

    /** Unpacks it into a folder; empty where the build has not fetched it. */
    public static Optional<BundledFfmpeg> find(Path folder) throws IOException {
        Path repository =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        Path home = repository.resolve("org/bytedeco/ffmpeg");
        if (!Files.isDirectory(home)) {
            return Optional.empty();
        }
        List<Path> jars;
        try (Stream<Path> files = Files.walk(home)) {
            jars = files.filter(file -> file.toString().matches(".*-linux-(x86_64|arm64)\\.jar"))
                    .toList();
        }
        if (jars.isEmpty()) {
            return Optional.empty();
        }
        Files.createDirectories(folder);
        try (JarFile jar = new JarFile(jars.get(0).toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (name.matches("ffmpeg|lib.*\\.so.*")) {
                    Path out = folder.resolve(name);
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, out);
                    }
                    if (!out.toFile().setExecutable(true)) {
                        throw new IOException(out + " cannot be made executable");
                    }
                }
            }
        }
        return Optional.of(new BundledFfmpeg(folder));
    }

    /** A program that starts it with its libraries. */
    public Path program() throws IOException {
        Path script = folder.resolve("run-ffmpeg");
        if (!Files.exists(script)) {
            Files.writeString(
                    script,
                    "#!/bin/sh\nLD_LIBRARY_PATH='" + folder + "' exec '" + folder.resolve("ffmpeg") + "' \"$@\"\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException(script + " cannot be made executable");
            }
        }
        return script;
    }

    /** How it ended and what it printed. */
    public record Ending(int code, String printed) {}

    /** Runs it to its end. */
    public Ending run(String... options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(folder.resolve("ffmpeg").toString(), "-nostdin"));
        line.addAll(List.of(options));
        Path out = Files.createTempFile(folder, "printed", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("ffmpeg did not end: " + Files.readString(out));
        }
        return new Ending(process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
    }
}
