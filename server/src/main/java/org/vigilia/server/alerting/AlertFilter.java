package org.vigilia.server.alerting;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AlertId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.rule.RuleKind;
import org.vigilia.contract.rule.Severity;

/**
 * Which alerts to list, newest first. Empty sets and nulls mean "any".
 *
 * @param datastream that raised it, or is one of its causes
 * @param from raised at or after
 * @param to raised before
 * @param search words that must all occur in message, camera, place, rule or part; case does not matter
 * @param limit 1..500
 * @param before only those older than this one, for the next page
 */
record AlertFilter(
        Set<AlertState> states,
        Set<Severity> severities,
        Set<RuleKind> kinds,
        @Nullable CameraId camera,
        @Nullable DatastreamId datastream,
        @Nullable Instant from,
        @Nullable Instant to,
        String search,
        int limit,
        @Nullable Before before) {

    private static final int MAX_LIMIT = 500;

    /** The last line of the page before. */
    record Before(Instant raisedAt, AlertId id) {

        /** @throws IllegalArgumentException when {@code text} is not the "next" of a page */
        static Before parse(String text) {
            int split = text.indexOf('_');
            try {
                return new Before(
                        Instant.parse(text.substring(0, Math.max(split, 0))), new AlertId(text.substring(split + 1)));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "'before' must be the 'next' of the page before, but is '" + text + "'", e);
            }
        }

        String text() {
            return raisedAt + "_" + id;
        }
    }

    AlertFilter {
        states = Set.copyOf(states);
        severities = Set.copyOf(severities);
        kinds = Set.copyOf(kinds);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("'limit' must be 1 to " + MAX_LIMIT + ", but is " + limit);
        }
    }

    List<String> words() {
        return search.isBlank() ? List.of() : List.of(search.strip().split("\\s+"));
    }
}
