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
    List<Kept> list(Search search, Page page);

    /** How many there are. */
    long count(Search search);

    /** How many there are of each reason, the most frequent first; at most 100 reasons. */
    List<ReasonCount> reasons(Search search);

    Optional<Kept> find(long id);

    /** Marks as settled those of them that are open. @param by who does it, for people @return the ids that were open */
    List<Long> settle(List<Long> ids, String how, String by);

    /** Opens settled ones again. @return the ids that were settled */
    List<Long> reopen(List<Long> ids);

    /** How a letter was settled that had to make room. */
    String DROPPED = "DROPPED";

    /**
     * What to look for.
     *
     * @param whose whose they may be
     * @param text part of source, device or reason, whatever the case; null: any
     * @param reason exactly this one; null: any
     * @param way exactly this one; null: any
     * @param settled true: only those that are settled; false: only open ones; null: both
     */
    record Search(
            Whose whose,
            @Nullable String text,
            @Nullable String reason,
            @Nullable String way,
            @Nullable Boolean settled) {}

    /**
     * Whose letters.
     *
     * @param agency this one's; null: everybody's
     * @param nobodys true: also those that belong to no agency
     */
    record Whose(@Nullable AgencyId agency, boolean nobodys) {}

    /**
     * A stretch of a list.
     *
     * @param before only those with a smaller id; 0: from the newest
     * @param limit at most so many, 1 to 1000
     */
    record Page(long before, int limit) {
        public Page {
            if (limit < 1 || limit > 1_000) {
                throw new IllegalArgumentException("limit must be 1 to 1000, but is " + limit);
            }
        }
    }

    /** A reason and how often. */
    record ReasonCount(String reason, long count) {}

    /**
     * A letter in the store.
     *
     * @param repeats how many further ones were like it and are not kept
     * @param settledAt when somebody was done with it; null: open
     * @param settledHow what was done; null: open
     * @param settledBy who did it; null: open, or nobody
     */
    record Kept(
            long id,
            DeadLetter letter,
            int repeats,
            @Nullable Instant settledAt,
            @Nullable String settledHow,
            @Nullable String settledBy) {}
}
