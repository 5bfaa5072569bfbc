package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootageChoiceTest {

    @TempDir
    private Path folder;

    private Home home = new Home(Path.of("."), Path.of("."));

    @BeforeEach
    void checkout() throws IOException {
        home = new Home(Files.createDirectories(folder.resolve("checkout")), folder.resolve("cache"));
    }

    @Test
    void isNothingWhereNothingCanBeHadSoThatScenesAreDrawn() throws IOException {
        assertThat(find(null)).isNull();
        Files.createDirectories(folder.resolve("shared/footage"));
        assertThat(find(null)).as("an empty folder beside the checkout").isNull();
    }

    @Test
    void isTheFolderBesideTheCheckoutBeforeDebiansSample() throws IOException {
        sample();
        assertThat(find(null)).isEqualTo(folder.resolve("cache/footage"));
        assertThat(folder.resolve("cache/footage/vtest.avi")).hasContent("a clip");
        Path beside = Files.createDirectories(folder.resolve("shared/footage"));
        Files.writeString(beside.resolve("street.mp4"), "a clip");
        assertThat(find(null)).isEqualTo(beside);
    }

    @Test
    void isTheFolderThatIsNamedOrAnErrorThatNamesIt() throws IOException {
        Path named = Files.createDirectories(folder.resolve("mine"));
        assertThat(find(named)).isEqualTo(named);
        assertThatThrownBy(() -> find(folder.resolve("away")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("away");
    }

    private void sample() throws IOException {
        Path samples = Files.createDirectories(folder.resolve("samples"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(samples.resolve("vtest.avi.gz")))) {
            out.write("a clip".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @org.jspecify.annotations.Nullable
    private Path find(@org.jspecify.annotations.Nullable Path named) {
        return FootageChoice.find(home, named, folder.resolve("samples"), false);
    }
}
