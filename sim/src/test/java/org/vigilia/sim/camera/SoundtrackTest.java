package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SoundtrackTest {

    @Test
    void theSameLinesMakeTheSameSound() {
        List<String> lines = List.of("length 4", "seed 3", "street 0.01", "bang 2 0.6", "siren 3 0.2 1");
        Soundtrack track = Soundtrack.parse(lines);
        assertThat(track.rate()).isEqualTo(16_000);
        assertThat(track.pieces())
                .hasSize(200)
                .allSatisfy(piece -> assertThat(piece).hasSize(640));
        assertThat(Soundtrack.parse(lines).pieces().get(101))
                .isEqualTo(track.pieces().get(101));
        assertThat(loudest(track, 100)).isGreaterThan(10 * loudest(track, 50));
    }

    private static int loudest(Soundtrack track, int piece) {
        byte[] bytes = track.pieces().get(piece);
        int most = 0;
        for (int i = 0; i < bytes.length; i += 2) {
            most = Math.max(most, Math.abs(bytes[i] << 8 | bytes[i + 1] & 0xff));
        }
        return most;
    }

    @Test
    void companderKeepsToTheValuesOfTheStandard() {
        // ITU-T G.711, table 2a, scaled to 16 bit: ends and middle of the range
        assertThat(Soundtrack.companded(0)).isEqualTo((byte) 0xff);
        assertThat(Soundtrack.companded(32_767)).isEqualTo((byte) 0x80);
        assertThat(Soundtrack.companded(-32_768)).isEqualTo((byte) 0x00);
        assertThat(Soundtrack.companded(1_000)).isEqualTo((byte) 0xce);
        assertThat(Soundtrack.companded(-1_000)).isEqualTo((byte) 0x4e);
        assertThat(Soundtrack.parse(List.of("coding PCMU", "length 1")).pieces())
                .hasSize(50)
                .allSatisfy(piece -> assertThat(piece).hasSize(160).containsOnly(0xff));
    }

    @Test
    void aLineThatIsNoneIsRefusedWithItsWords() {
        assertThatThrownBy(() -> Soundtrack.parse(List.of("thunder 3"))).hasMessageContaining("'thunder 3'");
        assertThatThrownBy(() -> Soundtrack.parse(List.of("bang 3"))).hasMessageContaining("2 numbers");
        assertThatThrownBy(() -> Soundtrack.parse(List.of("bang 3 loud"))).hasMessageContaining("'bang 3 loud'");
        assertThatThrownBy(() -> Soundtrack.parse(List.of("coding MP3"))).hasMessageContaining("PCMU or L16");
    }
}
