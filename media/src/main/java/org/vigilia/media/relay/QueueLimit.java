package org.vigilia.media.relay;

import java.time.Duration;

/**
 * How much may wait for a subscriber.
 *
 * @param bytes not yet taken by its socket
 * @param age of the oldest of them
 */
public record QueueLimit(long bytes, Duration age) {}
