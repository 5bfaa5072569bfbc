package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path folder;

    @Test
    void onlyTheOwnerMayReadASecret() throws IOException {
        Path file = new Secrets(folder.resolve("secrets")).file("token");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{48}");
    }

    @Test
    void aSecretStaysTheSameAndDiffersFromOthers() throws IOException {
        Secrets secrets = new Secrets(folder.resolve("secrets"));
        String first = Files.readString(secrets.file("token"));

        assertThat(Files.readString(new Secrets(folder.resolve("secrets")).file("token")))
                .isEqualTo(first);
        assertThat(Files.readString(secrets.file("database"))).isNotEqualTo(first);
    }
}
