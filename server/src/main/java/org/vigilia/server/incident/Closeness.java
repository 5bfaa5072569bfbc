package org.vigilia.server.incident;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.alerting.Alert;

/**
 * How near two alerts are to each other: probably one situation when at the same camera or at most {@link #MAX_METRES}
 * apart, and at most {@link #MAX_GAP} between the end of one and the begin of the other.
 *
 * @param sameCamera whether one camera saw both
 * @param distanceM metres between the cameras; null when one of the places is unknown
 * @param gapSeconds between them in time; 0 when they overlap
 */
public record Closeness(boolean sameCamera, @Nullable Double distanceM, long gapSeconds) {

    static final double MAX_METRES = 150;
    static final Duration MAX_GAP = Duration.ofMinutes(10);

    private static final double EARTH_RADIUS_M = 6_371_008.8;

    static Closeness between(Alert a, Alert b, Instant now) {
        GeoPoint from = a.location();
        GeoPoint to = b.location();
        return new Closeness(
                sameCamera(a, b),
                from == null || to == null ? null : distanceM(from, to),
                gap(a, b, now).toSeconds());
    }

    private static boolean sameCamera(Alert a, Alert b) {
        return a.camera() != null
                && b.camera() != null
                && a.camera().id().equals(b.camera().id());
    }

    /** Whether both are probably one situation. */
    boolean near() {
        return gapSeconds <= MAX_GAP.toSeconds() && (sameCamera || (distanceM != null && distanceM <= MAX_METRES));
    }

    /** Nearer in place first, then in time. */
    double rank() {
        return (sameCamera || distanceM == null ? 0 : distanceM) + gapSeconds / 10.0;
    }

    private static Duration gap(Alert a, Alert b, Instant now) {
        Instant endA = a.endedAt() == null ? now : a.endedAt();
        Instant endB = b.endedAt() == null ? now : b.endedAt();
        if (endA.isBefore(b.startedAt())) {
            return Duration.between(endA, b.startedAt());
        }
        return endB.isBefore(a.startedAt()) ? Duration.between(endB, a.startedAt()) : Duration.ZERO;
    }

    /** Metres along a great circle (haversine, mean radius); 0.5 % of error at most. */
    static double distanceM(GeoPoint a, GeoPoint b) {
        double latA = Math.toRadians(a.latitude());
        double latB = Math.toRadians(b.latitude());
        double dLat = latB - latA;
        double dLon = Math.toRadians(b.longitude() - a.longitude());
        double h = Math.pow(Math.sin(dLat / 2), 2) + Math.cos(latA) * Math.cos(latB) * Math.pow(Math.sin(dLon / 2), 2);
        return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    /** Initial bearing from {@code a} to {@code b}, 0 north, 90 east, below 360. */
    static double bearingDegrees(GeoPoint a, GeoPoint b) {
        double latA = Math.toRadians(a.latitude());
        double latB = Math.toRadians(b.latitude());
        double dLon = Math.toRadians(b.longitude() - a.longitude());
        double y = Math.sin(dLon) * Math.cos(latB);
        double x = Math.cos(latA) * Math.sin(latB) - Math.sin(latA) * Math.cos(latB) * Math.cos(dLon);
        return (Math.toDegrees(Math.atan2(y, x)) + 360) % 360;
    }
}
