package org.vigilia.server.sensing.entity;

import static org.vigilia.server.sensing.entity.EntityType.*;
import static org.vigilia.server.sensing.entity.Property.Kind;
import static org.vigilia.server.sensing.entity.Relation.many;
import static org.vigilia.server.sensing.entity.Relation.one;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What each kind of entity has (OGC 18-088, clause 8.2) and how SQL finds it. */
final class Model {

    /** The feature an observation is of, also where it is the place of the thing. */
    private static final String FEATURE_OF = "coalesce(nullif(#.feature, 0), #d.feature_id)";

    private static final Map<EntityType, List<Property>> PROPERTIES = new EnumMap<>(EntityType.class);
    private static final Map<EntityType, List<Relation>> RELATIONS = new EnumMap<>(EntityType.class);

    static {
        properties();
        relations();
    }

    private Model() {}

    static List<Property> properties(EntityType type) {
        return PROPERTIES.getOrDefault(type, List.of());
    }

    static List<Relation> relations(EntityType type) {
        return RELATIONS.getOrDefault(type, List.of());
    }

    private static void has(EntityType type, Property... properties) {
        List<Property> all = new ArrayList<>(List.of(properties));
        boolean plain = type != OBSERVATION && type != HISTORICAL_LOCATION;
        if (plain) {
            all.add(0, Property.text("name", "name"));
            all.add(1, Property.text("description", "description"));
            all.add(Property.json("properties", Kind.OBJECT, "properties", false));
        }
        PROPERTIES.put(type, List.copyOf(all));
    }

    private static void properties() {
        has(THING);
        has(
                LOCATION,
                Property.text("encodingType", "encoding_type"),
                Property.json("location", Kind.GEOMETRY, "location", true));
        has(HISTORICAL_LOCATION, new Property("time", Kind.TIME, "#.time", "", "time", true));
        has(
                SENSOR,
                Property.text("encodingType", "encoding_type"),
                Property.json("metadata", Kind.JSON, "metadata", true));
        has(OBSERVED_PROPERTY, Property.text("definition", "definition"));
        has(
                FEATURE_OF_INTEREST,
                Property.text("encodingType", "encoding_type"),
                Property.json("feature", Kind.GEOMETRY, "feature", true));
        has(
                DATASTREAM,
                Property.text("observationType", "observation_type"),
                Property.json("unitOfMeasurement", Kind.OBJECT, "unit", true),
                area(),
                phenomenonTimes(),
                resultTimes());
        has(
                MULTI_DATASTREAM,
                Property.text("observationType", "observation_type"),
                Property.json("multiObservationDataTypes", Kind.ARRAY, "data_types", true),
                Property.json("unitOfMeasurements", Kind.ARRAY, "unit", true),
                area(),
                phenomenonTimes(),
                resultTimes());
        has(
                OBSERVATION,
                Property.computed("phenomenonTime", Kind.PERIOD, "#.at", "#.until"),
                Property.computed("result", Kind.RESULT, "#.value", "#.result"),
                Property.computed("resultTime", Kind.TIME, "#.result_time", ""),
                Property.computed("resultQuality", Kind.JSON, quality(), ""),
                Property.computed(
                        "validTime",
                        Kind.PERIOD,
                        "cast(split_part(#.extra::jsonb ->> 'validTime', '/', 1) as timestamptz)",
                        "cast(split_part(#.extra::jsonb ->> 'validTime', '/', 2) as timestamptz)"),
                Property.computed("parameters", Kind.JSON, "#.extra::jsonb -> 'parameters'", ""));
    }

    /** What the client said of it, else the flags that the checks of this server have set, as words. */
    private static String quality() {
        StringBuilder words = new StringBuilder();
        for (var flag : org.vigilia.contract.sensing.QualityFlag.values()) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append("case when #.quality & ")
                    .append(flag.bit())
                    .append(" <> 0 then '")
                    .append(flag)
                    .append("' end");
        }
        return "coalesce(#.extra::jsonb -> 'resultQuality', case when #.quality <> 0 then"
                + " to_jsonb(array_remove(array[" + words + "], null)) end)";
    }

    /** The client's, else the smallest box around the features that were observed. */
    private static Property area() {
        String box = "(select jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(jsonb_build_array("
                + "jsonb_build_array(w, s), jsonb_build_array(e, s), jsonb_build_array(e, n), jsonb_build_array(w, n),"
                + " jsonb_build_array(w, s)))) from (select min(f.west) w, min(f.south) s, max(f.east) e, max(f.north) n"
                + " from sta_datastream_feature df join sta_feature f on f.id = df.feature_id"
                + " where df.datastream_id = #.id) b where w is not null)";
        return new Property(
                "observedArea", Kind.GEOMETRY, "coalesce(#.observed_area, " + box + ")", "", "observed_area", false);
    }

    private static Property phenomenonTimes() {
        return Property.computed(
                "phenomenonTime",
                Kind.PERIOD,
                "(select o.at from facts.observation o where o.datastream = #.id order by o.at limit 1)",
                "(select coalesce(o.until, o.at) from facts.observation o where o.datastream = #.id"
                        + " order by o.at desc limit 1)");
    }

    /** Those of the first and the last observation: finding the extremes would mean to read all of them. */
    private static Property resultTimes() {
        return Property.computed(
                "resultTime",
                Kind.PERIOD,
                "(select o.result_time from facts.observation o where o.datastream = #.id order by o.at limit 1)",
                "(select o.result_time from facts.observation o where o.datastream = #.id"
                        + " order by o.at desc limit 1)");
    }

    private static void relations() {
        RELATIONS.put(
                THING,
                List.of(
                        many(DATASTREAM, "@.thing_id = #.id"),
                        many(MULTI_DATASTREAM, "@.thing_id = #.id"),
                        many(
                                LOCATION,
                                "@.id in (select l.location_id from sta_thing_location l where l.thing_id = #.id)"),
                        many(HISTORICAL_LOCATION, "@.thing_id = #.id")));
        RELATIONS.put(
                LOCATION,
                List.of(
                        many(THING, "@.id in (select l.thing_id from sta_thing_location l where l.location_id = #.id)"),
                        many(
                                HISTORICAL_LOCATION,
                                "@.id in (select l.historical_location_id from sta_historical_location_location l"
                                        + " where l.location_id = #.id)")));
        RELATIONS.put(
                HISTORICAL_LOCATION,
                List.of(
                        one(THING, "@.id = #.thing_id"),
                        many(
                                LOCATION,
                                "@.id in (select l.location_id from sta_historical_location_location l"
                                        + " where l.historical_location_id = #.id)")));
        RELATIONS.put(
                DATASTREAM,
                List.of(
                        one(THING, "@.id = #.thing_id"),
                        one(SENSOR, "@.id = #.sensor_id"),
                        one(OBSERVED_PROPERTY, "@.id = #.observed_property_id"),
                        many(OBSERVATION, "@.datastream = #.id")));
        RELATIONS.put(
                MULTI_DATASTREAM,
                List.of(
                        one(THING, "@.id = #.thing_id"),
                        one(SENSOR, "@.id = #.sensor_id"),
                        many(
                                OBSERVED_PROPERTY,
                                "@.id in (select p.observed_property_id from sta_datastream_property p"
                                        + " where p.datastream_id = #.id)"),
                        many(OBSERVATION, "@.datastream = #.id")));
        RELATIONS.put(
                SENSOR, List.of(many(DATASTREAM, "@.sensor_id = #.id"), many(MULTI_DATASTREAM, "@.sensor_id = #.id")));
        RELATIONS.put(
                OBSERVED_PROPERTY,
                List.of(
                        many(DATASTREAM, "@.observed_property_id = #.id"),
                        many(
                                MULTI_DATASTREAM,
                                "@.id in (select p.datastream_id from sta_datastream_property p"
                                        + " where p.observed_property_id = #.id)")));
        RELATIONS.put(
                OBSERVATION,
                List.of(
                        one(DATASTREAM, "@.id = #.datastream"),
                        one(MULTI_DATASTREAM, "@.id = #.datastream"),
                        one(FEATURE_OF_INTEREST, "@.id = " + FEATURE_OF)));
        RELATIONS.put(
                FEATURE_OF_INTEREST,
                List.of(many(
                        OBSERVATION,
                        "@.datastream in (select df.datastream_id from sta_datastream_feature df where df.feature_id = #.id)"
                                + " and " + FEATURE_OF.replace("#", "@") + " = #.id")));
    }
}
