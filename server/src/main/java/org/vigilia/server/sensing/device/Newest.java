package org.vigilia.server.sensing.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest observation of a datastream.
 *
 * @param at when it was true
 * @param receivedAt when it was stored
 * @param value NaN when it is no number
 * @param text JSON, when it is no number; else null
 * @param quality {@link org.vigilia.contract.sensing.QualityFlag} bits
 */
public record Newest(
        Instant at,
        Instant receivedAt,
        double value,
        @Nullable String text,
        int quality) {}
