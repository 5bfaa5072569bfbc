package org.vigilia.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ffmpeg executable that ships inside the {@code org.bytedeco:ffmpeg} jar, made ready to run. */
final class Ffmpeg {

    private static final Pattern MISSING =
            Pattern.compile("error while loading shared libraries: (\\S+): cannot open shared object file");

    /** Needed only to capture from a desktop's screen and sound card, which nothing here does. */
    private static final Set<String> DESKTOP =
            Set.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0", "libxcb-shape.so.0");

    private Ffmpeg() {}

    /** A small start script: the program finds its libraries only with their folder on the loader's path. */
    static Path executable(Home home) {
        Path jar = home.library("node", "ffmpeg-", ".jar");
        String platform = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x86_64";
        Path folder = Archives.unpackFolderOf(
                jar, "org/bytedeco/ffmpeg/" + platform + "/", home.cache().resolve("programs"));
        return madeReady(folder);
    }

    /**
     * Makes the unpacked program start on a server too: for a desktop library that this machine lacks, the loader finds
     * another of the program's own libraries under its name. The symbols are bound when first called, which is never.
     *
     * @throws UserError when it cannot start all the same, saying what it lacks
     */
    static Path madeReady(Path folder) {
        Path script = folder.resolve("run-ffmpeg");
        if (Files.exists(script)) {
            return script;
        }
        try {
            Path draft = Files.createTempFile(folder, "run-ffmpeg", ".new");
            Files.writeString(draft, """
                    #!/bin/sh
                    here=$(dirname "$0")
                    LD_LIBRARY_PATH="$here${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/ffmpeg" "$@"
                    """);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (int i = 0; i <= DESKTOP.size(); i++) {
                String complaint = complaintOf(draft);
                if (complaint.isEmpty()) {
                    // the script stands under its name only once the program was seen to start
                    Files.move(draft, script, StandardCopyOption.ATOMIC_MOVE);
                    return script;
                }
                Matcher missing = MISSING.matcher(complaint);
                if (!missing.find() || !DESKTOP.contains(missing.group(1))) {
                    throw new UserError("The bundled ffmpeg does not start: " + complaint);
                }
                standIn(folder.resolve(missing.group(1)));
            }
            throw new UserError("The bundled ffmpeg does not start: " + complaintOf(draft));
        } catch (IOException e) {
            throw new UserError("Cannot make ffmpeg ready in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void standIn(Path library) throws IOException {
        try {
            Files.createSymbolicLink(library, Path.of("libdrm.so.2"));
        } catch (FileAlreadyExistsException madeByAnotherProcess) {
            return;
        }
    }

    /** Empty when it starts. */
    private static String complaintOf(Path script) throws IOException {
        Process process = new ProcessBuilder(script.toString(), "-version")
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer within 30 s";
            }
            return process.exitValue() == 0 ? "" : said.isEmpty() ? "exit status " + process.exitValue() : said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
