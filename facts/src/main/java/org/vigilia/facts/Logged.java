package org.vigilia.facts;

import java.time.Instant;

/**
 * An entry of the log with its place in it.
 *
 * @param part 0 to 15; all of one camera are in one part
 * @param seq grows within the part; gaps mean nothing
 * @param storedAt when it was appended, UTC
 * @param value what was stored
 */
public record Logged<T>(int part, long seq, Instant storedAt, T value) {}
