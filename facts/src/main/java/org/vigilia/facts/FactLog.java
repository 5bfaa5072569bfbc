package org.vigilia.facts;

import java.time.Instant;
import java.util.List;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;

/**
 * The durable, ordered log that everything in the city goes through.
 *
 * <p>Entries of one camera keep their order: a camera always lands in the same part. A reader remembers a {@link
 * Position} and asks for what came after it; reading twice from one position gives the same entries. Safe for use by
 * many threads.
 *
 * <p>All methods throw {@link LogUnavailable} when the store cannot be reached: nothing was accepted then, and the
 * caller may try the same call again. A batch that was in doubt may be stored twice; readers know a fact by its content.
 */
public interface FactLog {

    /** Stores all of them, in order, or none; durable when it returns. An empty list does nothing. */
    void append(List<? extends Fact> facts);

    /**
     * Stores changes of alerts, in order; durable when it returns. A change that is there already is left out: an alert
     * is raised once, ended once, and updated once for each {@link AlertChange#at()}. The pictures they name are kept.
     */
    void appendAlerts(List<AlertChange> changes);

    /** Up to {@code limit} facts after a position, in order within each part; empty when there are none yet. */
    List<Logged<Fact>> readFacts(Position after, int limit);

    /** Up to {@code limit} changes of alerts after a position. */
    List<Logged<AlertChange>> readAlerts(Position after, int limit);

    /** The position after the newest fact. */
    Position endOfFacts();

    /** The position before the first fact that was stored at this time or later. */
    Position factsFrom(Instant storedAt);

    /** The position after the newest change of an alert. */
    Position endOfAlerts();
}
