package org.vigilia.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The ffmpeg executable that ships inside the {@code org.bytedeco:ffmpeg} jar, made ready to run. */
final class Ffmpeg {

    private Ffmpeg() {}

    /** A small start script: the program finds its libraries only with their folder on the loader's path. */
    static Path executable(Home home) {
        Path jar = home.library("node", "ffmpeg-", ".jar");
        String platform = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x86_64";
        Path folder = Archives.unpackFolderOf(
                jar, "org/bytedeco/ffmpeg/" + platform + "/", home.cache().resolve("programs"));
        Path script = folder.resolve("run-ffmpeg");
        try {
            if (!Files.exists(script)) {
                Files.writeString(script, """
                        #!/bin/sh
                        here=$(dirname "$0")
                        LD_LIBRARY_PATH="$here${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "$here/ffmpeg" "$@"
                        """);
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return script;
        } catch (IOException e) {
            throw new UserError("Cannot write " + script + ": " + e.getMessage(), e);
        }
    }
}
