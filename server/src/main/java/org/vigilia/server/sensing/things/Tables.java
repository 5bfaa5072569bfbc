package org.vigilia.server.sensing.things;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.GeoJson;
import org.vigilia.server.sensing.entity.Scope;
import org.vigilia.server.sensing.entity.Sql;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of entities other than observations. Every method runs in the transaction of its caller. */
@Component
class Tables {

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    Tables(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Whether the caller may see it. */
    boolean exists(Scope scope, EntityType type, long id) {
        Sql sql = new Sql()
                .add("select exists (select 1 from " + type.from("t") + " where t.id = ")
                .value(id)
                .add(" and ")
                .add(scope.condition(type, "t"))
                .add(")");
        return Boolean.TRUE.equals(jdbc.queryForObject(sql.text(), Boolean.class, sql.values()));
    }

    /** Columns and values of a new or changed row. */
    static final class Row {

        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
        private final Map<String, String> casts = new LinkedHashMap<>();

        Row set(String column, @Nullable Object value) {
            values.put(column, value);
            return this;
        }

        Row json(String column, @Nullable JsonNode value) {
            casts.put(column, "cast(? as jsonb)");
            return set(column, value == null || value.isNull() ? null : value.toString());
        }

        boolean isEmpty() {
            return values.isEmpty();
        }

        private String marks() {
            return String.join(
                    ", ",
                    values.keySet().stream()
                            .map(c -> casts.getOrDefault(c, "?"))
                            .toList());
        }
    }

    /** The properties in a body as columns. */
    Row row(BodyReader.Body body) {
        Row row = new Row();
        body.properties().forEach((property, value) -> {
            if (property.column().isEmpty()) {
                return;
            }
            switch (property.kind()) {
                case TEXT -> row.set(property.column(), value.isNull() ? null : value.stringValue());
                case TIME -> row.set(property.column(), timestamp(BodyReader.time(property.name(), value)));
                default -> row.json(property.column(), value);
            }
        });
        return row;
    }

    static @Nullable Object timestamp(java.time.@Nullable Instant at) {
        return at == null ? null : at.atOffset(java.time.ZoneOffset.UTC);
    }

    long insert(String table, Row row) {
        Long id = jdbc.queryForObject(
                "insert into " + table + " (" + String.join(", ", row.values.keySet()) + ") values (" + row.marks()
                        + ") returning id",
                Long.class,
                row.values.values().toArray());
        return java.util.Objects.requireNonNull(id);
    }

    void update(String table, long id, Row row) {
        if (row.isEmpty()) {
            return;
        }
        StringBuilder sets = new StringBuilder();
        row.values
                .keySet()
                .forEach(c -> sets.append(sets.isEmpty() ? "" : ", ")
                        .append(c)
                        .append(" = ")
                        .append(row.casts.getOrDefault(c, "?")));
        List<@Nullable Object> values = new java.util.ArrayList<>(row.values.values());
        values.add(id);
        jdbc.update("update " + table + " set " + sets + " where id = ?", values.toArray());
    }

    /** Reads GeoJSON and keeps its bounding box; other encodings have none. */
    Row box(Row row, String encodingType, @Nullable JsonNode geometry) {
        Envelope box = null;
        if (geometry != null && GeoJson.isNamed(encodingType)) {
            try {
                box = GeoJson.read(geometry).getEnvelopeInternal();
            } catch (IllegalArgumentException e) {
                throw new BadQuery("The geometry is not as " + encodingType + " should be: " + e.getMessage() + ".");
            }
        }
        boolean none = box == null || box.isNull();
        return row.set("west", none || box == null ? null : box.getMinX())
                .set("south", none || box == null ? null : box.getMinY())
                .set("east", none || box == null ? null : box.getMaxX())
                .set("north", none || box == null ? null : box.getMaxY());
    }

    /** A geometry and its encoding as stored. */
    Optional<Map<String, @Nullable Object>> geometry(EntityType type, long id) {
        String column = type == EntityType.LOCATION ? "location" : "feature";
        return jdbc
                .queryForList(
                        "select encoding_type, cast(" + column + " as text) geometry from " + type.table()
                                + " where id = ?",
                        id)
                .stream()
                .findFirst();
    }

    JsonNode tree(String text) {
        return json.readTree(text);
    }

    /** Puts a thing into locations, remembers when, and lets its datastreams be told anew. */
    void moveTo(long thing, List<Long> locations, Writing writing) {
        jdbc.update("delete from sta_thing_location where thing_id = ?", thing);
        link("sta_thing_location (thing_id, location_id)", thing, locations);
        if (!locations.isEmpty()) {
            long history = insert(
                    "sta_historical_location",
                    new Row()
                            .set("agency_id", writing.agency().value())
                            .set("thing_id", thing)
                            .set("time", timestamp(writing.now())));
            link("sta_historical_location_location (historical_location_id, location_id)", history, locations);
        }
        moved(thing, writing);
    }

    void link(String table, long from, List<Long> to) {
        for (Long id : to) {
            jdbc.update("insert into " + table + " values (?, ?) on conflict do nothing", from, id);
        }
    }

    /** A thing is somewhere else now: what its datastreams observe without saying is there. */
    void moved(long thing, Writing writing) {
        jdbc.update("update sta_datastream set card_wanted = card_wanted + 1 where thing_id = ?", thing);
        List<Long> fed = jdbc.queryForList(
                "select id from sta_datastream where thing_id = ? and feature_id is not null", Long.class, thing);
        if (!fed.isEmpty()) {
            featureOfThing(thing, writing).ifPresent(feature -> fed.forEach(id -> feed(id, feature)));
        }
    }

    /** Observations of this datastream that name no feature are of this one. */
    void feed(long datastream, long feature) {
        jdbc.update("update sta_datastream set feature_id = ? where id = ?", feature, datastream);
        observed(datastream, feature);
    }

    /** Remembers that the datastream has observations of the feature. */
    void observed(long datastream, long feature) {
        jdbc.update(
                "insert into sta_datastream_feature (datastream_id, feature_id) select ?, ? where not exists"
                        + " (select 1 from sta_datastream_feature where datastream_id = ? and feature_id = ?)"
                        + " on conflict do nothing",
                datastream,
                feature,
                datastream,
                feature);
    }

    /** The feature made of the place where a thing is, made now where it is new; empty when the thing is nowhere. */
    Optional<Long> featureOfThing(long thing, Writing writing) {
        List<Map<String, @Nullable Object>> places = jdbc.queryForList(
                "select l.id, l.feature_id from sta_thing_location tl"
                        + " join sta_location l on l.id = tl.location_id where tl.thing_id = ?"
                        + " order by (l.west is null), l.id limit 1",
                thing);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        Object feature = places.get(0).get("feature_id");
        if (feature instanceof Long known) {
            return Optional.of(known);
        }
        long location = (Long) java.util.Objects.requireNonNull(places.get(0).get("id"));
        Long made = jdbc.queryForObject(
                "insert into sta_feature (agency_id, name, description, encoding_type, feature, west, south, east, north)"
                        + " select ?, name, description, encoding_type, location, west, south, east, north"
                        + " from sta_location where id = ? returning id",
                Long.class,
                writing.agency().value(),
                location);
        jdbc.update("update sta_location set feature_id = ? where id = ?", made, location);
        return Optional.ofNullable(made);
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }
}
