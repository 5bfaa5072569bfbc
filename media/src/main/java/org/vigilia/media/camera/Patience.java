package org.vigilia.media.camera;

import java.time.Duration;

/**
 * How long to wait for cameras.
 *
 * @param answer from connecting to the camera's agreement to send
 * @param stall without a picture until it counts as stalled
 * @param firstRetry after a connection ended
 * @param longestRetry each retry waits twice as long as the one before, up to this
 * @param refusedRetry after a wrong password: cameras lock accounts
 * @param clockLimit how far a camera's clock may be off before it is not believed
 */
public record Patience(
        Duration answer,
        Duration stall,
        Duration firstRetry,
        Duration longestRetry,
        Duration refusedRetry,
        Duration clockLimit) {}
