package org.vigilia.server.sensing.ngsi;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.vigilia.contract.scene.GeoPoint;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A condition on the place of a device (NGSI-LD 4.10): near a point by metres on the sphere, or within, intersecting, disjoint
 * from or equal to a geometry.
 */
public final class GeoFilter {

    private static final double EARTH_METRES = 6_371_008.8;
    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final int MAX_CORNERS = 5_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final String relation;
    private final Geometry geometry;
    private final double minMetres;
    private final double maxMetres;

    private GeoFilter(String relation, Geometry geometry, double minMetres, double maxMetres) {
        this.relation = relation;
        this.geometry = geometry;
        this.minMetres = minMetres;
        this.maxMetres = maxMetres;
    }

    /**
     * Reads the parameters.
     *
     * @param coordinates JSON text of GeoJSON coordinates
     * @throws NgsiError when they do not fit together
     */
    public static GeoFilter parse(
            String georel, @Nullable String geometry, @Nullable String coordinates, @Nullable String property) {
        if (property != null && !property.equals("location")) {
            throw NgsiError.bad("The 'geoproperty' is always location here, not '" + property + "'.");
        }
        if (geometry == null || coordinates == null) {
            throw NgsiError.bad("'georel' needs 'geometry' and 'coordinates' too.");
        }
        Geometry shape = shape(geometry, coordinates);
        String[] parts = georel.split(";");
        double min = 0;
        double max = Double.POSITIVE_INFINITY;
        for (int i = 1; i < parts.length; i++) {
            String[] limit = parts[i].split("==", 2);
            double metres =
                    limit.length == 2 && limit[1].matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(limit[1]) : -1;
            if (metres < 0 || !limit[0].equals("maxDistance") && !limit[0].equals("minDistance")) {
                throw NgsiError.bad(
                        "'georel' says near;maxDistance==metres or near;minDistance==metres, not '" + parts[i] + "'.");
            }
            min = limit[0].equals("minDistance") ? metres : min;
            max = limit[0].equals("maxDistance") ? metres : max;
        }
        switch (parts[0]) {
            case "near" -> {
                if (!geometry.equals("Point") || parts.length < 2) {
                    throw NgsiError.bad("'near' needs geometry=Point and a maxDistance or minDistance.");
                }
            }
            case "within", "intersects", "disjoint", "equals" -> {
                if (parts.length > 1) {
                    throw NgsiError.bad("Only 'near' has a distance.");
                }
            }
            default ->
                throw NgsiError.bad(
                        "'georel' is near, within, intersects, disjoint or equals here, not '" + parts[0] + "'.");
        }
        return new GeoFilter(parts[0], shape, min, max);
    }

    private static Geometry shape(String type, String coordinates) {
        try {
            JsonNode all = JSON.readTree(coordinates);
            return switch (type.toLowerCase(Locale.ROOT)) {
                case "point" -> GEOMETRIES.createPoint(corner(all));
                case "linestring" -> GEOMETRIES.createLineString(corners(all));
                case "polygon" -> polygon(all);
                default -> throw NgsiError.bad("'geometry' is Point, LineString or Polygon here, not '" + type + "'.");
            };
        } catch (JacksonException | IllegalArgumentException e) {
            throw NgsiError.bad("'coordinates' are not those of a " + type
                    + " in GeoJSON: longitude before latitude, and a" + " polygon ends where it begins.");
        }
    }

    private static Geometry polygon(JsonNode rings) {
        if (rings.isEmpty()) {
            throw new IllegalArgumentException("no ring");
        }
        org.locationtech.jts.geom.LinearRing[] holes = new org.locationtech.jts.geom.LinearRing[rings.size() - 1];
        for (int i = 1; i < rings.size(); i++) {
            holes[i - 1] = GEOMETRIES.createLinearRing(corners(rings.get(i)));
        }
        return GEOMETRIES.createPolygon(GEOMETRIES.createLinearRing(corners(rings.get(0))), holes);
    }

    private static Coordinate[] corners(@Nullable JsonNode list) {
        if (list == null || !list.isArray() || list.size() > MAX_CORNERS) {
            throw new IllegalArgumentException("no list of corners");
        }
        Coordinate[] corners = new Coordinate[list.size()];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = corner(list.get(i));
        }
        return corners;
    }

    private static Coordinate corner(@Nullable JsonNode pair) {
        if (pair == null
                || !pair.isArray()
                || pair.size() < 2
                || !pair.get(0).isNumber()
                || !pair.get(1).isNumber()) {
            throw new IllegalArgumentException("no coordinates");
        }
        GeoPoint checked = new GeoPoint(pair.get(1).asDouble(), pair.get(0).asDouble());
        return new Coordinate(checked.longitude(), checked.latitude());
    }

    public boolean holds(@Nullable GeoPoint place) {
        if (place == null) {
            return false;
        }
        if (relation.equals("near")) {
            double metres = metres(place, geometry.getCoordinate());
            return metres >= minMetres && metres <= maxMetres;
        }
        Geometry point = GEOMETRIES.createPoint(new Coordinate(place.longitude(), place.latitude()));
        return switch (relation) {
            case "within" -> point.within(geometry);
            case "intersects" -> point.intersects(geometry);
            case "disjoint" -> point.disjoint(geometry);
            default -> point.equalsTopo(geometry);
        };
    }

    /** Along the great circle. */
    private static double metres(GeoPoint a, Coordinate b) {
        double lat1 = Math.toRadians(a.latitude());
        double lat2 = Math.toRadians(b.y);
        double sinLat = Math.sin((lat2 - lat1) / 2);
        double sinLon = Math.sin(Math.toRadians(b.x - a.longitude()) / 2);
        return 2
                * EARTH_METRES
                * Math.asin(Math.sqrt(sinLat * sinLat + Math.cos(lat1) * Math.cos(lat2) * sinLon * sinLon));
    }
}
