package org.vigilia.server.sensing.entity;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import tools.jackson.databind.JsonNode;

/** Reads GeoJSON (RFC 7946): geometries, features, collections. Degrees, longitude first; heights are left out. */
public final class GeoJson {

    static final GeometryFactory FACTORY = new GeometryFactory(new PrecisionModel(), 4326);
    private static final int MAX_POSITIONS = 100_000;
    private static final int MAX_DEPTH = 5;

    private int positions;

    private GeoJson() {}

    /** @throws IllegalArgumentException that says what is wrong */
    public static Geometry read(JsonNode json) {
        return new GeoJson().geometry(json, 0);
    }

    /** Whether an encoding type is GeoJSON; SensorThings 1.0 and 1.1 name it differently. */
    public static boolean isNamed(String encodingType) {
        return encodingType.equals("application/geo+json") || encodingType.equals("application/vnd.geo+json");
    }

    private Geometry geometry(JsonNode json, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("GeoJSON is nested more than " + MAX_DEPTH + " deep");
        }
        String type = json.path("type").asString("");
        JsonNode coordinates = json.path("coordinates");
        return switch (type) {
            case "Point" -> FACTORY.createPoint(position(coordinates));
            case "MultiPoint" ->
                FACTORY.createMultiPoint(
                        list(coordinates, c -> FACTORY.createPoint(position(c))).toArray(Point[]::new));
            case "LineString" -> line(coordinates);
            case "MultiLineString" ->
                FACTORY.createMultiLineString(list(coordinates, this::line).toArray(LineString[]::new));
            case "Polygon" -> polygon(coordinates);
            case "MultiPolygon" ->
                FACTORY.createMultiPolygon(list(coordinates, this::polygon).toArray(Polygon[]::new));
            case "GeometryCollection" ->
                FACTORY.createGeometryCollection(list(json.path("geometries"), g -> geometry(g, depth + 1))
                        .toArray(Geometry[]::new));
            case "Feature" -> geometry(json.path("geometry"), depth + 1);
            case "FeatureCollection" ->
                FACTORY.createGeometryCollection(
                        list(json.path("features"), f -> geometry(f, depth + 1)).toArray(Geometry[]::new));
            default -> throw new IllegalArgumentException("'" + type + "' is no type of GeoJSON");
        };
    }

    private static <T> List<T> list(JsonNode json, java.util.function.Function<JsonNode, T> each) {
        if (!json.isArray()) {
            throw new IllegalArgumentException("GeoJSON needs an array where it has " + json);
        }
        List<T> all = new ArrayList<>();
        json.forEach(item -> all.add(each.apply(item)));
        return all;
    }

    private LineString line(JsonNode json) {
        return FACTORY.createLineString(coordinates(json));
    }

    private Polygon polygon(JsonNode json) {
        List<LinearRing> rings = list(json, ring -> FACTORY.createLinearRing(coordinates(ring)));
        if (rings.isEmpty()) {
            throw new IllegalArgumentException("a polygon needs a ring");
        }
        return FACTORY.createPolygon(
                rings.get(0), rings.subList(1, rings.size()).toArray(LinearRing[]::new));
    }

    private Coordinate[] coordinates(JsonNode json) {
        return list(json, this::position).toArray(Coordinate[]::new);
    }

    private Coordinate position(JsonNode json) {
        if (!json.isArray()
                || json.size() < 2
                || !json.get(0).isNumber()
                || !json.get(1).isNumber()) {
            throw new IllegalArgumentException("a position is [longitude, latitude], but here is " + json);
        }
        if (++positions > MAX_POSITIONS) {
            throw new IllegalArgumentException("the geometry has more than " + MAX_POSITIONS + " positions");
        }
        double longitude = json.get(0).asDouble();
        double latitude = json.get(1).asDouble();
        if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
            throw new IllegalArgumentException("[" + longitude + ", " + latitude
                    + "] is not on Earth: longitude (-180 to 180) comes first, then latitude (-90 to 90)");
        }
        return new Coordinate(longitude, latitude);
    }
}
