package org.vigilia.server.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovieFirstTest {
    private static final byte[] FTYP = box("ftyp", "isom".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] MDAT = box("mdat", "PICTURES".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void putsTheTablesFirstAndMovesThePlacesTheyTell() throws IOException {
        int picture = FTYP.length + 8;
        byte[] moov = moov(numbers(0, 1, picture), numbers(0, 1, 0, picture + 3));
        byte[] fed = fed(join(FTYP, MDAT, moov));
        int moved = picture + moov.length;
        assertThat(fed).isEqualTo(join(FTYP, moov(numbers(0, 1, moved), numbers(0, 1, 0, moved + 3)), MDAT));
        assertThat(new String(fed, moved, 8, StandardCharsets.US_ASCII)).isEqualTo("PICTURES");
    }

    @Test
    void leavesWhatHasItsTablesInFrontAndWhatIsNoFilm() throws IOException {
        byte[] usual = join(FTYP, moov(numbers(0, 1, 99), numbers(0, 0)), MDAT);
        assertThat(fed(usual)).isEqualTo(usual);
        for (String other : new String[] {"", "short", "no film at all, but some text that is longer than a head"}) {
            byte[] bytes = other.getBytes(StandardCharsets.US_ASCII);
            assertThat(fed(bytes)).isEqualTo(bytes);
        }
        byte[] cutOff = java.util.Arrays.copyOf(join(FTYP, MDAT, moov(numbers(0, 0), numbers(0, 0))), 60);
        assertThat(fed(cutOff)).isEqualTo(cutOff);
    }

    @Test
    void refusesTablesThatTellMoreThanTheyHold() {
        byte[] lies = join(FTYP, MDAT, moov(numbers(0, 1_000_000, 7), numbers(0, 0)));
        assertThatThrownBy(() -> fed(lies)).isInstanceOf(IOException.class).hasMessageContaining("cut off");
    }

    private byte[] fed(byte[] film) throws IOException {
        Path file = Files.write(folder.resolve("film"), film);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileChannel channel = FileChannel.open(file)) {
            MovieFirst.of(channel).writeTo(out);
        }
        return out.toByteArray();
    }

    private static byte[] moov(byte[] stco, byte[] co64) {
        return box("moov", box("trak", box("mdia", box("minf", box("stbl", box("stco", stco), box("co64", co64))))));
    }

    private static byte[] box(String type, byte[]... parts) {
        byte[] body = join(parts);
        return join(numbers(8 + body.length), type.getBytes(StandardCharsets.US_ASCII), body);
    }

    private static byte[] numbers(int... all) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * all.length);
        for (int each : all) {
            buffer.putInt(each);
        }
        return buffer.array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
