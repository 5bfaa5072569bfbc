package org.vigilia.rules;

import java.util.List;

/**
 * All the second stage remembers, to be written down.
 *
 * @param clock the time it has come to
 * @param rules what is remembered of each rule
 * @param levels newest readings that help to find sources
 */
public record CityState(long clock, List<RuleMemory> rules, List<Level> levels) {

    /** Nothing yet. */
    public static final CityState FRESH = new CityState(Micros.LONG_AGO, List.of(), List.of());

    public CityState {
        rules = List.copyOf(rules);
        levels = List.copyOf(levels);
    }

    /** A newest reading. */
    public record Level(long datastream, long at, double value) {}
}
