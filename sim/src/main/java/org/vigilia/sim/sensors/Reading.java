package org.vigilia.sim.sensors;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a device tells at one moment.
 *
 * @param device its id
 * @param at when it says that it measured, UTC, by its own clock
 * @param values by name of the channel, in the order of the device's channels
 */
public record Reading(String device, Instant at, Map<String, Double> values) {

    public Reading {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
