package org.vigilia.stream.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.sensing.ObservationBatch;

/**
 * What the source of observations emits: a batch of one part, or the news that all that was stored until a moment has been
 * emitted.
 *
 * @param part which part of the log, what items are keyed by
 * @param batch null for such news
 * @param storedAt when the batch was stored, or that moment, UTC
 */
public record BatchItem(int part, @Nullable ObservationBatch batch, Instant storedAt) {}
