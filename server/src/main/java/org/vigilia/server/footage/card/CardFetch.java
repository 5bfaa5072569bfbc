package org.vigilia.server.footage.card;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;

/**
 * One span that was asked of a camera's own card, and how that went.
 *
 * @param from start of the span
 * @param to its end, not included
 * @param state how it went
 * @param pictures how many were written
 * @param detail why not all came, for people; empty when all did, or it is still going on
 * @param askedAt when media was asked
 * @param endedAt null while it is going on
 */
public record CardFetch(
        CameraId camera,
        Instant from,
        Instant to,
        State state,
        int pictures,
        String detail,
        Instant askedAt,
        @Nullable Instant endedAt) {

    /** How it went. */
    public enum State {
        /** Being fetched. */
        ASKED,
        /** All came that the card has. */
        FETCHED,
        /** Some came, then the conversation broke off. */
        PARTLY,
        /** The card has no picture of it. */
        NOTHING,
        /** Nothing came, for another reason. */
        FAILED
    }

    /** Whether the span holds all of another. */
    boolean holds(Gaps.Gap gap) {
        return !from.isAfter(gap.from()) && !to.isBefore(gap.to());
    }
}
