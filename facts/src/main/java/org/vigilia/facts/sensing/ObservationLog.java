package org.vigilia.facts.sensing;

import java.time.Instant;
import java.util.List;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;

/**
 * The one place where observations become durable, whatever way they came in.
 *
 * <p>Each accepted observation is stored once for queries and once, compactly, in the log that the stream follows; both
 * in one transaction. Observations of one datastream keep their order in the log. Safe for many threads; any number of
 * processes may write. All methods throw {@link LogUnavailable} when the store cannot be reached: nothing was accepted
 * then, and the same call may be tried again without doubling anything.
 */
public interface ObservationLog {

    /**
     * Stores what devices tell; durable when it returns. An observation whose datastream has one of the same time already
     * is a duplicate and left out.
     *
     * @throws IllegalArgumentException when the database refuses the content; nothing was stored then
     */
    Appended append(List<Observation> observations);

    /**
     * Stores what clients create, each under an id; durable when it returns. The same result of the same time is found
     * again under the id it has; another result of the same time is stored beside the first.
     *
     * @return one for each, in their order
     */
    List<Added> addAll(List<Observation> observations);

    /** Puts another observation in the place of one. @return false when there is none with this id */
    boolean replace(long id, Observation observation);

    /** Removes observations. @return how many there were */
    int remove(List<Long> ids);

    /** The ids of stored observations, in their order; 0 for one that is not there (any more). */
    long[] ids(List<Observation> observations);

    /** Up to {@code limit} batches after a position, in order within each part. */
    List<Logged<ObservationBatch>> read(Position after, int limit);

    /** The position after the newest batch. */
    Position end();

    /** The position before the first batch that was stored at this time or later. */
    Position from(Instant storedAt);

    /**
     * What became of a batch.
     *
     * @param stored how many are new
     * @param duplicates how many were left out
     */
    record Appended(int stored, int duplicates) {}

    /**
     * Where an observation is to be found.
     *
     * @param id of the observation
     * @param duplicate true when it was there already
     */
    record Added(long id, boolean duplicate) {}
}
