package org.vigilia.server.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.vigilia.server.ServerSettings;

/** The folders of this room. */
@Component
public final class EvidenceStore {
    private final Path evidence;
    private final Path secrets;
    private final Path recordings;

    EvidenceStore(
            EvidenceSettings settings,
            ServerSettings.Data data,
            @Value("${secrets.dir:}") String secrets,
            @Value("${recordings.dir:}") String recordings) {
        Path own = settings.dir();
        this.evidence = (own == null ? data.dir().resolve("evidence") : own).toAbsolutePath();
        this.secrets = (secrets.isBlank() ? data.dir().resolve("secrets") : Path.of(secrets)).toAbsolutePath();
        this.recordings =
                (recordings.isBlank() ? data.dir().resolve("recordings") : Path.of(recordings)).toAbsolutePath();
    }

    /** Files of an exhibit, encrypted. */
    Path exhibit(String id) {
        return evidence.resolve("exhibits").resolve(checked(id));
    }

    /** A file on its way in, encrypted. */
    public Path upload(String id) {
        return evidence.resolve("uploads").resolve(checked(id));
    }

    /** Packages made for outsiders, encrypted with their passcodes. */
    public Path packages() {
        return evidence.resolve("packages");
    }

    /** The folder of all evidence. */
    public Path root() {
        return evidence;
    }

    /** The folder of secrets. */
    Path secrets() {
        return secrets;
    }

    /** The file of a secret of this room, which may not be there yet. */
    public Path secret(String name) {
        return secrets.resolve(name);
    }

    /** Writes a secret so that nobody else may read it, and whole or not at all. Returns its file. */
    public Path writeSecret(String name, String content) throws IOException {
        Files.createDirectories(secrets);
        Path file = secret(name);
        Path part = secret(name + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, content);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    Path recordings() {
        return recordings;
    }

    private static String checked(String id) {
        if (!id.matches("[a-z]+-[0-9a-z]{1,32}")) {
            throw new IllegalArgumentException("'" + id + "' is no id");
        }
        return id;
    }
}
