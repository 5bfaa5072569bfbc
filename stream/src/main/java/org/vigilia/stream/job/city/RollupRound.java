package org.vigilia.stream.job.city;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(RollupRound.class);
    private static final Quantity[] QUANTITIES = Quantity.values();

    /** Makes all of it; returns the minutes with their scores. Throws when the store is away: then it may be tried again. */
    List<Detectors.Judged> run(Rollups rollups, Detectors detectors) {
        List<Rollups.Minute> minutes = new ArrayList<>();
        carefully(buckets(Kind.MINUTE), some -> minutes.addAll(rollups.minutes(some)));
        List<Detectors.Judged> judged = detectors.score(minutes, cells.book());
        carefully(buckets(Kind.HOUR), some -> rollups.longer(Span.HOUR, some));
        carefully(buckets(Kind.DAY), some -> rollups.longer(Span.DAY, some));
        carefully(cellBuckets(Kind.CELL_MINUTE), some -> rollups.cells(Span.MINUTE, some, cells.members()));
        carefully(cellBuckets(Kind.CELL_HOUR), some -> rollups.cells(Span.HOUR, some, cells.members()));
        carefully(cellBuckets(Kind.CELL_DAY), some -> rollups.cells(Span.DAY, some, cells.members()));
        return judged;
    }

    /** One that the database refuses (a sum that no number can hold) must not keep the others from being made. */
    static <T> void carefully(List<T> all, Consumer<List<T>> make) {
        try {
            make.accept(all);
        } catch (IllegalArgumentException e) {
            if (all.size() > 1) {
                all.forEach(one -> carefully(List.of(one), make));
            } else {
                LOG.atError()
                        .addKeyValue("event", "rollup-refused")
                        .addKeyValue("which", all)
                        .log(e.getMessage());
            }
        }
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
