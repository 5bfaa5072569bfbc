package org.vigilia.server.news;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.identity.Right;

/**
 * Something changed that people's screens should show at once.
 *
 * <p>A room publishes it through Spring's {@code ApplicationEventPublisher}, inside the transaction that changed the
 * thing; people are told after the commit, never when it is rolled back. Screens that were away fetch the state by
 * REST: news is a hint that is never replayed.
 */
public interface News {

    /** What a person needs to be told; the right to see cameras unless the news says otherwise. */
    default Right right() {
        return Right.SEE_CAMERAS;
    }

    /** Whose thing it speaks of: only people with the right on this agency's things are told; null: it is nobody's. */
    @Nullable
    AgencyId agency();

    /**
     * What is sent, to be written as a JSON object; it has a text {@code type} ("alert", "camera") and {@code sentAt}.
     *
     * @param sentAt now, UTC
     */
    Object message(Instant sentAt);
}
