package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets between the processes of one machine: made at first start, kept in files that only their owner may read. */
final class Secrets {

    private static final int BYTES = 24;

    private final Path folder;

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** The file that holds a secret; makes both when there is none yet. */
    Path file(String name) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            if (!Files.exists(file)) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
            }
            return file;
        } catch (IOException e) {
            throw new UserError("Cannot keep the secret " + file + ": " + e.getMessage(), e);
        }
    }
}
