package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the demo's pictures come from: what the person names, what lies beside the checkout, Debian's sample clip, or
 * scenes that are drawn.
 */
final class FootageChoice {

    private static final Path SAMPLES = Path.of("/usr/share/doc/opencv-doc/examples/data");

    private FootageChoice() {}

    /**
     * A folder with at least one clip; null when there is none and scenes have to be drawn.
     *
     * @param named by {@code --footage}; null to look for some
     * @throws UserError when the named folder is not there
     */
    static @Nullable Path find(Home home, @Nullable Path named) {
        boolean mayInstall =
                System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/apt-get"));
        return find(home, named, SAMPLES, mayInstall);
    }

    static @Nullable Path find(Home home, @Nullable Path named, Path samples, boolean mayInstall) {
        if (named != null) {
            if (!Files.isDirectory(named)) {
                throw new UserError("--footage " + named + " is not a folder");
            }
            return named.toAbsolutePath();
        }
        Path beside = home.root().resolveSibling("shared").resolve("footage");
        if (holdsFiles(beside)) {
            return beside;
        }
        return debianSample(home, samples, mayInstall);
    }

    /**
     * Real footage, for measuring.
     *
     * @throws UserError when there is none, saying how to get some
     */
    static Path get(Home home) {
        Path found = find(home, null);
        if (found == null) {
            throw new UserError("There is no footage to measure with: put clips into ../shared/footage, or install"
                    + " Debian's package opencv-doc ('apt-get install opencv-doc').");
        }
        return found;
    }

    private static boolean holdsFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var inside = Files.list(folder)) {
            return inside.anyMatch(Files::isRegularFile);
        } catch (IOException e) {
            throw new UserError("Cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Path debianSample(Home home, Path samples, boolean mayInstall) {
        if (!Files.isDirectory(samples) && mayInstall) {
            System.out.println("  no footage here: fetching Debian's sample clip (apt-get install opencv-doc)");
            Child.run(java.util.List.of("apt-get", "update", "-qq"));
            Child.run(java.util.List.of("apt-get", "install", "-y", "-qq", "--no-install-recommends", "opencv-doc"));
        }
        try {
            Path folder = Files.createDirectories(home.cache().resolve("footage"));
            Path clip = folder.resolve("vtest.avi");
            if (Files.exists(samples.resolve("vtest.avi"))) {
                Files.copy(samples.resolve("vtest.avi"), clip, StandardCopyOption.REPLACE_EXISTING);
            } else if (Files.exists(samples.resolve("vtest.avi.gz"))) {
                try (var in = new GZIPInputStream(Files.newInputStream(samples.resolve("vtest.avi.gz")))) {
                    Files.copy(in, clip, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return Files.exists(clip) ? folder : null;
        } catch (IOException e) {
            throw new UserError("Cannot copy the sample clip: " + e.getMessage(), e);
        }
    }
}
