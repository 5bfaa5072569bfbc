package org.vigilia.facts.sensing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.facts.LogUnavailable;

/**
 * What was refused on any way in. Bounded: beyond {@value #MAX_OPEN} open letters the oldest are settled as dropped.
 * Safe for many threads and processes; all methods throw {@link LogUnavailable}.
 */
public interface DeadLetters {

    int MAX_OPEN = 100_000;
    /** Letters of the same source and reason that are kept within an hour; further ones only count as repeats. */
    int MAX_ALIKE = 20;

    /** Keeps letters; durable when it returns. */
    void add(List<DeadLetter> letters);

    /** Newest first. */
    List<Kept> list(Search search);

    /** How many a search would list without its page. */
    long count(Search search);

    Optional<Kept> find(long id);

    /** Marks as settled those of them that are open. @return the ids that were */
    List<Long> settle(List<Long> ids, String how);

    /** Opens settled ones again. @return the ids that were settled */
    List<Long> reopen(List<Long> ids);

    /** How a letter was settled that had to make room. */
    String DROPPED = "dropped";

    /**
     * What to look for.
     *
     * @param agency whose; null: everybody's
     * @param text part of source, device or reason, whatever the case; null: any
     * @param open true: only those that nobody settled
     * @param before only those with a smaller id; 0: from the newest
     * @param limit at most so many, 1 to 1000
     */
    record Search(@Nullable AgencyId agency, @Nullable String text, boolean open, long before, int limit) {

        public Search {
            if (limit < 1 || limit > 1_000) {
                throw new IllegalArgumentException("limit must be 1 to 1000, but is " + limit);
            }
        }
    }

    /**
     * A letter in the store.
     *
     * @param repeats how many further ones were like it and are not kept
     * @param settledAt when somebody was done with it; null: open
     * @param settledHow what was done; null: open
     */
    record Kept(
            long id,
            DeadLetter letter,
            int repeats,
            @Nullable Instant settledAt,
            @Nullable String settledHow) {}
}
