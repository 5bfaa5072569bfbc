package org.vigilia.vision.track;

import java.time.Duration;

/**
 * How eager the tracker is. Measured on a plaza and two street sequences; see {@link #usual()}.
 *
 * @param highConfidence detections from here on are matched first, 0..1
 * @param lowConfidence detections below are ignored, 0..1
 * @param newPerson a person needs this confidence to become a new track
 * @param newVehicle a vehicle needs this confidence to become a new track
 * @param highOverlap least intersection over union for sure detections
 * @param lowOverlap least intersection over union for doubtful detections
 * @param grow how much boxes are grown on each side, of their size, for the last pass
 * @param grownOverlap least intersection over union of the grown boxes
 * @param hitsToConfirm detections before a track is told
 * @param lostFrames a track is given up when it was not seen for so many analysed frames …
 * @param lostAtLeast … and for at least this long …
 * @param lostAtMost … but never later than this
 */
public record TrackerSettings(
        double highConfidence,
        double lowConfidence,
        double newPerson,
        double newVehicle,
        double highOverlap,
        double lowOverlap,
        double grow,
        double grownOverlap,
        int hitsToConfirm,
        int lostFrames,
        Duration lostAtLeast,
        Duration lostAtMost) {

    /** What works without tuning. */
    public static TrackerSettings usual() {
        return new TrackerSettings(
                0.50, 0.25, 0.65, 0.45, 0.25, 0.40, 0.30, 0.15, 3, 30, Duration.ofSeconds(2), Duration.ofSeconds(6));
    }
}
