package org.vigilia.intake;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What an intake has done since its start, for metrics. Safe for many threads. */
public final class Figures {

    private final LongAdder stored = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder letters = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private final Map<Refusal.Kind, LongAdder> refused = new EnumMap<>(Refusal.Kind.class);

    public Figures() {
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            refused.put(kind, new LongAdder());
        }
    }

    void stored(int count, int doubled, int kept, long nanos) {
        stored.add(count);
        duplicates.add(doubled);
        letters.add(kept);
        commits.increment();
        commitNanos.add(nanos);
    }

    void waited() {
        waits.increment();
    }

    /** Counts refusals. */
    public void refused(Refusal.Kind kind, int count) {
        refused.getOrDefault(kind, stored).add(count);
    }

    /** Observations stored. */
    public long stored() {
        return stored.sum();
    }

    /** Observations that were there already. */
    public long duplicates() {
        return duplicates.sum();
    }

    /** Dead letters handed to the store. */
    public long letters() {
        return letters.sum();
    }

    public long refusedOf(Refusal.Kind kind) {
        LongAdder adder = refused.get(kind);
        return adder == null ? 0 : adder.sum();
    }

    /** Commits made. */
    public long commits() {
        return commits.sum();
    }

    /** Time spent in commits. */
    public double commitSeconds() {
        return commitNanos.sum() / 1e9;
    }

    /** How often the store was away when something should be stored. */
    public long waits() {
        return waits.sum();
    }
}
