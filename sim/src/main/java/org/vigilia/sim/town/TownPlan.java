package org.vigilia.sim.town;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the town is made of, written as JSON by {@link PrepareCommand} for the other parts of the demo.
 *
 * @param map the base map, a GeoJSON file
 * @param cameras everything that hangs in town
 */
public record TownPlan(String map, List<Entry> cameras) {

    /**
     * One camera.
     *
     * @param stream last part of its RTSP address
     * @param name for people
     * @param place the named place it belongs to
     * @param latitude degrees north
     * @param longitude degrees east
     * @param headingDegrees 0 north, clockwise
     * @param fieldOfViewDegrees horizontal angle
     * @param rangeM metres
     * @param user for the stream
     * @param password for the stream
     * @param smallStream whether it has a second, small stream
     * @param sceneFile scene to draw into it, YAML; null when nothing is drawn
     * @param model who looks: "default" our detector, "camera" the camera itself
     */
    public record Entry(
            String stream,
            String name,
            String place,
            double latitude,
            double longitude,
            double headingDegrees,
            double fieldOfViewDegrees,
            double rangeM,
            String user,
            String password,
            boolean smallStream,
            @Nullable String sceneFile,
            String model) {}
}
