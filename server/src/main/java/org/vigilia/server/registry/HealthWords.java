package org.vigilia.server.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import tools.jackson.databind.JsonNode;

/** Reads what other processes say of their health; what is missing or odd is unknown, never an error. */
final class HealthWords {

    private HealthWords() {}

    static Optional<Condition> condition(JsonNode told) {
        try {
            return told.hasNonNull("condition")
                    ? Optional.of(Condition.valueOf(told.path("condition").asString()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Instant> time(JsonNode told) {
        try {
            return told.isString() ? Optional.of(Instant.parse(told.asString())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Why it is so, for people: the one line, else the list of troubles, else nothing. */
    static String reason(JsonNode told) {
        String detail = told.path("detail").asString("").strip();
        if (!detail.isEmpty()) {
            return detail;
        }
        return told.path("troubles")
                .valueStream()
                .map(trouble -> trouble.asString("").strip())
                .filter(trouble -> !trouble.isEmpty())
                .collect(Collectors.joining("; "));
    }

    static @Nullable Double number(@Nullable JsonNode told, String field) {
        return told != null && told.path(field).isNumber() ? told.path(field).asDouble() : null;
    }

    static @Nullable Long whole(@Nullable JsonNode told, String field) {
        return told != null && told.path(field).isNumber()
                ? (long) told.path(field).asDouble()
                : null;
    }

    static @Nullable Integer size(@Nullable JsonNode told, String field) {
        return told != null && told.path(field).isNumber()
                ? (int) told.path(field).asDouble()
                : null;
    }
}
