package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AacRecordingTest {
    @TempDir
    private Path folder;

    @Test
    void adtsFramesBecomePayloadsOfRfc3640() throws Exception {
        // AAC-LC, 16 kHz, one channel, no check: frames of 10 and 9 bytes in all
        byte[] frames = HexFormat.of().parseHex("fff1604001" + "5ffc" + "a1a2a3" + "fff1604001" + "3ffc" + "b1b2");
        Files.write(folder.resolve("street.aac"), frames);
        Files.write(folder.resolve("clip.h264.sound"), List.of("recording street.aac"));
        Soundtrack track = Objects.requireNonNull(Soundtrack.beside(folder.resolve("clip.h264")));
        assertThat(track.rate()).isEqualTo(16_000);
        assertThat(track.samples()).isEqualTo(1024);
        assertThat(track.format()).contains("mode=AAC-hbr").endsWith("config=1408");
        assertThat(track.pieces())
                .containsExactly(
                        HexFormat.of().parseHex("00100018a1a2a3"),
                        HexFormat.of().parseHex("00100010b1b2"));
    }

    @Test
    void anotherFileIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("street.aac"), new byte[100]);
        assertThatThrownBy(() -> AacRecording.read(file)).hasMessageContaining("no file of ADTS");
    }
}
