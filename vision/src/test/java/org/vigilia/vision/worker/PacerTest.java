package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacerTest {

    @Test
    void takesFramesAtTheWantedRateWhateverTheCameraSends() {
        Random random = new Random(2);
        for (double cameraFps : new double[] {7, 12, 15, 25, 30}) {
            for (double wanted : new double[] {1, 2, 5}) {
                Pacer pacer = new Pacer();
                int taken = 0;
                for (int i = 0; i < 20 * cameraFps; i++) {
                    if (pacer.due(1000 + i / cameraFps + random.nextGaussian() * 0.004, wanted)) {
                        taken++;
                    }
                }
                assertThat(taken / 20.0).as(wanted + " of " + cameraFps).isCloseTo(wanted, within(0.12 * wanted));
            }
        }
    }

    @Test
    void goesOnAfterAGapAndAfterTheClockWasSetBack() {
        Pacer pacer = new Pacer();
        assertThat(pacer.due(100, 5)).isTrue();
        assertThat(pacer.due(160, 5)).isTrue();
        assertThat(pacer.due(160.04, 5)).isFalse();
        assertThat(pacer.due(20, 5)).isTrue();
        assertThat(pacer.due(20.3, 0)).isFalse();
    }

    @Test
    void tellsWhatItAchieved() {
        Pacer pacer = new Pacer();
        for (int i = 0; i < 100; i++) {
            pacer.took(50 + i * 0.25);
        }
        assertThat(pacer.achieved(74.75)).isCloseTo(4, within(0.3));
    }
}
