package org.vigilia.vision.sound;

import java.time.Instant;

/**
 * Something that stood out of what is usually heard.
 *
 * @param kind what it is like
 * @param at when it began, UTC
 * @param until when it ended, or, while it goes on, when it was last heard; UTC
 * @param levelDb greatest A-weighted level of it, decibels as the meter's
 * @param confidence 0.5..1
 */
public record SoundEvent(SoundKind kind, Instant at, Instant until, double levelDb, double confidence) {}
