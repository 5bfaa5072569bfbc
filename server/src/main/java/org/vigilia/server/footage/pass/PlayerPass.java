package org.vigilia.server.footage.pass;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.footage.play.Excerpts;
import org.vigilia.server.footage.play.Micros;

/**
 * Somebody's pass for a player. It opens no more than its owner may see at the moment it is used.
 *
 * @param id also the user name that the player tells
 * @param owner who made it and answers for what is played with it
 * @param what which pictures
 * @param expiresAt not valid from then on
 * @param usedAt when it was used last, up to a minute behind; null: never
 * @param revokedAt null while it is not
 */
record PlayerPass(
        String id,
        PersonId owner,
        What what,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable Instant revokedAt) {

    /** The most of a camera that one pass opens. */
    static final Duration LONGEST = Duration.ofHours(6);

    /** Which pictures. @param agency the camera's when the pass was made @param to null: it grows */
    record What(
            CameraId camera,
            AgencyId agency,
            Instant from,
            @Nullable Instant to) {}

    /** Whether a text looks like an id; anything may come from outside. */
    static boolean isId(String text) {
        return text.matches("pass-[0-9a-z]{16}");
    }

    /** Whether it opens anything. */
    enum State {
        LIVE,
        EXPIRED,
        REVOKED
    }

    State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return now.isBefore(expiresAt) ? State.LIVE : State.EXPIRED;
    }

    /** Whether nothing will be added to what it opens. */
    boolean ended(Instant now) {
        return what.to != null || !now.isBefore(what.from.plus(LONGEST));
    }

    /** What it opens just now. */
    Excerpts.Excerpt excerpt(Instant now) {
        Instant longest = what.from.plus(LONGEST);
        Instant end = what.to != null ? what.to : now.isBefore(longest) ? now : longest;
        return new Excerpts.Excerpt(what.camera, Micros.of(what.from), Micros.of(end));
    }
}
