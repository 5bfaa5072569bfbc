package org.vigilia.media.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.id.CameraId;

final class CameraStoreITCase {
    private static final List<CameraEntry> LIST = List.of(
            new CameraEntry(new CameraId("a"), "rtsp://h/1", null, "anna", "secret"),
            new CameraEntry(new CameraId("b"), "rtsp://u:hidden@h/2", "rtsp://h/3", null, null));

    @TempDir
    Path folder;

    private Path list() {
        return folder.resolve("deep/cameras.bin");
    }

    private Path key() {
        return folder.resolve("keys/cameras.key");
    }

    @Test
    void keepsTheListSealedForItsOwnerOnly() throws IOException {
        assertThat(new CameraStore(list(), key()).load()).isEmpty();
        new CameraStore(list(), key()).save(LIST);
        assertThat(new CameraStore(list(), key()).load()).isEqualTo(LIST);
        String bytes = new String(Files.readAllBytes(list()), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("anna").doesNotContain("secret").doesNotContain("rtsp");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(list())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
        assertThat(LIST.toString()).doesNotContain("secret").doesNotContain("hidden");
    }

    @Test
    void saysSoWhenTheListWasChangedOrTheKeyIsAnother() throws IOException {
        new CameraStore(list(), key()).save(LIST);
        byte[] bytes = Files.readAllBytes(list());
        bytes[bytes.length / 2] ^= 1;
        Files.write(list(), bytes);
        assertThatThrownBy(() -> new CameraStore(list(), key()).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed");
        Files.write(list(), new byte[] {1});
        assertThatThrownBy(() -> new CameraStore(list(), key()).load()).hasMessageContaining("no camera list");
        Files.write(key(), new byte[3]);
        assertThatThrownBy(() -> new CameraStore(list(), key())).hasMessageContaining("3");
    }
}
