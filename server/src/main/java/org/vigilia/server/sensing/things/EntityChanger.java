package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.entity.Property;
import org.vigilia.server.sensing.entity.Relation;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;

/** Changes and removes entities, with what follows from it. One instance for one request, inside one transaction. */
final class EntityChanger {

    private final Tables tables;
    private final ObservationDesk observations;
    private final Writing writing;

    EntityChanger(Tables tables, ObservationDesk observations, Writing writing) {
        this.tables = tables;
        this.observations = observations;
        this.writing = writing;
    }

    /** @param whole whether what the body leaves out goes back to nothing (PUT) or stays (PATCH) */
    void change(EntityType type, long id, JsonNode json, boolean whole) {
        BodyReader.Body body = BodyReader.read(type, json);
        if (whole && type != EntityType.OBSERVATION) {
            body.requireComplete();
        }
        if (type == EntityType.OBSERVATION) {
            changeObservation(id, body, whole);
            return;
        }
        Tables.Row row = tables.row(body);
        if (whole) {
            for (Property property : type.properties()) {
                if (!property.column().isEmpty() && !body.properties().containsKey(property)) {
                    row.json(property.column(), null);
                }
            }
        }
        if (type == EntityType.DATASTREAM || type == EntityType.MULTI_DATASTREAM) {
            DatastreamRules.check(body, writing.agency(), tables.jdbc());
            row.set("card_wanted", nextCard(id));
        }
        body.relations().forEach((relation, value) -> relate(type, id, relation, value, row));
        boolean moved = (type == EntityType.LOCATION || type == EntityType.FEATURE_OF_INTEREST)
                && (body.property("encodingType") != null
                        || body.property(type == EntityType.LOCATION ? "location" : "feature") != null);
        if (moved) {
            box(type, id, body, row);
        }
        tables.update(type.table(), id, row);
        if (moved && type == EntityType.LOCATION) {
            for (Long thing : things(id)) {
                tables.moved(thing, writing);
            }
        }
        tellDatastreams(type, id);
    }

    private long nextCard(long id) {
        Long wanted = tables.jdbc()
                .queryForObject("select card_wanted + 1 from sta_datastream where id = ? for update", Long.class, id);
        return wanted == null ? 1 : wanted;
    }

    /** The feature made of a location is of where it was; the next observation makes a new one. */
    private void box(EntityType type, long id, BodyReader.Body body, Tables.Row row) {
        Map<String, @Nullable Object> stored = tables.geometry(type, id).orElseThrow();
        JsonNode encoding = body.property("encodingType");
        JsonNode geometry = body.property(type == EntityType.LOCATION ? "location" : "feature");
        tables.box(
                row,
                encoding == null ? String.valueOf(stored.get("encoding_type")) : encoding.asString(""),
                geometry == null ? tables.tree(String.valueOf(stored.get("geometry"))) : geometry);
        if (type == EntityType.LOCATION) {
            row.set("feature_id", null);
        }
    }

    private List<Long> things(long location) {
        return tables.jdbc()
                .queryForList("select thing_id from sta_thing_location where location_id = ?", Long.class, location);
    }

    /** The names of things, locations and observed properties are also in the cards of datastreams. */
    private void tellDatastreams(EntityType type, long id) {
        String of = switch (type) {
            case THING -> "thing_id = ?";
            case LOCATION -> "thing_id in (select thing_id from sta_thing_location where location_id = ?)";
            case OBSERVED_PROPERTY -> "observed_property_id = ?";
            default -> "";
        };
        if (!of.isEmpty()) {
            tables.jdbc().update("update sta_datastream set card_wanted = card_wanted + 1 where " + of, id);
        }
    }

    private void relate(EntityType type, long id, Relation relation, JsonNode value, Tables.Row row) {
        String column = switch (relation.target()) {
            case THING -> relation.many() ? "" : "thing_id";
            case SENSOR -> "sensor_id";
            case OBSERVED_PROPERTY -> relation.many() ? "" : "observed_property_id";
            default -> "";
        };
        if (!column.isEmpty()) {
            row.set(column, existing(type, relation, value));
            return;
        }
        if (relation.target() == EntityType.LOCATION && value.isArray()) {
            List<Long> locations = new ArrayList<>();
            value.forEach(each -> locations.add(existing(type, relation, each)));
            if (type == EntityType.THING) {
                tables.moveTo(id, locations, writing);
                return;
            }
            if (type == EntityType.HISTORICAL_LOCATION) {
                tables.jdbc()
                        .update("delete from sta_historical_location_location where historical_location_id = ?", id);
                tables.link("sta_historical_location_location (historical_location_id, location_id)", id, locations);
                return;
            }
        }
        throw new BadQuery("'" + relation.name() + "' of a " + type.one() + " cannot be changed here; change the other"
                + " side of the relation.");
    }

    private long existing(EntityType type, Relation relation, JsonNode value) {
        Long id = value.isObject() ? BodyReader.reference(value) : null;
        if (id == null || value.size() != 1) {
            throw new BadQuery("To change '" + relation.name() + "' of a " + type.one()
                    + ", name an existing one, as {\"@iot.id\": 1}; a change makes no new entities.");
        }
        if (!tables.exists(writing.scope(), relation.target(), id)) {
            throw new BadQuery("There is no " + relation.target().one() + " '" + id + "' that you may see.");
        }
        return id;
    }

    private void changeObservation(long id, BodyReader.Body body, boolean whole) {
        if (whole && body.property("result") == null) {
            throw new BadQuery("An Observation needs 'result'.");
        }
        Long feature = null;
        Long datastream = null;
        for (Map.Entry<Relation, JsonNode> entry : body.relations().entrySet()) {
            long other = existing(EntityType.OBSERVATION, entry.getKey(), entry.getValue());
            if (entry.getKey().target() == EntityType.FEATURE_OF_INTEREST) {
                feature = other;
            } else {
                datastream = other;
            }
        }
        observations.change(id, body, feature, datastream, writing.now());
        if (feature != null) {
            Long of = tables.jdbc()
                    .queryForObject("select datastream from facts.observation where id = ?", Long.class, id);
            tables.observed(of == null ? 0 : of, feature);
        }
    }

    /** Removes it with what cannot be without it (OGC 18-088, table 25). */
    void remove(EntityType type, long id) {
        switch (type) {
            case OBSERVATION -> observations.remove(id);
            case FEATURE_OF_INTEREST -> {
                observations.removeOfFeature(id);
                tables.jdbc().update("delete from sta_feature where id = ?", id);
            }
            case LOCATION -> {
                List<Long> things = things(id);
                tables.jdbc()
                        .update(
                                "delete from sta_historical_location where id in (select historical_location_id"
                                        + " from sta_historical_location_location where location_id = ?)",
                                id);
                tables.jdbc().update("delete from sta_location where id = ?", id);
                things.forEach(thing -> tables.moved(thing, writing));
            }
            default -> tables.jdbc().update("delete from " + type.table() + " where id = ?", id);
        }
    }
}
