package org.vigilia.vision.worker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.id.CameraId;

/**
 * How the analysis of one camera goes, as {@code GET /cameras} tells it.
 *
 * @param rate how often it is looked at
 * @param delayMs from capture to facts, smoothed; null before the first frame
 * @param queueDepth access units that wait
 * @param state what is done with it
 * @param picture what the picture is like; null before the first frame
 */
record CameraFigures(
        CameraId id,
        Rate rate,
        @Nullable Double delayMs,
        int queueDepth,
        State state,
        @Nullable Picture picture) {

    /**
     * How often a camera is looked at.
     *
     * @param askedFps wanted, frames a second
     * @param achievedFps over the last five seconds
     * @param pace aimed at now, after slowing down
     * @param droppedFrames access units and frames left out for lack of time since the camera was taken over
     */
    record Rate(double askedFps, double achievedFps, double pace, long droppedFrames) {}

    /** State of the picture. */
    record Picture(CameraHealth.Condition condition, Instant since, String detail) {}

    /** What is done with a camera. */
    enum State {
        ANALYSED,
        IDLE,
        SLOWED,
        STOPPED,
        WAITING,
        NO_MODEL
    }
}
