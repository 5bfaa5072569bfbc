package org.vigilia.server.sensing.things;

import java.util.List;
import org.vigilia.server.sensing.entity.EntityType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The first thing a client reads: which entity sets there are and which requirements are fulfilled (OGC 18-088, 9.2). */
final class ServiceRoot {

    private static final String REQUIREMENT = "http://www.opengis.net/spec/iot_sensing/1.1/req/";

    private static final List<String> FULFILLED = List.of(
            "datamodel",
            "resource-path/resource-path-to-entities",
            "request-data",
            "create-update-delete/create-entity",
            "create-update-delete/link-to-existing-entities",
            "create-update-delete/deep-insert",
            "create-update-delete/deep-insert-status-code",
            "create-update-delete/update-entity",
            "create-update-delete/delete-entity",
            "create-update-delete/historical-location-auto-creation",
            "batch-request/batch-request",
            "multi-datastream",
            "data-array/data-array");

    private ServiceRoot() {}

    static ObjectNode describe(JsonMapper json, Links links) {
        ObjectNode root = json.createObjectNode();
        ArrayNode sets = root.putArray("value");
        for (EntityType type : EntityType.values()) {
            sets.addObject().put("name", type.set()).put("url", links.root() + "/" + type.set());
        }
        ArrayNode conformance = root.putObject("serverSettings").putArray("conformance");
        FULFILLED.forEach(name -> conformance.add(REQUIREMENT + name));
        return root;
    }
}
