package org.vigilia.facts.sensing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.LogUnavailable;

/**
 * Minutes, hours and days of each datastream and of each map cell.
 *
 * <p>Each call makes its roll-ups anew from what is stored: minutes from observations, hours from minutes, days from
 * hours, cells from datastreams. So it does not matter how often, or after which crash, it is called, and what came late
 * or was corrected counts. A roll-up without a usable observation does not exist. Times are microseconds since 1970.
 *
 * <p>Safe for many threads; throws {@link LogUnavailable}.
 */
public interface Rollups {

    /** A stretch of time of a datastream. */
    record Bucket(long datastream, long at) {}

    /**
     * A minute that was made.
     *
     * @param mean over usable observations
     * @param score how unusual it was found before; null when it was not scored yet
     */
    record Minute(
            long datastream, long at, double mean, @Nullable Double score) {}

    /**
     * A stretch of time of a map cell.
     *
     * @param cell H3, resolution 9
     * @param quantity name of the quantity
     */
    record CellBucket(long cell, String quantity, long at) {}

    /** How unusual a minute was, 0..1. */
    record Scored(long datastream, long at, double score) {}

    /** Makes minutes; returns those that exist, oldest first. */
    List<Minute> minutes(List<Bucket> buckets);

    /** Makes hours from minutes, or days from hours. */
    void longer(Span span, List<Bucket> buckets);

    /** Makes cells from the roll-ups of the datastreams in them. @param members of every cell and quantity named */
    void cells(Span span, List<CellBucket> buckets, Map<CellKey, List<Long>> members);

    /** Which datastreams belong together. */
    record CellKey(long cell, String quantity) {}

    /** Notes how unusual minutes were. */
    void score(List<Scored> scored);

    /** What a detector of unusual minutes had learnt of a datastream when it was last saved. */
    Optional<byte[]> findDetector(long datastream);

    /** Saves what detectors learnt. */
    void saveDetectors(Map<Long, byte[]> bodies);
}
