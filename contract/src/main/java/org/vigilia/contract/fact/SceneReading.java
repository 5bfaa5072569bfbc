package org.vigilia.contract.fact;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.contract.scene.ObjectClass;

/**
 * Counts, density and flow of one zone, or of the whole picture, at one moment; 2 to 5 times a second while anything is
 * seen, once a second otherwise.
 *
 * @param camera who sees it
 * @param at capture time of the frame, UTC
 * @param zone the zone's name; null for the whole picture
 * @param counts how many of each class; classes with none are left out
 * @param density persons per square metre; null without calibration
 * @param coverage part of the zone's area that is covered by objects' boxes, 0..1
 * @param meanMetresPerSecond mean speed of what moves; null without calibration or when nothing moves
 * @param flows objects that crossed each line in the last 60 s, a direction; only in readings of the whole picture
 * @param picture a stored snapshot of this moment, when one was taken
 */
public record SceneReading(
        CameraId camera,
        Instant at,
        @Nullable String zone,
        Map<ObjectClass, Integer> counts,
        @Nullable Double density,
        double coverage,
        @Nullable Double meanMetresPerSecond,
        List<LineFlow> flows,
        @Nullable PictureId picture)
        implements Fact {

    /**
     * Traffic over one line.
     *
     * @param line the line's name
     * @param forward crossings in the last 60 s from the left hand to the right hand
     * @param backward crossings the other way
     */
    public record LineFlow(String line, int forward, int backward) {}

    public SceneReading {
        counts = Map.copyOf(counts);
        flows = List.copyOf(flows);
    }

    /** How many objects of a class, 0 when none. */
    public int count(ObjectClass objectClass) {
        return counts.getOrDefault(objectClass, 0);
    }
}
