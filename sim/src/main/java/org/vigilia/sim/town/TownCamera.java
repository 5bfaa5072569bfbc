package org.vigilia.sim.town;

import org.jspecify.annotations.Nullable;

/**
 * One camera of the pretend town: where it hangs and which clip it shows.
 *
 * @param stream last part of its RTSP address and name of its clip files
 * @param name for people
 * @param place the named place it belongs to
 * @param eastM metres east of the town's centre
 * @param northM metres north of it
 * @param headingDegrees where it looks, 0 north, clockwise
 * @param fieldOfViewDegrees horizontal angle of view
 * @param rangeM how far it usefully sees
 * @param fps frames a second of its main stream
 * @param scene name of the example scene in {@code docs/examples}; null: a scene made up for unknown footage
 */
record TownCamera(
        String stream,
        String name,
        String place,
        double eastM,
        double northM,
        double headingDegrees,
        double fieldOfViewDegrees,
        double rangeM,
        int fps,
        @Nullable String scene) {}
