package org.vigilia.contract.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;

/**
 * One fact that made an alert.
 *
 * @param text one line for people: what, how much
 * @param datastream whose observation; null when a camera saw it
 * @param camera which camera; null when a sensor felt it
 * @param alert the camera's own alert; null when there is none
 * @param at when, UTC
 * @param value what was measured, in {@code unit}; null when it is not a number
 * @param unit as people write it; null when there is none
 */
public record Cause(
        String text,
        @Nullable DatastreamId datastream,
        @Nullable CameraId camera,
        @Nullable AlertId alert,
        Instant at,
        @Nullable Double value,
        @Nullable String unit) {}
