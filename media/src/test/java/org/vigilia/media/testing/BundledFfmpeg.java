package org.vigilia.media.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
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
        Path repository =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        Path home = repository.resolve("org/bytedeco/ffmpeg");
        Assumptions.assumeTrue(Files.isDirectory(home), "ffmpeg's jar is not in the local repository");
        List<Path> jars;
        try (Stream<Path> files = Files.walk(home)) {
            jars = files.filter(file -> file.toString().matches(".*-linux-(x86_64|arm64)\\.jar"))
                    .toList();
        }
        Assumptions.assumeFalse(jars.isEmpty(), "ffmpeg's jar is not in the local repository");
        try (JarFile jar = new JarFile(jars.get(0).toFile())) {
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (name.matches("ffmpeg|ffprobe|lib.*\\.so.*")) {
                    Path out = folder.resolve(name);
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, out);
                    }
                    assertThat(out.toFile().setExecutable(true)).isTrue();
                }
            }
        }
        return new BundledFfmpeg(folder);
    }

    /** The executable. */
    public Path executable() {
        return folder.resolve("ffmpeg");
    }

    /** Runs {@code ffmpeg} or {@code ffprobe}; all it prints, which must be an ending without failure. */
    public String run(String program, List<String> options) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(folder.resolve(program).toString(), "-loglevel", "error"));
        line.addAll(options);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectInput(new File("/dev/null")).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(printed).isZero();
        return printed;
    }
}
