package org.vigilia.stream.job.city;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.facts.sensing.Rollups;
import org.vigilia.facts.sensing.Rollups.Bucket;
import org.vigilia.facts.sensing.Rollups.CellBucket;
import org.vigilia.facts.sensing.Span;
import org.vigilia.stream.job.city.Dirty.Key;
import org.vigilia.stream.job.city.Dirty.Kind;

/**
 * One round of making roll-ups, in a thread of its own: the database may take its time without holding up an alert.
 *
 * @param keys what is to be made
 * @param cells as of now
 */
record RollupRound(Map<Kind, List<Key>> keys, CellIndex cells) {

    private static final Quantity[] QUANTITIES = Quantity.values();

    /** Makes all of it; returns the minutes with their scores. Throws when the store is away: then it may be tried again. */
    List<Detectors.Judged> run(Rollups rollups, Detectors detectors) {
        List<Rollups.Minute> minutes = rollups.minutes(buckets(Kind.MINUTE));
        List<Detectors.Judged> judged = detectors.score(minutes, cells.book());
        rollups.longer(Span.HOUR, buckets(Kind.HOUR));
        rollups.longer(Span.DAY, buckets(Kind.DAY));
        rollups.cells(Span.MINUTE, cellBuckets(Kind.CELL_MINUTE), cells.members());
        rollups.cells(Span.HOUR, cellBuckets(Kind.CELL_HOUR), cells.members());
        rollups.cells(Span.DAY, cellBuckets(Kind.CELL_DAY), cells.members());
        return judged;
    }

    private List<Bucket> buckets(Kind kind) {
        List<Bucket> buckets = new ArrayList<>();
        keys.getOrDefault(kind, List.of()).forEach(key -> buckets.add(new Bucket(key.id(), key.at())));
        return buckets;
    }

    private List<CellBucket> cellBuckets(Kind kind) {
        List<CellBucket> buckets = new ArrayList<>();
        keys.getOrDefault(kind, List.of())
                .forEach(key -> buckets.add(new CellBucket(key.id(), QUANTITIES[key.quantity()].name(), key.at())));
        return buckets;
    }
}
