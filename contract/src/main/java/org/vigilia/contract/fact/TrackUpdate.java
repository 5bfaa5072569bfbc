package org.vigilia.contract.fact;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.id.TrackId;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.contract.scene.Point;

/**
 * News of one object in one camera's picture, 2 to 5 times a second while it is seen, and once when it is gone.
 *
 * @param camera who sees it
 * @param at capture time of the frame, UTC
 * @param track which object
 * @param phase first seen, moved or ended; an ended track never comes back
 * @param objectClass what it is, by vote over its life so far
 * @param confidence 0..1
 * @param box where it is
 * @param firstSeen when the track began, UTC
 * @param motion how it moves
 * @param path where its foot point was, oldest first, at most 32 points, thinned
 * @param zones zones it is in
 * @param lanes lanes it is in
 * @param crossings lines it crossed since the update before
 * @param look colours, when they could be told
 * @param picture a stored snapshot of this moment, when one was taken
 */
public record TrackUpdate(
        CameraId camera,
        Instant at,
        TrackId track,
        TrackPhase phase,
        ObjectClass objectClass,
        double confidence,
        Box box,
        Instant firstSeen,
        Motion motion,
        List<Point> path,
        List<ZonePresence> zones,
        List<LanePresence> lanes,
        List<LineCrossing> crossings,
        @Nullable Look look,
        @Nullable PictureId picture)
        implements Fact {

    /**
     * How an object moves.
     *
     * @param headingDegrees direction in the picture, 0 up, 90 right, clockwise; null while it stands
     * @param heightsPerSecond speed in own heights a second: works without calibration
     * @param metresPerSecond speed on the ground; null without calibration
     * @param stillSince since when it stands, UTC; null while it moves
     */
    public record Motion(
            @Nullable Double headingDegrees,
            double heightsPerSecond,
            @Nullable Double metresPerSecond,
            @Nullable Instant stillSince) {}

    /**
     * What colour an object is.
     *
     * @param upper upper clothing, or the body of a vehicle
     * @param lower lower clothing; null for vehicles
     */
    public record Look(@Nullable Colour upper, @Nullable Colour lower) {}

    public TrackUpdate {
        path = List.copyOf(path);
        zones = List.copyOf(zones);
        lanes = List.copyOf(lanes);
        crossings = List.copyOf(crossings);
    }
}
