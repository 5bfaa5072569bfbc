package org.vigilia.sim.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this clone lies. */
public final class Repository {
    private Repository() {}

    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException("no mvnw above " + Path.of("").toAbsolutePath());
        }
        return at;
    }

    public static Path pattern(String name) {
        return root().resolve("sim/src/test/resources/patterns").resolve(name);
    }
}
