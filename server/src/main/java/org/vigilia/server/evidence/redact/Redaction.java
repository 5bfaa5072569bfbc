package org.vigilia.server.evidence.redact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The making of a clip in which somebody is hidden.
 *
 * @param exhibit id of the original
 * @param derived id of the exhibit that is or was made; null before it is rendered
 * @param progress 0..1 of the search or the rendering
 * @param failure what went wrong; empty otherwise
 * @param plan null until the search is over
 * @param why the reason given, for custody
 * @param createdBy name and agency
 */
record Redaction(
        String id,
        String exhibit,
        @Nullable String derived,
        State state,
        float progress,
        String failure,
        @Nullable RedactionPlan plan,
        String why,
        Instant createdAt,
        String createdBy,
        Instant changedAt,
        String changedBy) {

    enum State {
        /** Everybody in the clip is being looked for. */
        PROPOSING,
        /** A person decides who is hidden. */
        REVIEW,
        /** The derived clip is being made. */
        RENDERING,
        /** The derived exhibit is sealed. */
        READY,
        FAILED
    }
}
