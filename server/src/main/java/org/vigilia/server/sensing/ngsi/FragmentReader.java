package org.vigilia.server.sensing.ngsi;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads the attributes of an entity in the normalised, the concise or the key-values form; they may be mixed. */
final class FragmentReader {

    private static final int MAX_ATTRIBUTES = 128;
    private static final int MAX_EXTRA = 16_384;
    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Duration MAX_AHEAD = Duration.ofDays(1);
    private static final Set<String> TYPES = Set.of("Property", "GeoProperty", "Relationship", "LanguageProperty");
    private static final Set<String> GEOMETRIES =
            Set.of("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon");
    private static final String NULL = "urn:ngsi-ld:null";

    private final Instant now;
    private final List<Fragment.Measure> measures = new ArrayList<>();
    private final Map<String, JsonNode> extras = new LinkedHashMap<>();
    private @Nullable String name;
    private @Nullable GeoPoint location;
    private @Nullable Instant observed;

    private FragmentReader(Instant now) {
        this.now = now;
    }

    /** @throws NgsiError that names the attribute and what is wrong with it */
    static Fragment read(JsonNode entity, Instant now) {
        if (entity.size() > MAX_ATTRIBUTES) {
            throw NgsiError.bad("An entity has at most " + MAX_ATTRIBUTES + " attributes here.");
        }
        FragmentReader reader = new FragmentReader(now);
        JsonNode date = entity.get("dateObserved");
        if (date != null) {
            reader.observed = reader.time("dateObserved", plain(date));
        }
        for (Map.Entry<String, JsonNode> member : entity.properties()) {
            String attribute = Contexts.shortName(member.getKey());
            if (!EntityViews.isMember(attribute) && !attribute.equals("dateObserved")) {
                if (!attribute.matches("[A-Za-z][A-Za-z0-9_.:-]{0,63}")) {
                    throw NgsiError.bad(
                            "'" + attribute + "' is no name of an attribute: letters, digits, _ . : - (64 at most).");
                }
                reader.attribute(attribute, member.getValue());
            }
        }
        return new Fragment(reader.name, reader.location, reader.measures, reader.extras);
    }

    private void attribute(String attribute, JsonNode told) {
        if (told.isArray()
                        && told.size() > 0
                        && told.get(0).isObject()
                        && told.get(0).has("datasetId")
                || told.isObject() && told.has("datasetId")) {
            throw new NgsiError(
                    NgsiError.Kind.OperationNotSupported,
                    "'" + attribute + "' has several values (datasetId); one value for each attribute is supported.");
        }
        ObjectNode whole = whole(attribute, told);
        JsonNode value = EntityViews.value(whole);
        if (value.isMissingNode()) {
            throw NgsiError.bad("'" + attribute + "' has no value.");
        }
        boolean none = value.isNull() || value.isString() && value.stringValue().equals(NULL);
        if (attribute.equals("location")) {
            location = place(value);
        } else if (attribute.equals("name")) {
            if (!value.isString()
                    || value.stringValue().isBlank()
                    || value.stringValue().length() > 120) {
                throw NgsiError.bad("'name' must be a text of 1 to 120 characters.");
            }
            name = value.stringValue();
        } else if (!none && measured(attribute, whole, value)) {
            measures.add(measure(attribute, whole, value));
        } else if (Terms.quantity(attribute).isPresent()) {
            throw NgsiError.bad(
                    "'" + attribute + "' is measured: its value must be a number, but is " + excerpt(value) + ".");
        } else {
            extra(attribute, none ? JsonNodeFactory.instance.nullNode() : whole);
        }
    }

    private void extra(String attribute, JsonNode whole) {
        if (whole.toString().length() > MAX_EXTRA) {
            throw NgsiError.bad("'" + attribute + "' is larger than " + MAX_EXTRA + " characters.");
        }
        extras.put(attribute, whole);
    }

    /** What has a time or a unit was measured, whether the models know it or not; other numbers describe the device. */
    private static boolean measured(String attribute, ObjectNode whole, JsonNode value) {
        return value.isNumber()
                && (Terms.quantity(attribute).isPresent() || whole.has("observedAt") || whole.has("unitCode"));
    }

    private Fragment.Measure measure(String attribute, ObjectNode whole, JsonNode value) {
        double number = value.asDouble();
        if (!Double.isFinite(number)) {
            throw NgsiError.bad("'" + attribute + "' is too large for a number.");
        }
        JsonNode at = whole.get("observedAt");
        JsonNode unit = whole.get("unitCode");
        if (unit != null && !unit.isString()) {
            throw NgsiError.bad("The unitCode of '" + attribute + "' must be a text.");
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        whole.properties().forEach(member -> {
            if (!Set.of("type", "value", "observedAt", "unitCode", "quality").contains(member.getKey())) {
                details.set(member.getKey(), member.getValue());
            }
        });
        if (details.toString().length() > MAX_EXTRA) {
            throw NgsiError.bad(
                    "'" + attribute + "' has more than " + MAX_EXTRA + " characters of further properties.");
        }
        ObjectNode extra = JsonNodeFactory.instance.objectNode();
        extra.set("parameters", details);
        return new Fragment.Measure(
                attribute,
                Terms.quantity(attribute).orElse(Quantity.OTHER),
                number,
                unit == null ? null : unit.stringValue(),
                at == null ? observed : time("observedAt of '" + attribute + "'", at),
                details.isEmpty() ? null : extra.toString());
    }

    /** The normalised form, whatever form was told. */
    private static ObjectNode whole(String attribute, JsonNode told) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode whole = nodes.objectNode();
        String type = told.path("type").isString() ? told.path("type").stringValue() : "";
        if (GEOMETRIES.contains(type) && told.has("coordinates")) {
            whole.put("type", "GeoProperty").set("value", told);
            return whole;
        }
        if (told.isObject()
                && (told.has("value") || told.has("object") || told.has("languageMap") || TYPES.contains(type))) {
            if (!type.isEmpty() && !TYPES.contains(type)) {
                throw NgsiError.bad(
                        "The type of '" + attribute + "' must be one of " + TYPES + ", but is '" + type + "'.");
            }
            String usual =
                    told.has("object") ? "Relationship" : told.has("languageMap") ? "LanguageProperty" : "Property";
            whole.put("type", type.isEmpty() ? usual : type);
            told.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
            return whole;
        }
        whole.put("type", "Property").set("value", told);
        return whole;
    }

    private static JsonNode plain(JsonNode told) {
        JsonNode value = told.isObject() && !told.has("@value") ? EntityViews.value(told) : told;
        return value.isObject() && value.has("@value") ? value.path("@value") : value;
    }

    private Instant time(String what, JsonNode told) {
        String text = plain(told).asString("");
        try {
            // of a period its end counts
            Instant at =
                    OffsetDateTime.parse(text.substring(text.indexOf('/') + 1)).toInstant();
            if (at.isBefore(OLDEST) || at.isAfter(now.plus(MAX_AHEAD))) {
                throw NgsiError.bad(what + " must be after the year 2000 and at most a day ahead, but is " + at + ".");
            }
            return at;
        } catch (DateTimeException e) {
            throw NgsiError.bad(what + " must be a time such as 2026-11-25T10:00:00Z, but is " + excerpt(told) + ".");
        }
    }

    private static GeoPoint place(JsonNode value) {
        JsonNode pair = value.path("coordinates");
        boolean point = value.path("type").asString("").equals("Point")
                && pair.isArray()
                && pair.size() >= 2
                && pair.path(0).isNumber()
                && pair.path(1).isNumber();
        if (!point) {
            throw NgsiError.bad(
                    "'location' must be a GeoProperty with a GeoJSON Point here, but is " + excerpt(value) + ".");
        }
        try {
            return new GeoPoint(pair.path(1).asDouble(), pair.path(0).asDouble());
        } catch (IllegalArgumentException e) {
            throw NgsiError.bad("'location' is " + e.getMessage() + "; GeoJSON has the longitude first.");
        }
    }

    private static String excerpt(JsonNode node) {
        String text = node.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
