package org.vigilia.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where things lie: the checkout (or unpacked distribution) and the user's cache.
 *
 * @param root the folder that holds {@code vigilia}, the modules and {@code config}
 * @param cache what can be fetched or made again: native programs, models, clips
 */
record Home(Path root, Path cache) {

    /** Reads {@code VIGILIA_HOME} (set by the front door) and {@code XDG_CACHE_HOME}. */
    static Home find(Map<String, String> environment) {
        String set = environment.get("VIGILIA_HOME");
        Path root = Path.of(set == null ? "." : set).toAbsolutePath().normalize();
        if (!Files.isDirectory(root.resolve("config"))) {
            throw new UserError("There is no Vigilia at " + root + ". Start it by the script 'vigilia' of its folder.");
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        Path cacheRoot =
                xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return new Home(root, cacheRoot.resolve("vigilia"));
    }

    /** The command that starts a module's main class in a JVM of its own. */
    List<String> java(String module, String mainClass, List<String> jvmOptions) {
        Path target = root.resolve(module).resolve("target");
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new UserError("Module '" + module + "' is not built. Run './mvnw -DskipTests package' in " + root);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(target.resolve("classes") + ":" + target.resolve("lib") + "/*");
        command.add(mainClass);
        return command;
    }

    /** A file among the classes of a module. */
    Path resource(String module, String name) {
        return root.resolve(module).resolve("target/classes").resolve(name);
    }

    Path library(String module, String prefix, String suffix) {
        Path lib = root.resolve(module).resolve("target/lib");
        try (var files = Files.list(lib)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix)
                            && f.getFileName().toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new UserError("There is no " + prefix + "*" + suffix + " in " + lib));
        } catch (java.io.IOException e) {
            throw new UserError("Cannot read " + lib + ": " + e.getMessage());
        }
    }
}
