package org.vigilia.contract.relay;

import java.time.Instant;
import org.vigilia.contract.fact.CameraHealth;

/**
 * How the connection to the camera is; sent after the subscription and on every change.
 *
 * @param condition GOOD while pictures come
 * @param since since when, UTC
 * @param detail one line for people; never holds credentials
 */
public record StreamStatus(CameraHealth.Condition condition, Instant since, String detail) {}
