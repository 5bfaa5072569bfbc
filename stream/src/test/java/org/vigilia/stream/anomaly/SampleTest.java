package org.vigilia.stream.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleTest {

    private static final long SEED = 11;

    @Test
    void isExactWhileAllFits() {
        Random random = new Random(SEED);
        double[] values = random.doubles(500).toArray();
        Sample sample = new Sample();
        assertTrue(Double.isNaN(sample.quantile(0.5)));
        for (int n = 1; n <= values.length; n++) {
            sample.add(values[n - 1]);
            double[] sorted = Arrays.copyOf(values, n);
            Arrays.sort(sorted);
            assertEquals(sorted[n / 2], sample.quantile(0.5), "seed " + SEED);
            assertEquals(sorted[n - 1], sample.quantile(1), "seed " + SEED);
        }
    }

    @Test
    void followsTheLastFourThousandValues() {
        Random random = new Random(SEED);
        Sample sample = new Sample();
        for (int i = 0; i < 50_000; i++) {
            sample.add(random.nextDouble() + (i < 45_000 ? 100 : 0));
        }
        assertEquals(0.5, sample.quantile(0.5), 0.1, "seed " + SEED);
        assertTrue(sample.quantile(1) <= 1, "seed " + SEED);
        assertEquals(0.9, sample.quantile(0.9), 0.06, "seed " + SEED);
    }
}
