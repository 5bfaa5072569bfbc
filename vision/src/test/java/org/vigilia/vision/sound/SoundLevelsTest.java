package org.vigilia.vision.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SoundLevelsTest {

    private static final long BEGIN = Instant.parse("2026-11-25T10:00:00Z").getEpochSecond() * 1_000_000;
    private static final long SEED = 7;

    private static List<SoundLevels> seconds(int rate, float[] sound) {
        return heard(new Hearing(rate, 120), BEGIN - 500_000, rate, sound).stream()
                .filter(Heard.Second.class::isInstance)
                .map(each -> ((Heard.Second) each).levels())
                .toList();
    }

    /** In pieces of 20 ms, as they come. */
    static List<Heard> heard(Hearing hearing, long micros, int rate, float[] sound) {
        List<Heard> all = new ArrayList<>();
        int piece = rate / 50;
        for (int at = 0; at < sound.length; at += piece) {
            int count = Math.min(piece, sound.length - at);
            float[] samples = java.util.Arrays.copyOfRange(sound, at, at + count);
            all.addAll(hearing.hear(micros + at * 1_000_000L / rate, samples, count));
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 44_100, 48_000})
    void aToneOf1kHzTwentyDecibelsBelowFullScaleIsExactlyThat(int rate) {
        List<SoundLevels> seconds = seconds(rate, new Sounds(rate, SEED).sine(1000, 0.1, 5.6));
        assertThat(seconds).hasSize(5);
        assertThat(seconds).extracting(SoundLevels::at).first().isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
        for (SoundLevels second : seconds) {
            assertThat(second.laeq()).isCloseTo(100, within(0.02));
            assertThat(second.lafMax()).isCloseTo(100, within(0.1));
            assertThat(second.lcPeak()).isCloseTo(103.01, within(0.1));
            assertThat(second.octaves().get(Octave.HZ_1000)).isCloseTo(100, within(0.1));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0.2, -1.0", "0.05, -4.8", "0.01, -11.1"})
    void aBurstReadsOnTimeWeightingFAsTheStandardSays(double burst, double wanted) {
        // IEC 61672-1, table 4: 4 kHz bursts, LAFmax against the steady tone, class 1 ±0.5 to 1
        int rate = 48_000;
        Sounds sounds = new Sounds(rate, SEED);
        float[] sound = sounds.silence(4.6);
        sounds.add(sound, sounds.sine(4000, 0.1, burst), 1.6);
        double steady = seconds(rate, sounds.sine(4000, 0.1, 3)).get(1).lafMax();
        double most = seconds(rate, sound).stream()
                .mapToDouble(SoundLevels::lafMax)
                .max()
                .orElseThrow();
        assertThat(most - steady).isCloseTo(wanted, within(0.5));
    }

    @ParameterizedTest
    @CsvSource({"31.5, 1, 2.5, 2", "500, 1, 3.5, 1", "8000, 1, 3.4, 2", "500, 0.5, 2.4, 1"})
    void aSingleCyclePeaksAboveItsSteadyLevelAsTheStandardSays(
            double hz, double cycles, double wanted, double allowed) {
        // IEC 61672-1, table 5: LCpeak - LC of one cycle and of half a cycle, and what class 1 allows
        int rate = 48_000;
        Sounds sounds = new Sounds(rate, SEED);
        float[] sound = sounds.silence(3.6);
        sounds.add(sound, sounds.sine(hz, 0.1, cycles / hz), 1.6);
        double steady = 100 + 20 * Math.log10(Weighting.C.gain(hz));
        double peak = seconds(rate, sound).stream()
                .mapToDouble(SoundLevels::lcPeak)
                .max()
                .orElseThrow();
        assertThat(peak - steady).isCloseTo(wanted, within(allowed));
    }

    @ParameterizedTest
    @ValueSource(ints = {44_100, 48_000})
    void pinkNoiseHasTheSameLevelInEachOctave(int rate) {
        System.out.println("seed " + SEED);
        float[] pink = new Sounds(rate, SEED).pink(0.3, 31);
        double[] sums = new double[Octave.values().length];
        List<SoundLevels> seconds = seconds(rate, pink);
        for (SoundLevels second : seconds) {
            second.octaves().forEach((band, level) -> sums[band.ordinal()] += Math.pow(10, level / 10));
        }
        double middle = 10 * Math.log10(sums[Octave.HZ_1000.ordinal()]);
        for (Octave band : Octave.values()) {
            assertThat(10 * Math.log10(sums[band.ordinal()])).as("%s", band).isCloseTo(middle, within(0.7));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 32_000, 48_000})
    void octaveFiltersKeepToClass1OfTheirStandard(int rate) {
        // IEC 61260-1, table 1: at these powers of the octave ratio, least and most attenuation
        double[][] limits = {
            {0, -0.4, 0.4},
            {0.125, -0.4, 0.5},
            {0.25, -0.4, 0.7},
            {0.375, -0.4, 1.4},
            {0.499, -0.4, 5.3},
            {0.501, 1.2, 400},
            {1, 16.6, 400},
            {2, 40.5, 400},
            {3, 60, 400}
        };
        assertThat(Octave.within(rate)).contains(Octave.HZ_63, Octave.HZ_2000);
        assertThat(Octave.within(48_000)).hasSize(8);
        for (Octave band : Octave.within(rate)) {
            Biquads filter = Biquads.bandPass(4, band.lowHz(), band.highHz(), rate);
            for (double[] limit : limits) {
                for (int side = -1; side <= 1; side += 2) {
                    double hz = band.middleHz() * Math.pow(10, side * 0.3 * limit[0]);
                    if (hz < rate / 2.0) {
                        assertThat(-20 * Math.log10(filter.gain(hz, rate) + 1e-30))
                                .as("%s at %.1f Hz, %d samples/s", band, hz, rate)
                                .isBetween(limit[1], limit[2]);
                    }
                }
            }
        }
    }

    @Test
    void aMinuteIsTheEnergyMeanOfItsSeconds() {
        int rate = 8_000;
        Sounds sounds = new Sounds(rate, SEED);
        float[] sound = sounds.sine(1000, 0.01, 62);
        sounds.add(sound, sounds.sine(1000, 0.09, 30), 20);
        List<Heard> heard = heard(new Hearing(rate, 120), BEGIN - 500_000, rate, sound);
        Heard.Minute minute = heard.stream()
                .filter(Heard.Minute.class::isInstance)
                .map(Heard.Minute.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(minute.at()).isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
        assertThat(minute.laeq()).isCloseTo(10 * Math.log10((1e10 + 1e8) / 2), within(0.05));
    }

    @Test
    void secondsWithAHoleAreLeftOutAndBrokenSamplesDoNoHarm() {
        int rate = 16_000;
        Hearing hearing = new Hearing(rate, 120);
        float[] tone = new Sounds(rate, SEED).sine(1000, 0.1, 2.5);
        tone[8_000] = Float.NaN;
        tone[9_000] = Float.POSITIVE_INFINITY;
        List<Heard> first = heard(hearing, BEGIN, rate, tone);
        List<Heard> second = heard(hearing, BEGIN + 4_200_000, rate, new Sounds(rate, SEED).sine(1000, 0.1, 3));
        List<Instant> at = java.util.stream.Stream.concat(first.stream(), second.stream())
                .filter(Heard.Second.class::isInstance)
                .map(each -> ((Heard.Second) each).levels())
                .peek(levels -> assertThat(levels.laeq()).isBetween(99.9, 110.0))
                .map(SoundLevels::at)
                .toList();
        Instant begin = Instant.parse("2026-11-25T10:00:00Z");
        assertThat(at).containsExactly(begin, begin.plusSeconds(1), begin.plusSeconds(5), begin.plusSeconds(6));
    }

    @Test
    void followsASendersClockThatRunsFast() {
        int rate = 8_000;
        Hearing hearing = new Hearing(rate, 120);
        float[] piece = new Sounds(rate, SEED).sine(1000, 0.1, 0.02);
        int seconds = 0;
        Instant last = Instant.EPOCH;
        for (int i = 0; i < 50 * 1200; i++) {
            for (Heard heard : hearing.hear(BEGIN + 20_006L * i, piece, piece.length)) {
                if (heard instanceof Heard.Second second) {
                    assertThat(second.levels().at()).isAfter(last);
                    last = second.levels().at();
                    seconds++;
                }
            }
        }
        assertThat(seconds).isBetween(1199, 1201);
    }
}
