package org.vigilia.server.sensing.things;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Property;
import org.vigilia.server.sensing.entity.Property.Kind;
import org.vigilia.server.sensing.entity.Relation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns rows into the JSON of SensorThings. */
final class RowReader {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 3, 6, true)
            .appendLiteral('Z')
            .toFormatter(java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Integers above are not exact as doubles. */
    private static final double MAX_WHOLE = 9_007_199_254_740_992d;

    private final JsonMapper json;
    private final Links links;

    RowReader(JsonMapper json, Links links) {
        this.json = json;
        this.links = links;
    }

    /** @param datastream of an observation; 0 for other entities */
    record Row(long id, ObjectNode json, long datastream) {}

    static String text(Instant at) {
        return TIME.format(at);
    }

    /** A number as people write it: without ".0" when it is whole. */
    static JsonNode number(double value) {
        return value == Math.rint(value) && Math.abs(value) <= MAX_WHOLE
                ? LongNode.valueOf((long) value)
                : DoubleNode.valueOf(value);
    }

    /** @param first the column that holds the id */
    Row read(ResultSet row, Shape shape, int first) throws SQLException {
        EntityType type = shape.type();
        ObjectNode entity = json.createObjectNode();
        long id = row.getLong(first);
        if (shape.id()) {
            entity.put("@iot.id", id);
        }
        String self = links.entity(type, id);
        if (shape.selfLink()) {
            entity.put("@iot.selfLink", self);
        }
        int column = first + 1;
        for (Property property : shape.properties()) {
            JsonNode value = value(row, column, property);
            if (value != null && value.isNumber() && property.kind() == Kind.RESULT && shape.resultsAsText()) {
                entity.put(property.name(), value.asString());
            } else if (value != null) {
                entity.set(property.name(), value);
            } else if (type == EntityType.OBSERVATION && property.name().equals("resultTime")) {
                // the one property that is shown also when it is not known (OGC 18-088, table 17)
                entity.putNull(property.name());
            }
            column += property.end().isEmpty() ? 1 : 2;
        }
        boolean observation = type == EntityType.OBSERVATION;
        boolean multi = observation && row.getBoolean(column);
        for (Relation relation : shape.relations()) {
            boolean other = relation.target() == (multi ? EntityType.DATASTREAM : EntityType.MULTI_DATASTREAM);
            if (!(observation && other)) {
                entity.put(relation.name() + "@iot.navigationLink", self + "/" + relation.name());
            }
        }
        return new Row(id, entity, observation ? row.getLong(column + 1) : 0);
    }

    private @Nullable JsonNode value(ResultSet row, int column, Property property) throws SQLException {
        Kind kind = property.kind();
        return switch (kind) {
            case ID -> json.getNodeFactory().numberNode(row.getLong(column));
            case TEXT -> text(row.getString(column));
            case JSON, OBJECT, ARRAY, GEOMETRY -> tree(row.getString(column));
            case TIME -> {
                Instant at = instant(row, column);
                yield at == null ? null : text(text(at));
            }
            case PERIOD -> period(instant(row, column), instant(row, column + 1), property);
            case RESULT -> {
                double value = row.getDouble(column);
                yield row.wasNull() ? tree(row.getString(column + 1)) : number(value);
            }
        };
    }

    /** An observation's moment is a moment; a datastream's first and last make a period, also when they are the same. */
    private @Nullable JsonNode period(@Nullable Instant begin, @Nullable Instant end, Property property) {
        if (begin == null) {
            return null;
        }
        boolean always = property.sql().startsWith("(select");
        return text(end == null && !always ? text(begin) : text(begin) + "/" + text(end == null ? begin : end));
    }

    private @Nullable JsonNode text(@Nullable String value) {
        return value == null ? null : json.getNodeFactory().stringNode(value);
    }

    private @Nullable JsonNode tree(@Nullable String value) {
        return value == null ? null : json.readTree(value);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
