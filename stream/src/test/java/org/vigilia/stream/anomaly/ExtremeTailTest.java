package org.vigilia.stream.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtremeTailTest {

    private static final long SEED = 7;

    /** For a power law the fitted tail must say how often a block really has such a maximum. */
    @Test
    void saysHowRareAValueOfAPowerLawIs() {
        Random random = new Random(SEED);
        DetectorSettings settings = DetectorSettings.STANDARD;
        double sum = 0;
        int tries = 40;
        double index = 0.3;
        double wanted = 3;
        // the value that one block in a thousand exceeds
        double value = Math.pow(settings.blockReadings() / Math.pow(10, -wanted), index);
        for (int run = 0; run < tries; run++) {
            ExtremeTail tail = new ExtremeTail(settings);
            for (int i = 0; i < 900 * settings.blockReadings(); i++) {
                tail.add(Math.pow(1 - random.nextDouble(), -index));
            }
            sum += tail.rarity(value, 0);
        }
        assertEquals(wanted, sum / tries, 0.35, "seed " + SEED);
    }

    @Test
    void heavyTailsNeedAGreaterExcess() {
        assertTrue(rarityOfDouble(0.1) > 1 + rarityOfDouble(0.5), "seed " + SEED);
    }

    private static double rarityOfDouble(double index) {
        Random random = new Random(SEED);
        ExtremeTail tail = new ExtremeTail(DetectorSettings.STANDARD);
        double largest = 0;
        for (int i = 0; i < 4000; i++) {
            double value = Math.pow(1 - random.nextDouble(), -index);
            largest = Math.max(largest, value);
            tail.add(value);
        }
        return tail.rarity(2 * largest, 0);
    }

    @Test
    void knowsNothingBeforeEightBlocks() {
        ExtremeTail tail = new ExtremeTail(DetectorSettings.STANDARD);
        for (int i = 0; i < 8 * DetectorSettings.STANDARD.blockReadings() - 1; i++) {
            tail.add(1);
            assertEquals(0, tail.rarity(1000, 0));
        }
        tail.add(1);
        assertTrue(tail.rarity(1000, 0) > 3);
    }
}
