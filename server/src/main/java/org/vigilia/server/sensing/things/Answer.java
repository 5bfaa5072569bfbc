package org.vigilia.server.sensing.things;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is sent back.
 *
 * @param status of HTTP
 * @param json the body; null when it is text or there is none
 * @param text the body as plain text; null when it is JSON or there is none
 * @param location address of what was made; null when nothing was
 */
record Answer(
        int status,
        @Nullable JsonNode json,
        @Nullable String text,
        @Nullable String location) {

    static Answer json(JsonNode json) {
        return new Answer(200, json, null, null);
    }

    static Answer text(String text) {
        return new Answer(200, null, text, null);
    }

    /** The address was good, but there is no value. */
    static Answer nothing() {
        return new Answer(204, null, null, null);
    }

    static Answer created(JsonNode json, String location) {
        return new Answer(201, json, null, location);
    }
}
