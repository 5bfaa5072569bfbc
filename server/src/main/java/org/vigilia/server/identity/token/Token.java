package org.vigilia.server.identity.token;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.identity.Agency;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.TokenId;

/**
 * What is known of a token beside its secret.
 *
 * @param id finds it; no secret
 * @param name what the agency calls the machine
 * @param agency whom the machine works for
 * @param rights what it allows
 * @param made when and by whom
 * @param expiresAt from then on it is refused, UTC; null: never
 * @param lastUsedAt when it was last accepted, UTC, up to {@link TokenStore#USE_NOTED_EVERY} behind; null: never
 * @param revokedAt since when it is refused for good, UTC; null: not revoked
 */
record Token(
        TokenId id,
        String name,
        Agency agency,
        Set<Right> rights,
        Made made,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    /** @param by name of the person who made it, as shown to people */
    record Made(Instant at, String by) {}

    /** Whether a machine may use it. */
    enum State {
        IN_FORCE,
        EXPIRED,
        REVOKED
    }

    State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        return expiresAt != null && !expiresAt.isAfter(now) ? State.EXPIRED : State.IN_FORCE;
    }
}
