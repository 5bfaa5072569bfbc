package org.vigilia.vision.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;

class TrackerTest {

    private final Tracker tracker = new Tracker(TrackerSettings.usual(), 16.0 / 9);

    @Test
    void tellsAnObjectAfterThreeSightingsTogetherWithItsEarlierSteps() {
        assertThat(frame(0, person(0.10, 0.9)).live()).isEmpty();
        assertThat(frame(1, person(0.11, 0.9)).live()).isEmpty();

        List<TrackState> live = frame(2, person(0.12, 0.9)).live();

        assertThat(live).hasSize(1);
        assertThat(live.get(0).number()).isEqualTo(1);
        assertThat(live.get(0).firstSeen()).isEqualTo(at(0));
        assertThat(live.get(0).earlier()).extracting(TrackStep::frame).containsExactly(0L, 1L);
        assertThat(frame(3, person(0.13, 0.9)).live().get(0).earlier()).isEmpty();
    }

    @Test
    void doubtfulSightingsKeepAnObjectButDoNotMakeOne() {
        for (int f = 0; f < 10; f++) {
            assertThat(frame(f, person(0.5, 0.4)).live()).isEmpty();
        }
        for (int f = 10; f < 14; f++) {
            frame(f, person(0.5, 0.9));
        }
        for (int f = 14; f < 30; f++) {
            assertThat(frame(f, person(0.5, 0.3)).live()).singleElement().matches(TrackState::seen);
        }
    }

    @Test
    void anObjectThatComesBackSoonKeepsItsNumberAndOneThatDoesNotIsEndedOnce() {
        walk(0, 10);
        for (int f = 10; f < 16; f++) {
            assertThat(frame(f).live()).singleElement().matches(state -> !state.seen());
        }
        TrackedFrame back = frame(16, person(0.1 + 16 * 0.01, 0.9));
        assertThat(back.live()).singleElement().matches(s -> s.seen() && s.number() == 1);

        int ended = 0;
        for (int f = 17; f < 80; f++) {
            ended += frame(f).ended().size();
        }
        assertThat(ended).isEqualTo(1);
        assertThat(tracker.finish()).isEmpty();
    }

    @Test
    void goesOnAsTheSameObjectAfterItWasHiddenForLongerAndCameOutSomewhereElse() {
        walk(0, 10);
        int f = 10;
        for (; f < 20; f++) {
            frame(f);
        }
        // it walked on behind the van, a little slower than expected
        for (; f < 24; f++) {
            frame(f, person(0.1 + f * 0.0085, 0.9));
        }

        assertThat(frame(f, person(0.1 + f * 0.0085, 0.9)).live())
                .singleElement()
                .matches(s -> s.number() == 1 && s.firstSeen().equals(at(0)));
    }

    @Test
    void aVanThatIsSometimesTakenForATruckStaysOneObjectAndIsNamedByVote() {
        for (int f = 0; f < 12; f++) {
            ObjectClass seen = f % 4 == 0 ? ObjectClass.TRUCK : ObjectClass.CAR;
            frame(f, new Sighting(new Box(0.1 + f * 0.02, 0.4, 0.2, 0.2), seen, 0.6));
        }

        TrackState van = frame(12).live().get(0);
        assertThat(van.number()).isEqualTo(1);
        assertThat(van.objectClass()).isEqualTo(ObjectClass.CAR);
        assertThat(tracker.finish()).hasSize(1);
    }

    @Test
    void aPersonNeverGoesOnAsACar() {
        for (int f = 0; f < 6; f++) {
            frame(f, person(0.5, 0.9));
        }
        for (int f = 6; f < 12; f++) {
            frame(f, new Sighting(person(0.5, 0.9).box(), ObjectClass.CAR, 0.9));
        }
        assertThat(tracker.finish())
                .extracting(TrackState::objectClass)
                .containsExactly(ObjectClass.PERSON, ObjectClass.CAR);
    }

    @Test
    void twoPeopleWhoMeetAndPassKeepTheirNumbers() {
        for (int f = 0; f < 40; f++) {
            frame(f, person(0.2 + f * 0.012, 0.9, 0.50), person(0.65 - f * 0.012, 0.9, 0.53));
        }
        List<TrackState> live = frame(40).live();
        assertThat(live).hasSize(2);
        TrackState first = live.get(0);
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.box().centre().x()).isCloseTo(0.2 + 40 * 0.012 + 0.02, within(0.04));
    }

    @Test
    void followsACrowdThroughMissesDoubtsAndAPost() {
        double worst = 1;
        for (long seed = 1; seed <= 8; seed++) {
            PretendStreet street = new PretendStreet(seed, 20, 300, 0.06, 0.15, 0.04);
            MotScore online = street.score(false);
            MotScore joined = street.score(true);
            assertThat(online.mota()).as("seed %d %s", seed, online).isGreaterThan(0.80);
            assertThat(joined.mota()).as("seed %d %s", seed, joined).isGreaterThan(0.90);
            assertThat(joined.idf1()).as("seed %d %s", seed, joined).isGreaterThan(0.80);
            worst = Math.min(worst, joined.idf1());
        }
        assertThat(worst).isGreaterThan(0.8);
    }

    @Test
    void aPerfectDetectorGivesNearlyPerfectPaths() {
        MotScore score = new PretendStreet(3, 12, 200, 0, 0, 0).score(true);
        assertThat(score.mota()).as("%s", score).isGreaterThan(0.97);
        assertThat(score.idf1()).as("%s", score).isGreaterThan(0.95);
    }

    private void walk(int from, int to) {
        for (int f = from; f < to; f++) {
            frame(f, person(0.1 + f * 0.01, 0.9));
        }
    }

    private TrackedFrame frame(int number, Sighting... sightings) {
        return tracker.advance(at(number), List.of(sightings));
    }

    private static Instant at(int frame) {
        return Instant.parse("2026-11-22T12:00:00Z").plusMillis(frame * 140L);
    }

    private static Sighting person(double left, double confidence) {
        return person(left, confidence, 0.5);
    }

    private static Sighting person(double left, double confidence, double top) {
        return new Sighting(new Box(left, top, 0.04, 0.2), ObjectClass.PERSON, confidence);
    }
}
