package org.vigilia.vision.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.sound.Sounds;
import org.vigilia.vision.testing.Footage;

/** A file's sound track as lines of JSON. */
class SoundFileITCase {

    private static final long SEED = 4;

    @TempDir
    Path folder;

    @Test
    void writesEachSecondAndEachEvent() throws Exception {
        System.out.println("seed " + SEED);
        int rate = 16_000;
        Sounds sounds = new Sounds(rate, SEED);
        float[] sound = sounds.traffic(0.01, 15);
        sounds.add(sound, sounds.bang(0.6), 10);
        Path out = folder.resolve("sound.jsonl");
        String told = SoundFile.write(wav(sound, rate).toString(), Instant.parse("2026-11-25T10:00:00Z"), out);
        assertThat(told).startsWith("15 s of sound, 1 events");
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(16);
        assertThat(lines.get(0))
                .startsWith("{\"at\":\"2026-11-25T10:00:00Z\",\"laeq\":")
                .contains("\"octaves\":{\"63\":");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("{\"event\":\"BANG\",\"at\":\"2026-11-25T10:00:")
                        .contains("\"confidence\":"));
    }

    @Test
    void saysWhenThereIsNoSound() throws IOException {
        Path silent = Footage.pattern("h264", folder);
        assertThatThrownBy(() -> SoundFile.write(silent.toString(), Instant.EPOCH, folder.resolve("out")))
                .isInstanceOf(VideoUnreadable.class)
                .hasMessageContaining("holds no sound");
    }

    private Path wav(float[] sound, int rate) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(44 + sound.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + sound.length * 2);
        out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2);
        out.putShort((short) 2).putShort((short) 16);
        out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(sound.length * 2);
        for (float sample : sound) {
            out.putShort((short) Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
        }
        return Files.write(folder.resolve("sound.wav"), out.array());
    }
}
