package org.vigilia.contract.scene;

/**
 * A place on Earth, WGS 84.
 *
 * @param latitude degrees north, −90..90
 * @param longitude degrees east, −180..180
 */
public record GeoPoint(double latitude, double longitude) {

    public GeoPoint {
        if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("not a place: latitude " + latitude + ", longitude " + longitude);
        }
    }
}
