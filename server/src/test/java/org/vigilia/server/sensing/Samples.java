package org.vigilia.server.sensing;

import java.util.List;
import java.util.Map;
import org.vigilia.server.testing.Browser;

/** Entities that tests of SensorThings make. */
final class Samples {

    private static final String STA = "/sta/v1.1/";

    private Samples() {}

    /** A thing with properties and a location. */
    static Map<String, Object> thing(String name, double longitude, double latitude) {
        return Map.of(
                "name",
                name,
                "description",
                name + " described",
                "properties",
                Map.of("height", 3, "tags", List.of("roof", "north"), "owner", Map.of("name", "Ada")),
                "Locations",
                List.of(Map.of(
                        "name",
                        "place of " + name,
                        "description",
                        "",
                        "encodingType",
                        "application/geo+json",
                        "location",
                        Map.of("type", "Point", "coordinates", List.of(longitude, latitude)))));
    }

    /** A datastream with its sensor and observed property, but without a thing. */
    static Map<String, Object> datastream(String property, String unit) {
        return Map.of(
                "name",
                "stream of " + property,
                "description",
                "d",
                "observationType",
                "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
                "unitOfMeasurement",
                Map.of("name", unit, "symbol", unit, "definition", ""),
                "Sensor",
                Map.of("name", "s", "description", "s", "encodingType", "text/plain", "metadata", "m"),
                "ObservedProperty",
                Map.of(
                        "name",
                        property,
                        "definition",
                        "http://example.org/" + property.replace(' ', '-'),
                        "description",
                        ""));
    }

    /** Makes one; returns its id. */
    static long post(Browser browser, String path, Object body) {
        String location =
                browser.post(STA + path, body).expect(201).header("Location").orElseThrow();
        return Long.parseLong(location.replaceAll(".*\\((\\d+)\\)$", "$1"));
    }
}
