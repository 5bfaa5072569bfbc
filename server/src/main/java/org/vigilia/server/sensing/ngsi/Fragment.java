package org.vigilia.server.sensing.ngsi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.Quantity;
import tools.jackson.databind.JsonNode;

/**
 * What a client says of an entity, read and checked as far as that can be done without knowing the device.
 *
 * @param name for people; null when it is not told
 * @param location null when it is not told
 * @param measures what was measured
 * @param extras attributes that are kept as they are; JSON null: to be removed
 */
record Fragment(
        @Nullable String name, @Nullable GeoPoint location, List<Measure> measures, Map<String, JsonNode> extras) {

    /**
     * A number that was measured.
     *
     * @param attribute as it is told
     * @param quantity what it is; {@link Quantity#OTHER} when the models do not know it
     * @param value as it is told, in {@code unitCode}
     * @param unitCode UN/CEFACT; null when not told
     * @param at when; null when neither the attribute nor the entity says
     * @param details JSON object text with further properties of it; null when there are none
     */
    record Measure(
            String attribute,
            Quantity quantity,
            double value,
            @Nullable String unitCode,
            @Nullable Instant at,
            @Nullable String details) {}

    /** Whether it says more than values. */
    boolean describes() {
        return name != null || location != null || !extras.isEmpty();
    }
}
