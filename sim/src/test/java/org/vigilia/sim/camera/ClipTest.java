package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.sim.testing.Repository;

final class ClipTest {
    @TempDir
    private Path folder;

    /** A town's cameras with microphones show clips of others under a name of their own. */
    @Test
    void whatACameraSeesLiesBesideTheTrueFile() throws Exception {
        Path clip = Files.copy(Repository.pattern("small.h264"), folder.resolve("square.h264"));
        Files.writeString(folder.resolve("square.h264.analytics"), "0 <seen/>\n");
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("town")).resolve("heard.h264"), clip);
        assertThat(Clip.read(link).analytics().isEmpty()).isFalse();
        assertThat(Clip.read(link).pictures()).hasSameSizeAs(Clip.read(clip).pictures());
    }
}
