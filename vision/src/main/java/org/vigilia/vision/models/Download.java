package org.vigilia.vision.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/**
 * Fetches a pinned package into the cache and checks it.
 *
 * <p>A partial download is kept beside its place as {@code .part} and continued by the next attempt (HTTP Range, RFC
 * 9110, 14). A file counts only once its SHA-512 fits.
 */
final class Download {

    private static final int ATTEMPTS = 3;

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(15))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
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
    Path fetch(Pinned pinned, URI source, Path folder) throws IOException, InterruptedException {
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

    private void receive(Pinned pinned, URI source, Path part) throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have == pinned.bytes()) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(Duration.ofMinutes(1));
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean continued = response.statusCode() == 206;
            if (response.statusCode() == 416) {
                Files.delete(part);
            }
            if (response.statusCode() != 200 && !continued) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            long done = continued ? have : 0;
            Progress progress = new Progress(out, terminal, pinned.name() + " " + pinned.version(), pinned.bytes());
            try (OutputStream to = Files.newOutputStream(
                    part,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    continued ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
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
