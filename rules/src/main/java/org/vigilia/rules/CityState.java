package org.vigilia.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.city.CityRule;

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

    /**
     * What the second stage remembers of one rule.
     *
     * @param rule its id
     * @param followed the version it went by; null when it never saw one, or the rule is off
     * @param held whether its schedule held when time was looked at last
     * @param occurrences what came true, as long as it may still matter
     * @param open its open alerts
     * @param waiting what will be an alert unless something happens that must be absent
     * @param rests things that are left alone for a while
     */
    public record RuleMemory(
            String rule,
            @Nullable CityRule followed,
            boolean held,
            List<Occurrence> occurrences,
            List<Open> open,
            List<Waiting> waiting,
            List<Rest> rests) {

        /**
         * An open alert.
         *
         * @param alert its id
         * @param fingerprint of the rule's whole condition when it was raised
         * @param startedAt when the situation began
         * @param toldAt when it was last told of
         * @param members keys of what made it, the first is what it is about
         */
        public record Open(String alert, long fingerprint, long startedAt, long toldAt, List<String> members) {

            public Open {
                members = List.copyOf(members);
            }

            Open told(long at) {
                return new Open(alert, fingerprint, startedAt, Math.max(at, toldAt), members);
            }

            Open with(String member) {
                List<String> more = new java.util.ArrayList<>(members);
                more.add(member);
                return new Open(alert, fingerprint, startedAt, toldAt, more);
            }
        }

        /**
         * Steps that are present, while an absent one may still come.
         *
         * @param at when the last present one came
         * @param due when it becomes an alert
         * @param members keys of the present ones
         */
        public record Waiting(long at, long due, List<String> members) {

            public Waiting {
                members = List.copyOf(members);
            }
        }

        /** A thing that is left alone until a time. */
        public record Rest(String source, long until) {}
    }
}
