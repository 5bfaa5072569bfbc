package org.vigilia.server.sensing.things;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigilia.server.sensing.entity.EntityType;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Observations as rows of values under the names of their components (OGC 18-088, clause 12.2). */
final class DataArrays {

    private static final int MAX_ROWS = 50_000;

    private final Tables tables;
    private final EntityWriter writer;
    private final Writing writing;
    private int rows;

    DataArrays(Tables tables, EntityWriter writer, Writing writing) {
        this.tables = tables;
        this.writer = writer;
        this.writing = writing;
    }

    /** @return for each row, in their order, the address of its observation, or "error" and why */
    ArrayNode create(JsonNode body, Links links) {
        if (!body.isArray()) {
            throw new BadQuery("CreateObservations needs a JSON array with an entry for each datastream.");
        }
        List<String> errors = new ArrayList<>();
        for (JsonNode group : body) {
            group(group, errors);
        }
        List<Long> ids = writer.store();
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (String error : errors) {
            answer.add(error.isEmpty() ? links.entity(EntityType.OBSERVATION, ids.get(next++)) : "error: " + error);
        }
        return answer;
    }

    private void group(JsonNode group, List<String> errors) {
        boolean multi = group.has("MultiDatastream");
        EntityType type = multi ? EntityType.MULTI_DATASTREAM : EntityType.DATASTREAM;
        JsonNode reference = group.path(type.one());
        Long datastream = reference.isObject() ? BodyReader.reference(reference) : null;
        JsonNode names = group.path("components");
        JsonNode values = group.path("dataArray");
        if (datastream == null || !names.isArray() || !values.isArray()) {
            throw new BadQuery("Each entry needs Datastream {\"@iot.id\": 1}, components and dataArray.");
        }
        rows += values.size();
        if (rows > MAX_ROWS) {
            throw new BadQuery("At most " + MAX_ROWS + " observations in one request.");
        }
        boolean there = tables.exists(writing.scope(), type, datastream);
        for (JsonNode row : values) {
            String error = "";
            if (!there) {
                error = "there is no " + type.one() + " '" + datastream + "' that you may see";
            } else {
                try {
                    writer.create(EntityType.OBSERVATION, entity(names, row), Map.of(type, datastream));
                } catch (IllegalArgumentException e) {
                    error = String.valueOf(e.getMessage());
                }
            }
            errors.add(error);
        }
    }

    private static ObjectNode entity(JsonNode names, JsonNode row) {
        if (!row.isArray() || row.size() != names.size()) {
            throw new BadQuery("a row needs one value for each component");
        }
        ObjectNode entity = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).asString("");
            if (name.equals("FeatureOfInterest/id") || name.equals("FeatureOfInterest/@iot.id")) {
                entity.putObject("FeatureOfInterest").set("@iot.id", row.get(i));
            } else if (!row.get(i).isNull()) {
                entity.set(name, row.get(i));
            }
        }
        return entity;
    }
}
