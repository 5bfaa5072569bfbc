package org.vigilia.stream.anomaly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyDetectorTest {

    private static final long SEED = 20261125;

    @Test
    void aSpikeIsFoundAtOnceAndSaysWhatWasExpected() {
        double[] values = Town.noise(SEED, 2000);
        values[1500] = 1200;
        Score[] scores = Town.score(values);
        Score spike = scores[1500];
        assertTrue(spike.isAlarm(), "seed " + SEED + ": " + spike);
        assertEquals(spike.seen() - spike.expected(), 200, 60, spike.toString());
        assertTrue(spike.low() < spike.expected() && spike.expected() < spike.high(), spike.toString());
        assertTrue(spike.seen() > spike.high(), spike.toString());
        assertNotEquals(Dimension.NONE, spike.dimension());
    }

    @Test
    void oneLongAnomalyIsOneAlarmAndTheNewLevelBecomesUsual() {
        double[] values = Town.noise(SEED, 3000);
        for (int i = 1500; i < values.length; i++) {
            values[i] += 100;
        }
        Score[] scores = Town.score(values);
        int first = Town.firstAlarm(scores, 1500);
        assertTrue(first >= 1500 && first < 1508, "seed " + SEED + ": first alarm at " + first);
        assertTrue(Town.alarms(scores, 1500, 3000) <= 3, "seed " + SEED);
    }

    @Test
    void aSmallShiftThatNoSingleReadingShowsIsFound() {
        double[] values = Town.noise(SEED, 3000);
        for (int i = 2000; i < values.length; i++) {
            values[i] += 20;
        }
        Score[] scores = Town.score(values);
        int first = Town.firstAlarm(scores, 2000);
        assertTrue(first >= 2000 && first < 2060, "seed " + SEED + ": first alarm at " + first);
    }

    @Test
    void aDayWithoutItsRiseIsFoundThoughEveryReadingIsUsual() {
        double[] values = Town.daily(SEED, 12);
        for (int i = 10 * Town.DAY; i < 11 * Town.DAY; i++) {
            values[i] = values[i - Town.DAY + (i % Town.DAY < 100 ? 0 : -(i % Town.DAY) + i % 90)];
        }
        Score[] scores = Town.score(values);
        int rise = 10 * Town.DAY + 100;
        int first = Town.firstAlarm(scores, rise);
        assertTrue(first >= rise && first < rise + 30, "seed " + SEED + ": first alarm at " + first);
        assertEquals(Dimension.SEASON, scores[first].dimension(), scores[first].toString());
        assertTrue(scores[first].expected() > 50 && scores[first].seen() < 60, scores[first].toString());
    }

    @Test
    void aSensorThatBeginsToScatterIsFound() {
        double[] values = Town.noise(SEED, 2600);
        for (int i = 2000; i < 2100; i++) {
            values[i] = 1000 + 3 * (values[i] - 1000);
        }
        int first = Town.firstAlarm(Town.score(values), 2000);
        assertTrue(first >= 2000 && first < 2030, "seed " + SEED + ": first alarm at " + first);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void quietSeriesStayQuiet(long seed) {
        assertTrue(Town.alarms(Town.score(Town.noise(seed, 4000)), 0, 4000) <= 2, "noise, seed " + seed);
        int daily = Town.alarms(Town.score(Town.daily(seed, 14)), 0, 14 * Town.DAY);
        assertTrue(daily <= 3, "daily, seed " + seed + ": " + daily);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void burstsOfAnySizeAreNoFloodAndATrueBurstIsStillFound(long seed) {
        double[] values = Town.bursty(seed, 50);
        int at = 45 * Town.DAY;
        for (int i = 0; i < 12; i++) {
            values[at + i] += 1500;
        }
        Score[] scores = Town.score(values);
        int alarms = Town.alarms(scores, 0, at);
        assertTrue(alarms <= 20, "seed " + seed + ": " + alarms + " alarms in 45 days");
        int first = Town.firstAlarm(scores, at);
        assertTrue(first >= at && first <= at + 2, "seed " + seed + ": first alarm at " + (first - at));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, -273.15, 1e99})
    void aConstantScoresNothing(double constant) {
        double[] values = new double[2000];
        Arrays.fill(values, constant);
        for (Score score : Town.score(values)) {
            assertEquals(0, score.score());
        }
    }

    @Test
    void theFirstChangeAfterALongConstantIsAnAlarm() {
        double[] values = new double[1000];
        values[900] = 7;
        Score[] scores = Town.score(values);
        assertTrue(scores[900].isAlarm(), scores[900].toString());
        for (Score score : scores) {
            assertTrue(score.score() >= 0 && score.score() <= 1, score.toString());
        }
    }

    @Test
    void nothingThatComesLaterChangesAScore() {
        double[] values = Town.bursty(SEED, 8);
        Score[] all = Town.score(values);
        for (int length : new int[] {1, 333, 1500}) {
            assertArrayEquals(Arrays.copyOf(all, length), Town.score(Arrays.copyOf(values, length)), "seed " + SEED);
        }
    }

    @Test
    void unitAndZeroOfTheSeriesDoNotMatter() {
        double[] values = Town.daily(SEED, 9);
        for (int i = 2200; i < 2230; i++) {
            values[i] = 130;
        }
        double[] other = Arrays.stream(values).map(value -> 32 + 1.8 * value).toArray();
        Score[] scores = Town.score(values);
        Score[] others = Town.score(other);
        for (int i = 0; i < scores.length; i++) {
            assertEquals(scores[i].score(), others[i].score(), 1e-6, "seed " + SEED + ", reading " + i);
        }
        assertTrue(scores[2200].isAlarm());
    }

    @Test
    void goesOnFromItsBytesAsIfItHadNeverStopped() {
        double[] values = Town.bursty(SEED, 40);
        for (int stop : new int[] {0, 1, 3, 50, 1000, 5000}) {
            AnomalyDetector detector = AnomalyDetector.fresh();
            for (int i = 0; i < stop; i++) {
                detector.next(Town.time(i), values[i]);
            }
            byte[] bytes = detector.toBytes();
            assertTrue(bytes.length < 150_000, bytes.length + " bytes");
            AnomalyDetector restored = AnomalyDetector.fromBytes(bytes);
            assertArrayEquals(bytes, restored.toBytes());
            for (int i = stop; i < stop + 5000; i++) {
                Score expected = detector.next(Town.time(i), values[i]);
                assertEquals(expected, restored.next(Town.time(i), values[i]), "seed " + SEED + ", reading " + i);
            }
        }
    }

    @Test
    void bytesOfSomethingElseAreRefused() {
        byte[] good = AnomalyDetector.fresh().toBytes();
        assertThrows(IllegalArgumentException.class, () -> AnomalyDetector.fromBytes(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> AnomalyDetector.fromBytes(new byte[100]));
        assertThrows(
                IllegalArgumentException.class, () -> AnomalyDetector.fromBytes(Arrays.copyOf(good, good.length / 2)));
    }

    @Test
    void whatIsNoNumberScoresNothingAndIsNotLearnt() {
        double[] values = Town.noise(SEED, 1000);
        AnomalyDetector with = AnomalyDetector.fresh();
        AnomalyDetector without = AnomalyDetector.fresh();
        double[] holes = {Double.NaN, Double.POSITIVE_INFINITY, -Double.MAX_VALUE};
        for (int i = 0; i < values.length; i++) {
            Score hole = with.next(Town.time(i), holes[i % holes.length]);
            assertEquals(0, hole.score());
            assertEquals(Dimension.NONE, hole.dimension());
            assertEquals(without.next(Town.time(i), values[i]), with.next(Town.time(i), values[i]));
        }
    }

    @Test
    void timesThatRepeatOrGoBackAreTakenAsTheyCome() {
        double[] values = Town.daily(SEED, 8);
        AnomalyDetector detector = AnomalyDetector.fresh();
        int alarms = 0;
        for (int i = 0; i < values.length; i++) {
            int when = i % 500 == 499 ? i - 3 : i;
            alarms += detector.next(Town.time(when), values[i]).isAlarm() ? 1 : 0;
        }
        assertTrue(alarms <= 4, "seed " + SEED + ": " + alarms);
    }
}
