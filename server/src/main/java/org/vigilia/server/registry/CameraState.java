package org.vigilia.server.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;

/**
 * How a camera is right now.
 *
 * @param connection as media tells; null while media has told nothing
 * @param picture as vision tells; null while vision has told nothing
 * @param rates how its picture flows and is analysed; null while nothing flows
 */
record CameraState(
        @Nullable Aspect connection,
        @Nullable Aspect picture,
        @Nullable Rates rates) {

    static final CameraState UNKNOWN = new CameraState(null, null, null);

    /**
     * One side of a camera's health.
     *
     * @param since since when, UTC
     * @param detail one line for people
     */
    record Aspect(Condition condition, Instant since, String detail) {}

    /**
     * How a camera's picture flows and is analysed.
     *
     * @param askedFps wanted analysis rate, frames a second; null without analysis
     * @param achievedFps analysis rate over the last seconds; null without analysis
     * @param droppedFrames frames left out by analysis since it began; null without analysis
     * @param delayMs from capture to facts, milliseconds; null without analysis
     * @param cameraFps what the camera sends, frames a second
     * @param codec of the main stream: H264 or H265; null when unknown
     */
    record Rates(
            @Nullable Double askedFps,
            @Nullable Double achievedFps,
            @Nullable Long droppedFrames,
            @Nullable Double delayMs,
            @Nullable Double cameraFps,
            @Nullable Integer widthPx,
            @Nullable Integer heightPx,
            @Nullable String codec) {}

    /** Whether anything changed that people should be told at once; rates change all the time. */
    boolean differs(CameraState other) {
        return differs(connection, other.connection) || differs(picture, other.picture);
    }

    private static boolean differs(@Nullable Aspect a, @Nullable Aspect b) {
        if (a == null || b == null) {
            return a != b;
        }
        return a.condition != b.condition || !a.detail.equals(b.detail);
    }
}
