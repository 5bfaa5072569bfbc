package org.vigilia.vision.behave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vigilia.vision.behave.Play.CAMERA;
import static org.vigilia.vision.behave.Play.at;
import static org.vigilia.vision.behave.Play.personAt;
import static org.vigilia.vision.behave.Play.square;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.fact.Colour;
import org.vigilia.contract.fact.LanePresence;
import org.vigilia.contract.fact.LineCrossing;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Calibration;
import org.vigilia.contract.scene.Lane;
import org.vigilia.contract.scene.Line;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;
import org.vigilia.contract.scene.Polygon;
import org.vigilia.contract.scene.Scene;
import org.vigilia.contract.scene.Zone;
import org.vigilia.vision.track.Pixels;

class CameraBehaviourTest {

    private static final Zone LAWN = new Zone("lawn", new Polygon(square(0.4, 0.4, 0.7, 0.9)));
    private static final Line GATE = new Line("gate", new Point(0.5, 0.9), new Point(0.5, 0.3));
    private static final Lane SOUTHBOUND =
            new Lane("south", new Polygon(square(0.3, 0.1, 0.7, 0.95)), new Point(0.5, 0.1), new Point(0.5, 0.95));

    @Test
    void tellsABeginningAtMostFiveMovesASecondAndAnEnd() {
        Play play = new Play(Scene.empty(CAMERA), 25)
                .actor(1, ObjectClass.PERSON, 0, 4, t -> personAt(0.1 + 0.1 * t, 0.6))
                .until(5);

        List<TrackUpdate> updates = play.updates();
        assertThat(updates.get(0).phase()).isEqualTo(TrackPhase.FIRST_SEEN);
        assertThat(updates.get(updates.size() - 1).phase()).isEqualTo(TrackPhase.ENDED);
        assertThat(updates.stream().filter(u -> u.phase() == TrackPhase.MOVED).count())
                .isBetween(14L, 21L);
        assertThat(updates).allMatch(u -> u.firstSeen().equals(at(0)));
        assertThat(updates)
                .extracting(TrackUpdate::track)
                .containsOnly(updates.get(0).track());
        assertThat(updates.get(updates.size() - 1).path()).hasSizeBetween(5, 32);
    }

    @Test
    void saysWhereSomebodyHeadsAndHowFastInOwnHeights() {
        Play play = new Play(Scene.empty(CAMERA), 10)
                .actor(1, ObjectClass.PERSON, 0, 9, t -> personAt(0.1 + 0.1 * t, 0.6))
                .until(3);

        TrackUpdate last = lastOf(play);
        assertThat(last.motion().headingDegrees()).isCloseTo(90, within(2.0));
        assertThat(last.motion().heightsPerSecond()).isCloseTo(0.5, within(0.05));
        assertThat(last.motion().metresPerSecond()).isNull();
        assertThat(last.motion().stillSince()).isNull();
    }

    @Test
    void saysSpeedInMetresAndDensityWhereTheGroundIsCalibrated() {
        // the lower half of the picture is 20 x 10 metres of flat ground seen from straight above
        Calibration calibration = new Calibration(List.of(
                new Calibration.GroundMark(new Point(0, 0.5), 0, 10),
                new Calibration.GroundMark(new Point(1, 0.5), 20, 10),
                new Calibration.GroundMark(new Point(1, 1), 20, 0),
                new Calibration.GroundMark(new Point(0, 1), 0, 0)));
        Zone square = new Zone("square", new Polygon(square(0.1, 0.6, 0.6, 0.9)));
        Scene scene = new Scene(CAMERA, calibration, List.of(square), List.of(), List.of(), List.of());
        Play play = new Play(scene, 10)
                .actor(1, ObjectClass.PERSON, 0, 9, t -> personAt(0.2 + 0.07 * t, 0.7))
                .actor(2, ObjectClass.PERSON, 0, 9, t -> personAt(0.5, 0.8))
                .until(4);

        TrackUpdate walker = play.updates().stream()
                .filter(u -> u.track().value().endsWith(":1"))
                .reduce((a, b) -> b)
                .orElseThrow();
        assertThat(walker.motion().metresPerSecond()).isCloseTo(1.4, within(0.05));
        SceneReading reading = last(play.readings("square"));
        assertThat(reading.count(ObjectClass.PERSON)).isEqualTo(2);
        assertThat(reading.density()).isCloseTo(2 / 60.0, within(1e-6));
        assertThat(reading.meanMetresPerSecond()).isCloseTo(1.4, within(0.05));
    }

    @Test
    void somebodyWhoStandsAndTremblesStandsSinceThenAndMovesAgainLater() {
        Random random = new Random(7);
        Play play = new Play(Scene.empty(CAMERA), 5)
                .actor(1, ObjectClass.PERSON, 0, 60, t -> {
                    double x = t < 3 ? 0.2 + 0.1 * t : t < 13 ? 0.5 : 0.5 + 0.1 * (t - 13);
                    double feet = t > 7 && t < 8 ? 0.52 : 0.6;
                    Box still = new Box(x - 0.03, 0.4, 0.06, feet - 0.4);
                    return new Box(
                            still.left() + random.nextGaussian() * 0.005,
                            still.top() + random.nextGaussian() * 0.006,
                            still.width(),
                            still.height() + random.nextGaussian() * 0.006);
                })
                .until(17);

        assertThat(play.updates().stream().filter(u -> u.at().isBefore(at(3))))
                .allMatch(u -> u.motion().stillSince() == null);
        assertThat(play.updates().stream().filter(u -> u.at().isAfter(at(6)) && u.at().isBefore(at(13))))
                .isNotEmpty()
                .allSatisfy(u -> {
                    assertThat(u.motion().stillSince()).isBetween(at(2.3), at(4));
                    assertThat(u.motion().headingDegrees()).isNull();
                });
        assertThat(lastOf(play).motion().stillSince()).isNull();
    }

    @Test
    void aZoneIsEnteredOnceAndLeftOnceThoughTheBoxTremblesAtItsBorder() {
        Random random = new Random(11);
        Scene scene = scene(List.of(LAWN), List.of(), List.of());
        Play play = new Play(scene, 10)
                .actor(1, ObjectClass.PERSON, 0, 20, t -> {
                    double x = t < 3 ? 0.1 + 0.1 * t : t < 6 ? 0.4 : t < 8 ? 0.4 + 0.05 * (t - 6) : 0.5 + 0.1 * (t - 8);
                    return personAt(x + random.nextGaussian() * 0.008, 0.6);
                })
                .until(14);

        List<Instant> since = play.updates().stream()
                .flatMap(u -> u.zones().stream())
                .map(z -> z.since())
                .distinct()
                .toList();
        assertThat(since).hasSize(1);
        assertThat(since.get(0)).isBetween(at(2.3), at(6.5));
        assertThat(lastOf(play).zones()).isEmpty();
        assertThat(play.updates().stream().filter(u -> u.at().equals(at(7))))
                .allMatch(u -> u.zones().size() == 1);
    }

    @Test
    void countsEachCrossingOnceWithItsDirection() {
        Random random = new Random(5);
        Scene scene = scene(List.of(), List.of(GATE), List.of());
        Play play = new Play(scene, 10)
                // dithers on the line for four seconds, then goes through
                .actor(1, ObjectClass.PERSON, 0, 20, t -> {
                    double x = t < 2 ? 0.3 + 0.1 * t : t < 6 ? 0.5 : 0.5 + 0.1 * (t - 6);
                    return personAt(x + random.nextGaussian() * 0.006, 0.6);
                })
                // the other way
                .actor(2, ObjectClass.PERSON, 0, 20, t -> personAt(0.9 - 0.1 * t, 0.7))
                // turns round before the line
                .actor(3, ObjectClass.PERSON, 0, 20, t -> personAt(0.3 + 0.1 * Math.min(t, 3 - t), 0.5))
                // passes beyond the end of the line
                .actor(4, ObjectClass.PERSON, 0, 8, t -> personAt(0.1 + 0.1 * t, 0.25))
                .until(9);

        List<LineCrossing> crossings =
                play.updates().stream().flatMap(u -> u.crossings().stream()).toList();
        assertThat(crossings).extracting(LineCrossing::forward).containsExactlyInAnyOrder(true, false);
        assertThat(last(play.readings(null)).flows()).containsExactly(new SceneReading.LineFlow("gate", 1, 1));
    }

    @Test
    void aCarThatComesStraightTowardsTheCameraGoesWithALaneThatComesAndAgainstOneThatLeaves() {
        for (boolean reversed : List.of(false, true)) {
            Random random = new Random(3);
            Scene scene = scene(List.of(), List.of(), List.of(SOUTHBOUND));
            Play play = new Play(reversed ? scene.withLanesReversed() : scene, 12)
                    .actor(1, ObjectClass.CAR, 0, 20, t -> oncoming(t, random))
                    .until(3.5);

            List<LanePresence> lanes = play.updates().stream()
                    .filter(u -> u.at().isAfter(at(1.2)))
                    .flatMap(u -> u.lanes().stream())
                    .toList();
            assertThat(lanes).isNotEmpty();
            if (reversed) {
                LanePresence last = lanes.get(lanes.size() - 1);
                assertThat(last.angleDegrees()).isGreaterThan(160);
                assertThat(Objects.requireNonNull(last.againstSince())).isBefore(at(0.8));
                assertThat(last.againstTravel()).isGreaterThan(0.3);
            } else {
                assertThat(lanes).allMatch(l -> l.againstSince() == null && l.againstTravel() == 0);
                assertThat(lanes)
                        .extracting(LanePresence::angleDegrees)
                        .filteredOn(Objects::nonNull)
                        .isNotEmpty()
                        .allMatch(a -> a < 30);
            }
        }
    }

    @Test
    void aStandingCarWhoseLowerHalfIsHiddenForAMomentDoesNotDriveBackwards() {
        Scene scene = scene(List.of(), List.of(), List.of(SOUTHBOUND));
        Play play = new Play(scene, 10)
                .actor(1, ObjectClass.CAR, 0, 20, t -> {
                    double hidden = t > 3 && t < 5 ? Math.min(0.12, 0.12 * (t - 3)) : 0;
                    return new Box(0.45, 0.4, 0.15, 0.2 - hidden);
                })
                .until(8);

        assertThat(play.updates().stream().flatMap(u -> u.lanes().stream()))
                .isNotEmpty()
                .noneMatch(l -> l.againstTravel() > 0.08);
    }

    @Test
    void asksForPicturesWhenSomethingHappensAndForAtMostTwoASecond() {
        Scene scene = scene(List.of(LAWN), List.of(), List.of());
        Play play = new Play(scene, 10)
                .actor(1, ObjectClass.PERSON, 0, 30, t -> personAt(t < 3 ? 0.2 + 0.1 * t : 0.5, 0.6))
                .until(29);
        for (long n = 2; n < 40; n++) {
            double y = 0.3 + n * 0.015;
            play.actor(n, ObjectClass.PERSON, 29, 40, t -> personAt(0.3 + 0.05 * (t - 29), y));
        }
        play.until(42);

        assertThat(pictured(play, 0, 0.2)).as("first seen").isEqualTo(1);
        assertThat(pictured(play, 1.9, 3)).as("zone entry").isEqualTo(1);
        assertThat(pictured(play, 5, 8)).as("stands for 3 s").isEqualTo(1);
        assertThat(pictured(play, 9, 28)).as("every 10 s of dwell").isBetween(1L, 2L);
        long asked = play.frames.stream()
                .mapToLong(f -> (f.snapshot() == null ? 0 : 1) + f.save().size())
                .sum();
        assertThat(asked).isLessThanOrEqualTo(2 + 2 * 42);
        assertThat(pictured(play, 29, 31)).as("a crowd appears").isBetween(2L, 5L);
        assertThat(play.frames)
                .allSatisfy(f -> assertThat(f.snapshot() == null)
                        .isEqualTo(f.facts().stream()
                                .noneMatch(fact -> (fact instanceof TrackUpdate u
                                                && u.picture() != null
                                                && u.phase() != TrackPhase.ENDED)
                                        || (fact instanceof SceneReading r && r.picture() != null))));
    }

    @Test
    void remembersTheBestPortraitAndSavesItAtTheEnd() {
        Play play = new Play(Scene.empty(CAMERA), 10)
                .actor(1, ObjectClass.CAR, 0, 4, t -> new Box(0.5, 0.3, 0.05 + 0.03 * t, 0.05 + 0.03 * t))
                .until(5);

        assertThat(play.frames.stream().mapToLong(f -> f.keep().size()).sum()).isBetween(3L, 10L);
        Observed end = play.frames.stream()
                .filter(f -> !f.forget().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(end.save()).hasSize(1);
        assertThat(lastOf(play).picture()).isEqualTo(end.save().get(0).picture());
    }

    @Test
    void readsTheSceneOnceASecondWhileItIsEmptyAndMoreOftenWhenNot() {
        Play play = new Play(Scene.empty(CAMERA), 10)
                .actor(1, ObjectClass.PERSON, 5, 9.9, t -> personAt(0.5, 0.6))
                .until(10);

        assertThat(play.readings(null).stream()
                        .filter(r -> r.at().isBefore(at(5)))
                        .count())
                .isBetween(5L, 6L);
        assertThat(play.readings(null).stream()
                        .filter(r -> !r.at().isBefore(at(5)))
                        .count())
                .isBetween(10L, 25L);
        assertThat(last(play.readings(null)).coverage()).isCloseTo(0.06 * 0.2, within(0.006));
    }

    @Test
    void followsANewSceneWithoutForgettingWhoIsInAZoneThatStays() {
        Play play = new Play(scene(List.of(LAWN), List.of(), List.of()), 10)
                .actor(1, ObjectClass.PERSON, 0, 30, t -> personAt(0.5, 0.6))
                .until(4);
        Zone path = new Zone("path", new Polygon(square(0.3, 0.3, 0.8, 0.8)));
        play.behaviour.follow(scene(List.of(LAWN, path), List.of(), List.of()));
        play.until(6);

        assertThat(lastOf(play).zones()).extracting(z -> z.zone()).containsExactly("lawn", "path");
        assertThat(lastOf(play).zones().get(0).since()).isEqualTo(at(0));
        assertThat(lastOf(play).zones().get(1).since()).isAfterOrEqualTo(at(4));
        assertThat(last(play.readings("path")).count(ObjectClass.PERSON)).isEqualTo(1);
    }

    @Test
    void tellsColoursAsAWitnessWould() {
        Play play = new Play(Scene.empty(CAMERA), 5);
        byte[] rgb = new byte[100 * 100 * 3];
        for (int i = 0; i < 100 * 100; i++) {
            boolean upper = i / 100 < 50;
            rgb[3 * i] = (byte) (upper ? 190 : 20);
            rgb[3 * i + 1] = (byte) (upper ? 30 : 40);
            rgb[3 * i + 2] = (byte) (upper ? 35 : 140);
        }
        play.pixels = new Pixels(rgb, 100, 100);
        play.actor(1, ObjectClass.PERSON, 0, 9, t -> new Box(0.4, 0.1, 0.3, 0.8))
                .until(3);

        assertThat(lastOf(play).look()).isEqualTo(new TrackUpdate.Look(Colour.RED, Colour.BLUE));
    }

    private static Box oncoming(double t, Random random) {
        // a car 1.5 m high, 60 m away at 12 m/s, camera 7 m up
        double distance = 60 - 12 * t;
        double height = 1.5 * 3 / distance * (1 + 0.03 * random.nextGaussian());
        double bottom = 0.1 + 7 * 1.5 / distance;
        return new Box(0.5 - height / 2, bottom - height, height, height + 0.02 * height * random.nextGaussian());
    }

    private static long pictured(Play play, double from, double to) {
        return play.facts.stream()
                .filter(f -> !f.at().isBefore(at(from)) && f.at().isBefore(at(to)))
                .map(f -> f instanceof TrackUpdate u ? u.picture() : f instanceof SceneReading r ? r.picture() : null)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private static Scene scene(List<Zone> zones, List<Line> lines, List<Lane> lanes) {
        return new Scene(CAMERA, null, zones, lines, lanes, List.of());
    }

    private static TrackUpdate lastOf(Play play) {
        return last(play.updates());
    }

    private static <T> T last(List<T> list) {
        assertThat(list).isNotEmpty();
        return list.get(list.size() - 1);
    }
}
