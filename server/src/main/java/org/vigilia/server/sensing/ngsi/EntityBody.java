package org.vigilia.server.sensing.ngsi;

import tools.jackson.databind.JsonNode;

/** The members of an entity in a request that are no attributes. */
final class EntityBody {

    private EntityBody() {}

    /** @throws NgsiError when id or type is missing or the two contradict each other */
    static EntityId id(JsonNode body) {
        if (!body.isObject()
                || !body.path("id").isString()
                || !body.path("type").isString()) {
            throw NgsiError.bad("An entity needs 'id' and 'type'.");
        }
        EntityModel model = EntityModel.ofType(body.path("type").stringValue());
        EntityId id = EntityId.parse(body.path("id").stringValue());
        if (id.model() != model) {
            throw NgsiError.bad("The id '" + id + "' is not one of the type " + model.type() + ".");
        }
        return id;
    }

    /** @throws NgsiError when a body tells another id or type than its address */
    static void requireSame(EntityId id, JsonNode body) {
        JsonNode told = body.get("id");
        JsonNode type = body.get("type");
        if (told != null && !told.asString("").equals(id.toString())
                || type != null && EntityModel.ofType(type.asString("")) != id.model()) {
            throw NgsiError.bad("The id and the type of an entity cannot change.");
        }
    }
}
