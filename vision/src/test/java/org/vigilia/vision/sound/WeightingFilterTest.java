package org.vigilia.vision.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against table 3 of IEC 61672-1: nominal frequency, A, C, how much more and how much less class 1 allows. */
final class WeightingFilterTest {

    private static final double[][] TABLE = {
        {20, -50.5, -6.2, 2.0, 2.0},
        {25, -44.7, -4.4, 2.0, 1.5},
        {31.5, -39.4, -3.0, 1.5, 1.5},
        {40, -34.6, -2.0, 1.0, 1.0},
        {50, -30.2, -1.3, 1.0, 1.0},
        {63, -26.2, -0.8, 1.0, 1.0},
        {80, -22.5, -0.5, 1.0, 1.0},
        {100, -19.1, -0.3, 1.0, 1.0},
        {125, -16.1, -0.2, 1.0, 1.0},
        {160, -13.4, -0.1, 1.0, 1.0},
        {200, -10.9, 0, 1.0, 1.0},
        {250, -8.6, 0, 1.0, 1.0},
        {315, -6.6, 0, 1.0, 1.0},
        {400, -4.8, 0, 1.0, 1.0},
        {500, -3.2, 0, 1.0, 1.0},
        {630, -1.9, 0, 1.0, 1.0},
        {800, -0.8, 0, 1.0, 1.0},
        {1000, 0, 0, 0.7, 0.7},
        {1250, 0.6, 0, 1.0, 1.0},
        {1600, 1.0, -0.1, 1.0, 1.0},
        {2000, 1.2, -0.2, 1.0, 1.0},
        {2500, 1.3, -0.3, 1.0, 1.0},
        {3150, 1.2, -0.5, 1.0, 1.0},
        {4000, 1.0, -0.8, 1.0, 1.0},
        {5000, 0.5, -1.3, 1.5, 1.5},
        {6300, -0.1, -2.0, 1.5, 2.0},
        {8000, -1.1, -3.0, 1.5, 2.5},
        {10000, -2.5, -4.4, 2.0, 3.0},
        {12500, -4.3, -6.2, 2.0, 5.0},
        {16000, -6.6, -8.5, 2.5, 16.0},
        {20000, -9.3, -11.2, 3.0, 100}
    };

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
    void followsTheStandardWithinClass1UpToNineTenthsOfHalfTheRate(int rate) {
        WeightingFilter a = new WeightingFilter(Weighting.A, rate);
        WeightingFilter c = new WeightingFilter(Weighting.C, rate);
        double worst = 0;
        for (int i = 0; i < TABLE.length; i++) {
            double exactHz = 1000 * Math.pow(10, (i - 17) / 10.0);
            if (exactHz > rate / 2.0 * 0.9) {
                break;
            }
            double[] row = TABLE[i];
            // the table is rounded to a tenth of a decibel
            assertThat(decibels(Weighting.A.gain(exactHz)))
                    .as("A at %.0f Hz", row[0])
                    .isCloseTo(row[1], within(0.06));
            assertThat(decibels(Weighting.C.gain(exactHz)))
                    .as("C at %.0f Hz", row[0])
                    .isCloseTo(row[2], within(0.06));
            for (double off : new double[] {decibels(a.gain(exactHz)) - row[1], decibels(c.gain(exactHz)) - row[2]}) {
                assertThat(off).as("%.0f Hz at %d samples/s", row[0], rate).isBetween(-row[4], row[3]);
            }
            worst = Math.max(worst, Math.abs(decibels(a.gain(exactHz) / Weighting.A.gain(exactHz))));
            worst = Math.max(worst, Math.abs(decibels(c.gain(exactHz) / Weighting.C.gain(exactHz))));
        }
        assertThat(worst).as("worst at %d samples/s", rate).isLessThan(0.2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void doesToSamplesWhatItsGainSays(int rate) {
        for (double hz : new double[] {63, 1000, 3100}) {
            WeightingFilter filter = new WeightingFilter(Weighting.A, rate);
            double sum = 0;
            for (int i = 0; i < 2 * rate; i++) {
                double out = filter.next(Math.sin(2 * Math.PI * hz * i / rate));
                sum += i >= rate ? out * out : 0;
            }
            assertThat(decibels(Math.sqrt(2 * sum / rate))).isCloseTo(decibels(Weighting.A.gain(hz)), within(0.1));
        }
    }

    private static double decibels(double factor) {
        return 20 * Math.log10(factor);
    }
}
