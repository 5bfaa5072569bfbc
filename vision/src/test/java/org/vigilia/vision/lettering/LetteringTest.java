package org.vigilia.vision.lettering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetteringTest {
    private static final String ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;-_+/()#'\"!?=%&*@[]<>|°±·–~";

    private final OwnFont own = new OwnFont();

    @Test
    void eachSignOfOurOwnIsUnlikeEveryOther() {
        Set<String> seen = new HashSet<>();
        for (char sign : ALL.toCharArray()) {
            assertThat(own.canWrite(String.valueOf(sign))).as("" + sign).isTrue();
            assertThat(seen.add(Arrays.toString(own.draw("" + sign, 24).ink())))
                    .as("" + sign)
                    .isTrue();
        }
    }

    @Test
    void accentsAndSmallLettersAreWrittenAsPlainCapitalsAndOthersAreSaid() {
        assertThat(own.canWrite("Bahnhofstraße Südeingang, 12 °C")).isTrue();
        assertThat(own.draw("é", 20).ink()).isEqualTo(own.draw("E", 20).ink());
        assertThat(own.canWrite("Вокзал")).isFalse();
        assertThat(own.draw("Вокзал", 20).widthPx())
                .isEqualTo(own.draw("ABCDEF", 20).widthPx());
    }

    @Test
    void whatCanBeFoundOnThisMachineDrawsSomething() {
        Mask mask = Lettering.open().draw("2026-11-29 03:20:05.080 UTC", 18);
        assertThat(mask.heightPx()).isEqualTo(18);
        assertThat(mask.ink()).contains((byte) 255);
    }
}
