package org.vigilia.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vigilia.server.testing.RunningServer;

/** The description of the interface in docs/reference is that of the code. */
class OpenApiITCase {

    private static final String REFRESH =
            "./mvnw -q -pl server -am verify -Dit.test=OpenApiITCase -Dvigilia.refresh=true"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dtest=NONE";

    @Test
    void theDescriptionInTheDocumentationIsFresh() throws Exception {
        Path file = root().resolve("docs/reference/openapi.json");
        try (RunningServer server = RunningServer.start()) {
            String fresh = server.administrator()
                            .get("/api/v1/openapi.json")
                            .expect(200)
                            .json()
                            .toPrettyString()
                    + "\n";
            if (Boolean.getBoolean("vigilia.refresh")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, fresh);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("docs/reference/openapi.json is stale; refresh it with: " + REFRESH)
                    .isEqualTo(fresh);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = java.util.Objects.requireNonNull(folder.getParent(), "mvnw not found");
        }
        return folder;
    }
}
