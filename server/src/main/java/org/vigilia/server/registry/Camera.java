package org.vigilia.server.registry;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.scene.GeoPoint;

/**
 * A camera of the city. Never holds its password.
 *
 * @param id never changes
 * @param name for people
 * @param agency whose it is
 * @param place named area it looks at; null when none is given
 * @param location where it hangs; null when unknown
 * @param headingDegrees the middle of its view, 0 north, clockwise; null when unknown
 * @param fieldOfViewDegrees width of its view; null when unknown
 * @param rangeM how far it sees, metres; null when unknown
 * @param streams how it is reached
 * @param analysis how its picture is analysed
 */
public record Camera(
        CameraId id,
        String name,
        Owner agency,
        @Nullable Spot place,
        @Nullable GeoPoint location,
        @Nullable Double headingDegrees,
        @Nullable Double fieldOfViewDegrees,
        @Nullable Double rangeM,
        Streams streams,
        Analysis analysis) {

    /** The agency a camera belongs to. */
    public record Owner(AgencyId id, String name) {}

    /** The place a camera looks at. */
    public record Spot(String id, String name) {}

    /**
     * How a camera is reached.
     *
     * @param mainUrl full resolution; without credentials
     * @param subUrl the small stream; null when there is none
     * @param userName null when none is needed
     * @param hasPassword whether a password is stored
     */
    public record Streams(
            String mainUrl,
            @Nullable String subUrl,
            @Nullable String userName,
            boolean hasPassword) {}

    /**
     * How a camera's picture is analysed.
     *
     * @param enabled false: live view only
     * @param fps wanted rate, 0.5..30 frames a second
     * @param model name of the detector; "default" for the built-in one, "camera" for what the camera itself sees
     */
    public record Analysis(boolean enabled, double fps, String model) {}
}
