package org.vigilia.server.incident;

import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.registry.Camera;

/**
 * The piece of the city that a camera can see, seen from above: a sector.
 *
 * @param from where the camera hangs; null when unknown
 * @param headingDegrees the middle of the view, 0 north, clockwise; null when unknown
 * @param fieldOfViewDegrees width of the view; null when unknown
 * @param rangeM how far it sees; null when unknown
 */
record View(
        @Nullable GeoPoint from,
        @Nullable Double headingDegrees,
        @Nullable Double fieldOfViewDegrees,
        @Nullable Double rangeM) {

    static View of(Camera camera) {
        return new View(camera.location(), camera.headingDegrees(), camera.fieldOfViewDegrees(), camera.rangeM());
    }

    /** Whether {@code place} lies in it; null when that cannot be known. */
    @Nullable
    Boolean sees(GeoPoint place) {
        if (from == null || headingDegrees == null || fieldOfViewDegrees == null || rangeM == null) {
            return null;
        }
        double distanceM = Closeness.distanceM(from, place);
        if (distanceM > rangeM) {
            return false;
        }
        double off = Math.abs(Closeness.bearingDegrees(from, place) - headingDegrees) % 360;
        return Math.min(off, 360 - off) <= fieldOfViewDegrees / 2;
    }
}
