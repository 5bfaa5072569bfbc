package org.vigilia.server.sensing.entity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vigilia.server.identity.Right;

/** The kinds of entity of SensorThings 1.1 and where they are stored. What they have is in {@link Model}. */
public enum EntityType {
    THING("Thing", "Things", "sta_thing"),
    LOCATION("Location", "Locations", "sta_location"),
    HISTORICAL_LOCATION("HistoricalLocation", "HistoricalLocations", "sta_historical_location"),
    DATASTREAM("Datastream", "Datastreams", "sta_datastream"),
    MULTI_DATASTREAM("MultiDatastream", "MultiDatastreams", "sta_datastream"),
    SENSOR("Sensor", "Sensors", "sta_sensor"),
    OBSERVED_PROPERTY("ObservedProperty", "ObservedProperties", "sta_observed_property"),
    OBSERVATION("Observation", "Observations", "facts.observation"),
    FEATURE_OF_INTEREST("FeatureOfInterest", "FeaturesOfInterest", "sta_feature");

    private final String one;
    private final String set;
    private final String table;

    EntityType(String one, String set, String table) {
        this.one = one;
        this.set = set;
        this.table = table;
    }

    /** Name of one of them. */
    public String one() {
        return one;
    }

    /** Name of the entity set. */
    public String set() {
        return set;
    }

    public String table() {
        return table;
    }

    public static Optional<EntityType> ofSet(String name) {
        return Arrays.stream(values()).filter(t -> t.set.equals(name)).findFirst();
    }

    /** What somebody needs to make, change or remove one. */
    public Right rightToWrite() {
        return this == OBSERVATION ? Right.WRITE_OBSERVATIONS : Right.EDIT_SENSORS;
    }

    /** What follows {@code from} in SQL; every row is seen together with the row that says whose it is. */
    public String from(String alias) {
        return this == OBSERVATION
                ? "facts.observation " + alias + " join sta_datastream " + alias + "d on " + alias + "d.id = " + alias
                        + ".datastream"
                : table + " " + alias;
    }

    /** The column that says whose it is. */
    public String agency(String alias) {
        return this == OBSERVATION ? alias + "d.agency_id" : alias + ".agency_id";
    }

    /** What tells it from others in the same table; empty when nothing is needed. */
    public String kind(String alias) {
        return switch (this) {
            case DATASTREAM -> "not " + alias + ".multi";
            case MULTI_DATASTREAM -> alias + ".multi";
            default -> "";
        };
    }

    public List<Property> properties() {
        return Model.properties(this);
    }

    public List<Relation> relations() {
        return Model.relations(this);
    }

    public Optional<Property> findProperty(String name) {
        return properties().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    public Optional<Relation> findRelation(String name) {
        return relations().stream().filter(r -> r.name().equals(name)).findFirst();
    }
}
