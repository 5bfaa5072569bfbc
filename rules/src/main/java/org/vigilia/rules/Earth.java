package org.vigilia.rules;

import org.vigilia.contract.scene.GeoPoint;

/**
 * Distances and directions on a sphere of the Earth's mean radius (6,371,008.8 m, IUGG), which is exact enough for a city:
 * the error against the ellipsoid is below 0.6 %.
 */
final class Earth {

    private static final double RADIUS_METRES = 6_371_008.8;

    private Earth() {}

    /** Great-circle distance in metres (haversine). */
    static double metres(GeoPoint a, GeoPoint b) {
        double lat = Math.toRadians(b.latitude() - a.latitude());
        double lon = Math.toRadians(b.longitude() - a.longitude());
        double h = Math.pow(Math.sin(lat / 2), 2)
                + Math.cos(Math.toRadians(a.latitude()))
                        * Math.cos(Math.toRadians(b.latitude()))
                        * Math.pow(Math.sin(lon / 2), 2);
        return 2 * RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)));
    }

    /** The direction from one place to another, degrees clockwise from north, 0 to 360. */
    static double bearing(GeoPoint from, GeoPoint to) {
        double lat1 = Math.toRadians(from.latitude());
        double lat2 = Math.toRadians(to.latitude());
        double lon = Math.toRadians(to.longitude() - from.longitude());
        double y = Math.sin(lon) * Math.cos(lat2);
        double x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(lon);
        return (Math.toDegrees(Math.atan2(y, x)) + 360) % 360;
    }

    /** The place so many metres away in a direction. */
    static GeoPoint away(GeoPoint from, double bearingDegrees, double metres) {
        double angle = metres / RADIUS_METRES;
        double bearing = Math.toRadians(bearingDegrees);
        double lat1 = Math.toRadians(from.latitude());
        double lon1 = Math.toRadians(from.longitude());
        double lat2 =
                Math.asin(Math.sin(lat1) * Math.cos(angle) + Math.cos(lat1) * Math.sin(angle) * Math.cos(bearing));
        double lon2 = lon1
                + Math.atan2(
                        Math.sin(bearing) * Math.sin(angle) * Math.cos(lat1),
                        Math.cos(angle) - Math.sin(lat1) * Math.sin(lat2));
        double longitude = (Math.toDegrees(lon2) + 540) % 360 - 180;
        return new GeoPoint(Math.toDegrees(lat2), longitude);
    }

    /** The smaller angle between two directions, 0 to 180 degrees. */
    static double between(double bearingA, double bearingB) {
        double apart = Math.abs(bearingA - bearingB) % 360;
        return apart > 180 ? 360 - apart : apart;
    }
}
