package org.vigilia.stream.rule;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.rule.Rule;

/**
 * Everything a rule remembers, as plain data of bounded size. A kind of rule uses only what it needs.
 *
 * @param rule the rule as it was last followed
 * @param open its open alerts
 * @param lastEnd when its last alert ended; later alerts start after that, or they would get the same id
 * @param presences objects that meet its condition
 * @param recent figures of the last seconds
 * @param past figures of the past, thinned
 * @param holdsSince since when its condition holds
 * @param clearSince since when an open alert's condition holds no more
 * @param troubles states of the camera
 */
public record RuleState(
        Rule rule,
        List<Situation> open,
        @Nullable Instant lastEnd,
        List<Presence> presences,
        List<Level> recent,
        List<Level> past,
        @Nullable Instant holdsSince,
        @Nullable Instant clearSince,
        List<Trouble> troubles) {

    public RuleState {
        open = List.copyOf(open);
        presences = List.copyOf(presences);
        recent = List.copyOf(recent);
        past = List.copyOf(past);
        troubles = List.copyOf(troubles);
    }

    static RuleState fresh(Rule rule) {
        return new RuleState(rule, List.of(), null, List.of(), List.of(), List.of(), null, null, List.of());
    }
}
