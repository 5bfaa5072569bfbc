package org.vigilia.contract.fact;

import java.time.Instant;

/**
 * An object crossed a counting line.
 *
 * @param line the line's name
 * @param forward true from the left hand to the right hand of the line
 * @param at when, UTC
 */
public record LineCrossing(String line, boolean forward, Instant at) {}
