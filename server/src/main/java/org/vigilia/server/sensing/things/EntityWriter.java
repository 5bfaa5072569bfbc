package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes entities, with those that are given inside them (deep insert, OGC 18-088, 10.2.1.4). Observations are collected
 * and stored last, so that nothing of them is stored when something else is refused. One instance for one request, inside
 * one transaction; not thread-safe.
 */
final class EntityWriter {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_ENTITIES = 10_000;

    private final Tables tables;
    private final ObservationDesk observations;
    private final Writing writing;
    private final List<Observation> pending = new ArrayList<>();
    /** What one request asks again and again. */
    private final Map<Long, ObservationDesk.Stream> streams = new HashMap<>();

    private final Map<Long, Long> features = new HashMap<>();
    private final Set<List<Long>> observed = new HashSet<>();
    private int made;

    EntityWriter(Tables tables, ObservationDesk observations, Writing writing) {
        this.tables = tables;
        this.observations = observations;
        this.writing = writing;
    }

    /** How many entities were made. */
    int made() {
        return made;
    }

    /**
     * @param given relations to one that the address says, by their target
     * @return its id; of an observation, its place among {@link #store()}
     */
    long create(EntityType type, JsonNode json, Map<EntityType, Long> given) {
        return create(type, json, given, 0);
    }

    /** Stores the observations. @return their ids, in the order they were made */
    List<Long> store() {
        return pending.isEmpty() ? List.of() : observations.addAll(pending);
    }

    private long create(EntityType type, JsonNode json, Map<EntityType, Long> given, int depth) {
        if (depth > MAX_DEPTH || ++made > MAX_ENTITIES) {
            throw new BadQuery("One request may make at most " + MAX_ENTITIES + " entities, at most " + MAX_DEPTH
                    + " inside one another.");
        }
        writing.rights().accept(type);
        BodyReader.Body body = BodyReader.read(type, json);
        given.keySet().forEach(target -> {
            if (body.relation(target) != null) {
                throw new BadQuery(
                        "'" + target.one() + "' is given by the address or the entity around; leave it out.");
            }
        });
        if (type == EntityType.OBSERVATION) {
            pending.add(observation(body, given, depth));
            return pending.size() - 1L;
        }
        body.requireComplete();
        Tables.Row row = tables.row(body).set("agency_id", writing.agency().value());
        long id = switch (type) {
            case DATASTREAM, MULTI_DATASTREAM -> datastream(body, row, given, depth);
            case HISTORICAL_LOCATION -> historicalLocation(body, row, given, depth);
            case LOCATION, FEATURE_OF_INTEREST -> tables.insert(type.table(), withBox(body, row));
            default -> tables.insert(type.table(), row);
        };
        children(type, id, body, depth);
        return id;
    }

    private Tables.Row withBox(BodyReader.Body body, Tables.Row row) {
        JsonNode encoding = body.property("encodingType");
        String name = body.type() == EntityType.LOCATION ? "location" : "feature";
        return tables.box(row, encoding == null ? "" : encoding.asString(""), body.property(name));
    }

    private long datastream(BodyReader.Body body, Tables.Row row, Map<EntityType, Long> given, int depth) {
        boolean multi = body.type() == EntityType.MULTI_DATASTREAM;
        DatastreamRules.check(body, writing.agency(), tables.jdbc());
        row.set("multi", multi)
                .set("thing_id", one(EntityType.THING, body, given, depth))
                .set("sensor_id", one(EntityType.SENSOR, body, given, depth));
        if (!multi) {
            row.set("observed_property_id", one(EntityType.OBSERVED_PROPERTY, body, given, depth));
            return tables.insert("sta_datastream", row);
        }
        List<Long> properties = many(EntityType.OBSERVED_PROPERTY, body, depth);
        DatastreamRules.checkSizes(body, properties.size());
        long id = tables.insert("sta_datastream", row);
        for (int rank = 0; rank < properties.size(); rank++) {
            tables.jdbc()
                    .update(
                            "insert into sta_datastream_property (datastream_id, observed_property_id, rank) values (?, ?, ?)",
                            id,
                            properties.get(rank),
                            rank);
        }
        return id;
    }

    private long historicalLocation(BodyReader.Body body, Tables.Row row, Map<EntityType, Long> given, int depth) {
        long thing = one(EntityType.THING, body, given, depth);
        List<Long> locations = many(EntityType.LOCATION, body, depth);
        boolean newest = Boolean.TRUE.equals(tables.jdbc()
                .queryForObject(
                        "select not exists (select 1 from sta_historical_location where thing_id = ? and time > ?)",
                        Boolean.class,
                        thing,
                        Tables.timestamp(BodyReader.time("time", body.property("time")))));
        long id = tables.insert("sta_historical_location", row.set("thing_id", thing));
        tables.link("sta_historical_location_location (historical_location_id, location_id)", id, locations);
        if (newest && !locations.isEmpty()) {
            // where the thing was last is where it is
            tables.jdbc().update("delete from sta_thing_location where thing_id = ?", thing);
            tables.link("sta_thing_location (thing_id, location_id)", thing, locations);
            tables.moved(thing, writing);
        }
        return id;
    }

    private Observation observation(BodyReader.Body body, Map<EntityType, Long> given, int depth) {
        Long datastream = given.get(EntityType.DATASTREAM);
        if (datastream == null) {
            datastream = given.get(EntityType.MULTI_DATASTREAM);
        }
        if (datastream == null) {
            boolean multi = body.relation(EntityType.MULTI_DATASTREAM) != null;
            datastream = one(multi ? EntityType.MULTI_DATASTREAM : EntityType.DATASTREAM, body, given, depth);
        }
        ObservationDesk.Stream stream = streams.computeIfAbsent(datastream, observations::stream);
        Long feature = given.get(EntityType.FEATURE_OF_INTEREST);
        if (feature == null && body.relation(EntityType.FEATURE_OF_INTEREST) != null) {
            feature = one(EntityType.FEATURE_OF_INTEREST, body, given, depth);
        }
        if (feature == null) {
            feature = features.computeIfAbsent(
                    stream.thing(),
                    thing -> tables.featureOfThing(thing, writing)
                            .orElseThrow(
                                    () -> new BadQuery(
                                            "The Observation names no FeatureOfInterest, and none can be made,"
                                                    + " because the Thing of its Datastream has no Location. Give one of them.")));
        }
        if (observed.add(List.of(datastream, feature))) {
            tables.observed(datastream, feature);
        }
        return observations.read(body, stream, feature, writing.now());
    }

    /** The one entity a relation leads to: given by the address, named by its id, or made now. */
    private long one(EntityType target, BodyReader.Body body, Map<EntityType, Long> given, int depth) {
        Long known = given.get(target);
        if (known != null) {
            return known;
        }
        JsonNode json = body.relation(target);
        if (json == null || json.isNull()) {
            throw new BadQuery(
                    "A " + body.type().one() + " needs '" + target.one() + "', as {\"@iot.id\": 1} or as a whole.");
        }
        return referred(target, json, depth);
    }

    private long referred(EntityType target, JsonNode json, int depth) {
        Long id = json.isObject() ? BodyReader.reference(json) : null;
        if (id == null) {
            return create(target, json, Map.of(), depth + 1);
        }
        if (!tables.exists(writing.scope(), target, id)) {
            throw new BadQuery("There is no " + target.one() + " '" + id + "' that you may see.");
        }
        return id;
    }

    private List<Long> many(EntityType target, BodyReader.Body body, int depth) {
        JsonNode json = body.relation(target);
        List<Long> ids = new ArrayList<>();
        if (json != null) {
            for (JsonNode each : array(target, json)) {
                ids.add(referred(target, each, depth));
            }
        }
        return ids;
    }

    private static JsonNode array(EntityType target, JsonNode json) {
        if (!json.isArray()) {
            throw new BadQuery("'" + target.set() + "' must be a JSON array, but is " + BodyReader.excerpt(json) + ".");
        }
        return json;
    }

    /** What is given inside an entity and belongs to it. */
    private void children(EntityType type, long id, BodyReader.Body body, int depth) {
        if (type == EntityType.THING) {
            List<Long> locations = many(EntityType.LOCATION, body, depth);
            if (!locations.isEmpty()) {
                tables.moveTo(id, locations, writing);
            }
        } else if (type == EntityType.LOCATION) {
            for (Long thing : many(EntityType.THING, body, depth)) {
                tables.moveTo(thing, List.of(id), writing);
            }
        }
        Map<EntityType, Long> given = new EnumMap<>(Map.of(type, id));
        body.relations().forEach((relation, json) -> {
            boolean belongs = switch (relation.target()) {
                case DATASTREAM, MULTI_DATASTREAM, OBSERVATION -> relation.many();
                case HISTORICAL_LOCATION -> type == EntityType.THING;
                default -> false;
            };
            boolean settled = !relation.many()
                    || relation.target() == EntityType.LOCATION
                    || relation.target() == EntityType.THING
                    || type == EntityType.MULTI_DATASTREAM && relation.target() == EntityType.OBSERVED_PROPERTY;
            if (!belongs && !settled
                    || type == EntityType.OBSERVED_PROPERTY && relation.target() == EntityType.MULTI_DATASTREAM) {
                throw new BadQuery("'" + relation.name() + "' cannot be made inside a " + type.one()
                        + "; make them in a request of their own.");
            }
            if (belongs) {
                for (JsonNode child : array(relation.target(), json)) {
                    if (child instanceof ObjectNode object && BodyReader.reference(object) != null) {
                        throw new BadQuery("'" + relation.name() + "' inside a new " + type.one()
                                + " must be new, too; to" + " move an existing one, change it.");
                    }
                    create(relation.target(), child, given, depth + 1);
                }
            }
        });
    }
}
