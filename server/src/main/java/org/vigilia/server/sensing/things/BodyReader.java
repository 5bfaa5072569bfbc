package org.vigilia.server.sensing.things;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Property;
import org.vigilia.server.sensing.entity.Relation;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sorts what a client sends of an entity into properties and relations, and says what is wrong with it. What the server
 * itself puts into answers ({@code @iot.…}) is left out, so that an answer can be sent back.
 */
final class BodyReader {

    private static final int MAX_TEXT = 20_000;

    private BodyReader() {}

    /**
     * An entity as a client sent it.
     *
     * @param properties those that are there, checked; a JSON null where the client wants it removed
     * @param relations those that are there, as they were written
     */
    record Body(EntityType type, Map<Property, JsonNode> properties, Map<Relation, JsonNode> relations) {

        @Nullable
        JsonNode property(String name) {
            return properties.get(type.findProperty(name).orElseThrow());
        }

        @Nullable
        JsonNode relation(EntityType target) {
            for (Map.Entry<Relation, JsonNode> entry : relations.entrySet()) {
                if (entry.getKey().target() == target) {
                    return entry.getValue();
                }
            }
            return null;
        }

        /** @throws BadQuery when something that an entity needs is missing */
        void requireComplete() {
            for (Property property : type.properties()) {
                JsonNode value = properties.get(property);
                if (property.required() && (value == null || value.isNull())) {
                    throw new BadQuery("A " + type.one() + " needs '" + property.name() + "'.");
                }
            }
        }
    }

    static Body read(EntityType type, JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw new BadQuery("A " + type.one() + " must be a JSON object.");
        }
        Map<Property, JsonNode> properties = new LinkedHashMap<>();
        Map<Relation, JsonNode> relations = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            if (name.contains("@iot.")) {
                continue;
            }
            Property property = type.findProperty(name).orElse(null);
            Relation relation = type.findRelation(name).orElse(null);
            if (property != null) {
                properties.put(property, checked(type, property, field.getValue()));
            } else if (relation != null) {
                relations.put(relation, field.getValue());
            } else {
                throw unknown(type, name);
            }
        }
        return new Body(type, properties, relations);
    }

    private static BadQuery unknown(EntityType type, String name) {
        List<String> known = new ArrayList<>();
        type.properties().forEach(p -> known.add(p.name()));
        type.relations().forEach(r -> known.add(r.name()));
        return new BadQuery("A " + type.one() + " has no '" + name + "'; it has " + String.join(", ", known)
                + ". Put further details into 'properties' or 'parameters'.");
    }

    private static JsonNode checked(EntityType type, Property property, JsonNode value) {
        if (value.isNull()) {
            if (property.required()) {
                throw new BadQuery("'" + property.name() + "' of a " + type.one() + " cannot be null.");
            }
            return value;
        }
        boolean good = switch (property.kind()) {
            case TEXT -> value.isString() && value.stringValue().length() <= MAX_TEXT;
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
            case TIME -> time(property.name(), value) != null;
            case GEOMETRY, JSON, PERIOD, RESULT, ID -> true;
        };
        if (!good) {
            throw new BadQuery("'" + property.name() + "' of a " + type.one() + " must be "
                    + switch (property.kind()) {
                        case TEXT -> "a text of at most " + MAX_TEXT + " characters";
                        case OBJECT -> "a JSON object";
                        default -> "a JSON array";
                    }
                    + ", but is " + excerpt(value) + ".");
        }
        return value;
    }

    static String excerpt(JsonNode value) {
        String text = value.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** An ISO 8601 time with its offset; null for a JSON null. */
    static @Nullable Instant time(String name, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        return instant(name, value.asString(""));
    }

    /** A time, or {@code begin/end}: one or two times. */
    static List<Instant> period(String name, JsonNode value) {
        List<Instant> times = new ArrayList<>();
        for (String part : value.asString("").split("/", 3)) {
            times.add(instant(name, part));
        }
        if (times.size() > 2 || times.size() == 2 && times.get(1).isBefore(times.get(0))) {
            throw new BadQuery("'" + name + "' must be a time or begin/end, but is " + excerpt(value) + ".");
        }
        return times;
    }

    private static Instant instant(String name, String text) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                    || at.isAfter(Instant.parse("9999-12-31T23:59:59Z"))) {
                throw new BadQuery("'" + name + "' is out of range: " + text + ".");
            }
            return at;
        } catch (DateTimeException e) {
            throw new BadQuery("'" + name + "' must be a time such as 2026-11-25T10:00:00Z, but is '"
                    + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'.");
        }
    }

    /** The id in {@code {"@iot.id": 5}}; null when the entity itself is given. */
    static @Nullable Long reference(JsonNode value) {
        JsonNode id = value.get("@iot.id");
        if (id == null) {
            return null;
        }
        String text = id.asString("");
        if (!text.matches("-?\\d{1,18}")) {
            throw new BadQuery("@iot.id must be a whole number, but is " + excerpt(id) + ".");
        }
        return Long.valueOf(text);
    }
}
