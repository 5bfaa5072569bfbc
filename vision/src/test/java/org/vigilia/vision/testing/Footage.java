package org.vigilia.vision.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** Where tests find video. */
public final class Footage {

    private Footage() {}

    /** The root of this repository. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run outside the repository");
        }
        return folder;
    }

    /** A clip from the folder of footage beside the repository; the test is skipped where there is none. */
    public static Path clip(String name) {
        String given = System.getenv("VIGILIA_SHARED");
        Path shared = given == null ? root().resolveSibling("shared") : Path.of(given);
        Path clip = shared.resolve("footage").resolve(name);
        Assumptions.assumeTrue(Files.exists(clip), "skipped: no footage at " + clip);
        return clip;
    }

    /** A twelve-frame test pattern, 160x96, a key frame every fourth frame: "h264" or "h265". */
    public static Path pattern(String codec, Path folder) throws IOException {
        Path file = folder.resolve("pattern-" + codec + ".mp4");
        try (InputStream in = Footage.class.getResourceAsStream("pattern-" + codec + ".mp4")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
        return file;
    }
}
