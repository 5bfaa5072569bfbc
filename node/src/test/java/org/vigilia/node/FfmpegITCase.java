package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pretend ffmpeg that lacks libraries, as the loader would say it. */
class FfmpegITCase {

    @TempDir
    private Path folder;

    @BeforeEach
    void aLibraryOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("libdrm.so.2"), "");
    }

    @Test
    void desktopLibrariesThatThisMachineLacksAreStoodInFor() throws Exception {
        ffmpegThatNeeds("libpulse.so.0", "libasound.so.2");

        Path script = Ffmpeg.madeReady(folder);

        assertThat(folder.resolve("libpulse.so.0")).isSymbolicLink();
        assertThat(folder.resolve("libasound.so.2")).isSymbolicLink();
        assertThat(new ProcessBuilder(script.toString(), "-version").start().waitFor())
                .isZero();
        assertThat(Ffmpeg.madeReady(folder)).isEqualTo(script);
    }

    @Test
    void whatElseIsMissingIsSaidByName() throws IOException {
        ffmpegThatNeeds("libc.so.9");

        assertThatThrownBy(() -> Ffmpeg.madeReady(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("libc.so.9");
        assertThat(folder.resolve("run-ffmpeg")).doesNotExist();
    }

    private void ffmpegThatNeeds(String... libraries) throws IOException {
        StringBuilder script = new StringBuilder("#!/bin/sh\nhere=$(dirname \"$0\")\n");
        for (String library : libraries) {
            script.append("[ -e \"$here/" + library + "\" ] || { echo \"ffmpeg: error while loading shared libraries: "
                    + library + ": cannot open shared object file: No such file or directory\" >&2; exit 127; }\n");
        }
        Path program = Files.writeString(folder.resolve("ffmpeg"), script.append("echo pretend\n"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
