package org.vigilia.vision.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sounds of known kind in street noise, and sounds that are none; all made up, from seeds. */
final class SoundEventTest {

    private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");
    private static final double AT = 12;

    private static List<SoundEvent> events(int rate, float[] sound) {
        Hearing hearing = new Hearing(rate, 120);
        List<Heard> heard = new java.util.ArrayList<>(
                SoundLevelsTest.heard(hearing, BEGIN.getEpochSecond() * 1_000_000, rate, sound));
        heard.addAll(hearing.finish());
        List<SoundEvent> began = heard.stream()
                .filter(Heard.Began.class::isInstance)
                .map(each -> ((Heard.Began) each).event())
                .toList();
        List<SoundEvent> ended = heard.stream()
                .filter(Heard.Ended.class::isInstance)
                .map(each -> ((Heard.Ended) each).event())
                .toList();
        assertThat(ended).as("what begins also ends").hasSameSizeAs(began);
        return began;
    }

    private static List<SoundEvent> inTheStreet(int rate, long seed, Function<Sounds, float[]> what) {
        System.out.println("seed " + seed);
        Sounds sounds = new Sounds(rate, seed);
        float[] street = sounds.traffic(0.01, 30);
        sounds.add(street, what.apply(sounds), AT);
        return events(rate, street);
    }

    private static void only(List<SoundEvent> events, SoundKind kind) {
        assertThat(events).as("%s", events).hasSize(1);
        SoundEvent event = events.get(0);
        assertThat(event.kind()).isEqualTo(kind);
        assertThat(Duration.between(BEGIN, event.at()).toMillis() / 1e3).isCloseTo(AT, within(0.4));
        assertThat(event.confidence()).isBetween(0.5, 1.0);
        assertThat(event.levelDb()).isBetween(80.0, 125.0);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "16000, 2", "16000, 3", "16000, 4", "44100, 5", "48000, 6"})
    void hearsABang(int rate, long seed) {
        only(inTheStreet(rate, seed, sounds -> sounds.bang(0.6)), SoundKind.BANG);
    }

    @ParameterizedTest
    @CsvSource({"16000, 1", "16000, 2", "16000, 3", "32000, 4", "48000, 5"})
    void hearsGlassBreak(int rate, long seed) {
        only(inTheStreet(rate, seed, sounds -> sounds.glass(0.5)), SoundKind.GLASS);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1", "16000, 2", "16000, 3", "16000, 4", "44100, 5", "48000, 6"})
    void hearsAScream(int rate, long seed) {
        only(inTheStreet(rate, seed, sounds -> sounds.scream(0.4, 1.8)), SoundKind.SCREAM);
    }

    enum Alarm {
        MARTIN,
        SLOW_TWO_TONE,
        WAIL,
        YELP,
        SMOKE
    }

    private static float[] alarm(Sounds sounds, Alarm alarm) {
        return switch (alarm) {
            case MARTIN -> sounds.twoTone(440, 585, 0.5, 0.3, 10);
            case SLOW_TWO_TONE -> sounds.twoTone(435, 488, 0.9, 0.3, 10);
            case WAIL -> sounds.wail(4, 0.3, 12);
            case YELP -> sounds.wail(0.35, 0.3, 10);
            case SMOKE -> sounds.smokeAlarm(0.2, 14);
        };
    }

    @ParameterizedTest
    @EnumSource
    void hearsAnAlarm(Alarm alarm) {
        for (int rate : new int[] {8_000, 16_000, 48_000}) {
            only(inTheStreet(rate, rate + alarm.ordinal(), sounds -> alarm(sounds, alarm)), SoundKind.ALARM);
        }
    }

    @ParameterizedTest
    @CsvSource({"600, 1", "60, 2"})
    void tenMinutesOfTrafficRainAndMusicAreNoEvent(int seconds, long seed) {
        System.out.println("seed " + seed);
        Sounds sounds = new Sounds(16_000, seed);
        assertThat(events(16_000, sounds.traffic(0.01, seconds))).as("traffic").isEmpty();
        assertThat(events(16_000, sounds.rain(0.02, seconds))).as("rain").isEmpty();
        float[] music = sounds.traffic(0.003, seconds);
        sounds.add(music, sounds.music(0.2, seconds - 10), 8);
        assertThat(events(16_000, music)).as("music").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void voicesAndHornsAreNoEvent(long seed) {
        System.out.println("seed " + seed);
        Sounds sounds = new Sounds(16_000, seed);
        float[] street = sounds.traffic(0.005, 120);
        sounds.add(street, sounds.speech(0.1, 60), 10);
        sounds.add(street, sounds.carHorn(0.3, 1.5), 80);
        sounds.add(street, sounds.carHorn(0.3, 6), 95);
        assertThat(events(16_000, street)).isEmpty();
    }
}
