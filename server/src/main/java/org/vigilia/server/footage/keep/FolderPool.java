package org.vigilia.server.footage.keep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.vigilia.proof.journal.Hash;

/** A folder on this machine or a shared disk. */
final class FolderPool implements Pool {

    private final String name;
    private final Path root;

    FolderPool(String name, Path root) {
        this.name = name;
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return name;
    }

    private Path path(String file) throws IOException {
        Path path = root.resolve(file).normalize();
        if (!path.startsWith(root) || path.equals(root)) {
            throw new IOException("'" + file + "' is no file of the pool " + name);
        }
        return path;
    }

    @Override
    public Path fetch(String file, String sha256) throws IOException {
        Path path = path(file);
        if (!Files.isRegularFile(path)) {
            throw new FileNotFoundException(file + " is not in the pool " + name);
        }
        return path;
    }

    /** The copy appears whole or not at all, and is on disk before it counts. */
    @Override
    public String put(Path from, String file) throws IOException {
        Path to = path(file);
        Path part = to.resolveSibling(to.getFileName() + ".part");
        Files.createDirectories(to.getParent());
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return hash(to);
    }

    /** SHA-256 of a file. */
    static String hash(Path file) throws IOException {
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), Hash.start())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return Hash.hex(in.getMessageDigest().digest());
        }
    }

    static String hash(InputStream from) throws IOException {
        try (DigestInputStream in = new DigestInputStream(from, Hash.start())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return Hash.hex(in.getMessageDigest().digest());
        }
    }

    @Override
    public void remove(String file, String sha256) throws IOException {
        Files.deleteIfExists(path(file));
    }

    @Override
    public Optional<String> findTrouble() {
        if (!Files.isDirectory(root)) {
            return Optional.of("the folder is not there");
        }
        return Files.isWritable(root) ? Optional.empty() : Optional.of("the folder cannot be written to");
    }

    @Override
    public OptionalLong freeBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public OptionalLong totalBytes() {
        try {
            return OptionalLong.of(Files.getFileStore(root).getTotalSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
