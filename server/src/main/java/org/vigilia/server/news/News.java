package org.vigilia.server.news;

import java.time.Instant;
import org.vigilia.contract.id.AgencyId;

/**
 * Something changed that people's screens should show at once.
 *
 * <p>A room publishes it through Spring's {@code ApplicationEventPublisher}, inside the transaction that changed the
 * thing; people are told after the commit, never when it is rolled back. Screens that were away fetch the state by
 * REST: news is a hint that is never replayed.
 */
public interface News {

    /** Whose thing it speaks of; only people who may see the things of this agency are told. */
    AgencyId agency();

    /**
     * What is sent, to be written as a JSON object; it has a text {@code type} ("alert", "camera") and {@code sentAt}.
     *
     * @param sentAt now, UTC
     */
    Object message(Instant sentAt);
}
