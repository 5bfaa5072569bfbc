package org.vigilia.server.sensing.things;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;

/** What must be right of a datastream beside the kinds of its properties. */
final class DatastreamRules {

    private DatastreamRules() {}

    /**
     * A datastream may say which device feeds it, but only one of its own agency: else somebody could lead the values of
     * others into datastreams of their own.
     */
    static void check(BodyReader.Body body, AgencyId agency, JdbcTemplate jdbc) {
        JsonNode properties = body.property("properties");
        if (properties == null || properties.isNull() || !properties.has("device") && !properties.has("channel")) {
            return;
        }
        String device = properties.path("device").asString("");
        String channel = properties.path("channel").asString("");
        if (device.isEmpty() || channel.isEmpty()) {
            throw new BadQuery("'properties' of a " + body.type().one() + " must name both 'device' and 'channel', or"
                    + " neither.");
        }
        if (body.type() == EntityType.MULTI_DATASTREAM) {
            throw new BadQuery("A device's channel feeds a Datastream, not a MultiDatastream.");
        }
        Boolean known = jdbc.queryForObject(
                "select exists (select 1 from sensing_device where id = ? and agency_id = ?)",
                Boolean.class,
                device,
                agency.value());
        if (!Boolean.TRUE.equals(known)) {
            throw new BadQuery("There is no device '" + device + "' of your agency; make it first, with POST"
                    + " /api/v1/sensing/devices.");
        }
    }

    /** A MultiDatastream has one unit and one type for each of its observed properties. */
    static void checkSizes(BodyReader.Body body, int properties) {
        if (properties == 0) {
            throw new BadQuery("A MultiDatastream needs 'ObservedProperties', one or more.");
        }
        for (String name : new String[] {"unitOfMeasurements", "multiObservationDataTypes"}) {
            @Nullable JsonNode array = body.property(name);
            if (array != null && array.size() != properties) {
                throw new BadQuery("'" + name + "' must have one entry for each of the " + properties
                        + " ObservedProperties, but has " + array.size() + ".");
            }
        }
    }
}
