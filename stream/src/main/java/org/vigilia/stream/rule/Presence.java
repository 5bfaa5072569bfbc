package org.vigilia.stream.rule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;

/**
 * What a rule remembers of one object that meets, or lately met, its condition.
 *
 * @param track its newest track id; a lost and re-found object changes it
 * @param objectClass what it is
 * @param since since when the condition holds, short breaks bridged, UTC
 * @param lastTrue when the condition last held, UTC
 * @param lastSeen when the object was last seen at all, UTC
 * @param gone whether its track has ended
 * @param box where it was last seen
 * @param velocityX fractions of the width a second
 * @param velocityY fractions of the height a second
 * @param anchor where it was when the condition began
 * @param picture its newest snapshot
 */
public record Presence(
        TrackId track,
        ObjectClass objectClass,
        Instant since,
        Instant lastTrue,
        Instant lastSeen,
        boolean gone,
        Box box,
        double velocityX,
        double velocityY,
        Point anchor,
        @Nullable PictureId picture) {

    Presence ended() {
        return new Presence(
                track, objectClass, since, lastTrue, lastSeen, true, box, velocityX, velocityY, anchor, picture);
    }

    Presence seenWithoutCondition(Instant at, Box where) {
        return new Presence(
                track, objectClass, since, lastTrue, at, gone, where, velocityX, velocityY, anchor, picture);
    }

    Presence later(java.time.Duration gap) {
        return new Presence(
                track, objectClass, since, lastTrue.plus(gap), lastSeen.plus(gap), gone, box, 0, 0, anchor, picture);
    }
}
