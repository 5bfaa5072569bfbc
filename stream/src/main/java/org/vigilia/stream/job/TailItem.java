package org.vigilia.stream.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;

/**
 * What the source emits: a fact, or the news that all facts stored until a moment have been emitted.
 *
 * @param fact null for such news
 * @param storedAt when the fact was stored, or that moment, UTC
 */
record TailItem(@Nullable Fact fact, Instant storedAt) {

    /** The camera, which items are keyed by; only facts have one. */
    String camera() {
        if (fact == null) {
            throw new IllegalStateException("a tick has no camera");
        }
        return fact.camera().value();
    }
}
