package org.vigilia.contract.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;

/**
 * The state of a camera changed, or is repeated (about every 5 s while it is not good) so that duration can be judged.
 *
 * @param camera which camera
 * @param at since when it is known, UTC
 * @param aspect what part of its health this speaks of
 * @param condition what it is now
 * @param detail one line for people: what was seen, what to do
 * @param picture the last picture; null when there is none
 */
public record CameraHealth(
        CameraId camera,
        Instant at,
        Aspect aspect,
        Condition condition,
        String detail,
        @Nullable PictureId picture) implements Fact {

    /** Connection is told by media through the server; picture is told by vision. */
    public enum Aspect {
        CONNECTION,
        PICTURE
    }

    /** What a camera's connection or picture can be. */
    public enum Condition {
        GOOD,
        /** Cannot be reached or hung up. */
        OFFLINE,
        /** Connected, but no picture comes. */
        STALLED,
        /** User name or password refused. */
        UNAUTHORISED,
        /** Reached, but what it sends cannot be read. */
        UNREADABLE,
        /** Dark or covered. */
        BLACK,
        /** The same picture again and again. */
        FROZEN,
        /** It looks somewhere else than before. */
        MOVED
    }
}
