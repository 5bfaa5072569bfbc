package org.vigilia.vision.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Fetches a pinned package into the cache and checks it.
 *
 * <p>A partial download is kept beside its place as {@code .part} and continued by the next attempt (HTTP Range, RFC
 * 9110, 14). A file counts only once its SHA-512 fits.
 */
final class Download {

    private static final int ATTEMPTS = 3;

    private static final int CONNECT_MS = 15_000;

    /** A connection that delivers nothing for so long is given up and continued by a new one. */
    private static final int STALL_MS = 30_000;

    private final PrintStream out;
    private final boolean terminal;

    Download(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Makes sure that the package is in {@code folder}.
     *
     * @return the file
     * @throws IOException if it can neither be found nor fetched; says what was tried and what to do
     */
    Path fetch(Pinned pinned, URI source, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(pinned.file());
        if (Files.exists(file)) {
            if (matches(file, pinned)) {
                return file;
            }
            out.println(file + " does not have the pinned checksum: fetching it again");
            Files.delete(file);
        }
        Path part = folder.resolve(pinned.file() + ".part");
        String problem = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                receive(pinned, source, part);
                if (matches(part, pinned)) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                    return file;
                }
                Files.delete(part);
                problem = "what arrived does not have the pinned checksum";
            } catch (IOException e) {
                problem = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            }
        }
        throw new IOException("cannot fetch " + pinned.name() + " " + pinned.version() + "\n  tried: " + source + ", "
                + ATTEMPTS + " times\n  last problem: " + problem
                + "\n  what to do: connect this machine to the internet and run './vigilia models' again (it goes on where"
                + " it stopped),\n  or fetch that file elsewhere and put it at " + file.toAbsolutePath());
    }

    private void receive(Pinned pinned, URI source, Path part) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have == pinned.bytes()) {
            return;
        }
        HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(STALL_MS);
        if (have > 0) {
            connection.setRequestProperty("Range", "bytes=" + have + "-");
        }
        try {
            int status = connection.getResponseCode();
            if (status == 416) {
                Files.delete(part);
            }
            if (status != 200 && status != 206) {
                throw new IOException("HTTP status " + status);
            }
            try (InputStream body = connection.getInputStream()) {
                save(pinned, body, part, status == 206 ? have : 0);
            }
        } finally {
            connection.disconnect();
        }
    }

    private void save(Pinned pinned, InputStream body, Path part, long from) throws IOException {
        long done = from;
        Progress progress = new Progress(out, terminal, pinned.name() + " " + pinned.version(), pinned.bytes());
        try (OutputStream to = Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                from > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = body.read(buffer)) >= 0) {
                done += read;
                if (done > pinned.bytes()) {
                    throw new IOException("more than the expected " + pinned.bytes() + " bytes");
                }
                to.write(buffer, 0, read);
                progress.at(done);
            }
        }
        if (done < pinned.bytes()) {
            throw new IOException("the connection ended after " + done + " of " + pinned.bytes() + " bytes");
        }
    }

    private static boolean matches(Path file, Pinned pinned) throws IOException {
        if (Files.size(file) != pinned.bytes()) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, read);
            }
            return Base64.getEncoder().encodeToString(digest.digest()).equals(pinned.sha512());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
