package org.vigilia.server.news;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.fact.SceneReading;
import org.vigilia.contract.fact.TrackPhase;
import org.vigilia.contract.fact.TrackUpdate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;

/** What is seen now is what was told last and has not ended. */
class LivePictureTest {

    static final CameraId PLAZA = new CameraId("plaza");
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final LivePicture picture = new LivePicture(PLAZA);

    @Test
    void showsWhereEverythingIsNowAndMarksWhatAnAlertSpeaksOf() {
        picture.take(track("1", TrackPhase.FIRST_SEEN, NOON, 0.1));
        picture.take(track("2", TrackPhase.FIRST_SEEN, NOON, 0.5));
        picture.take(track("1", TrackPhase.MOVED, NOON.plusMillis(200), 0.2));
        picture.take(new SceneReading(
                PLAZA, NOON.plusMillis(200), null, Map.of(ObjectClass.PERSON, 2), null, 0.1, null, List.of(), null));
        LivePicture.Tracks message = picture.message(Set.of(new TrackId("2")), NOON.plusSeconds(1));
        assertThat(message.at()).isEqualTo(NOON.plusMillis(200));
        assertThat(message.counts()).isEqualTo(Map.of(ObjectClass.PERSON, 2));
        assertThat(message.tracks())
                .extracting(t -> t.track().value(), t -> t.box().left(), LivePicture.LiveTrack::alert)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("1", 0.2, false),
                        org.assertj.core.groups.Tuple.tuple("2", 0.5, true));
        assertThat(picture.changed()).isFalse();
    }

    @Test
    void whatEndedIsGoneAndThatIsNews() {
        picture.take(track("1", TrackPhase.FIRST_SEEN, NOON, 0.1));
        picture.message(Set.of(), NOON);
        picture.take(track("1", TrackPhase.ENDED, NOON.plusMillis(200), 0.1));
        assertThat(picture.changed()).isTrue();
        assertThat(picture.message(Set.of(), NOON).tracks()).isEmpty();
    }

    @Test
    void whatWasNotHeardOfForLongIsLeftOut() {
        picture.take(track("1", TrackPhase.FIRST_SEEN, NOON, 0.1));
        picture.take(track(
                "2",
                TrackPhase.FIRST_SEEN,
                NOON.plus(LivePicture.FORGOTTEN_AFTER).plusMillis(1),
                0.1));
        assertThat(picture.message(Set.of(), NOON).tracks())
                .extracting(t -> t.track().value())
                .containsExactly("2");
    }

    @Test
    void countsOfAZoneAreNotThoseOfThePicture() {
        picture.take(
                new SceneReading(PLAZA, NOON, "lawn", Map.of(ObjectClass.PERSON, 7), null, 0.1, null, List.of(), null));
        assertThat(picture.changed()).isFalse();
    }

    static TrackUpdate track(String id, TrackPhase phase, Instant at, double left) {
        return new TrackUpdate(
                PLAZA,
                at,
                new TrackId(id),
                phase,
                ObjectClass.PERSON,
                0.9,
                new Box(left, 0.2, 0.1, 0.3),
                at,
                new TrackUpdate.Motion(null, 0, null, null),
                List.of(new Point(left, 0.5)),
                List.of(),
                List.of(),
                List.of(),
                null,
                null);
    }
}
