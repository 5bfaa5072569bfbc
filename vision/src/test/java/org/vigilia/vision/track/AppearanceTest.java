package org.vigilia.vision.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.Box;

class AppearanceTest {

    private static final Box ALL = new Box(0, 0, 1, 1);

    @Test
    void somethingLooksLikeItselfAndUnlikeAnotherColour() {
        Appearance redOverBlue = Appearance.of(picture(200, 30, 30, 20, 20, 120), ALL);
        Appearance darker = Appearance.of(picture(170, 26, 26, 17, 17, 100), ALL);
        Appearance blueOverRed = Appearance.of(picture(20, 20, 120, 200, 30, 30), ALL);

        assertThat(redOverBlue.likeness(redOverBlue)).isCloseTo(1, within(1e-5));
        assertThat(redOverBlue.likeness(darker)).isGreaterThan(0.9);
        assertThat(redOverBlue.likeness(blueOverRed)).isLessThan(0.1);
        assertThat(redOverBlue.mixedWith(blueOverRed, 0.5).likeness(redOverBlue))
                .isCloseTo(0.5, within(0.1));
    }

    @Test
    void boxesThatReachOverTheBorderAreCutOff() {
        Appearance outside = Appearance.of(picture(200, 30, 30, 20, 20, 120), new Box(-0.5, -0.2, 1, 3));
        assertThat(outside.likeness(outside)).isGreaterThan(0.9);
    }

    private static Pixels picture(int r1, int g1, int b1, int r2, int g2, int b2) {
        byte[] rgb = new byte[16 * 32 * 3];
        for (int i = 0; i < 16 * 32; i++) {
            boolean upper = i < 16 * 16;
            rgb[i * 3] = (byte) (upper ? r1 : r2);
            rgb[i * 3 + 1] = (byte) (upper ? g1 : g2);
            rgb[i * 3 + 2] = (byte) (upper ? b1 : b2);
        }
        return new Pixels(rgb, 16, 32);
    }
}
