package org.vigilia.stream.job;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.vigilia.contract.fact.Fact;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.facts.sensing.ObservationBatch;

/**
 * One of the logs a source follows.
 *
 * @param <T> what the log holds
 * @param <I> what the source emits
 */
interface Tail<T, I> extends Serializable {

    /** For metrics and messages. */
    String name();

    /** Most entries that are read at once: what bounds the memory of the reader. */
    int limit();

    List<Logged<T>> read(FactStore store, Position after);

    /** Where to begin when there is no checkpoint. */
    Position from(FactStore store, Instant storedAt);

    I item(Logged<T> entry);

    /** The news that all that was stored until a moment has been emitted. */
    I tick(Instant at);

    /** How many facts an entry holds. */
    int size(T value);

    /** Facts of cameras. */
    record Facts() implements Tail<Fact, TailItem> {

        @Override
        public String name() {
            return "facts";
        }

        @Override
        public int limit() {
            return 4096;
        }

        @Override
        public List<Logged<Fact>> read(FactStore store, Position after) {
            return store.log().readFacts(after, limit());
        }

        @Override
        public Position from(FactStore store, Instant storedAt) {
            return store.log().factsFrom(storedAt);
        }

        @Override
        public TailItem item(Logged<Fact> entry) {
            return new TailItem(entry.value(), entry.storedAt());
        }

        @Override
        public TailItem tick(Instant at) {
            return new TailItem(null, at);
        }

        @Override
        public int size(Fact value) {
            return 1;
        }
    }

    /** Batches of observations of sensors, each as large as what was accepted at once. */
    record Observations() implements Tail<ObservationBatch, BatchItem> {

        @Override
        public String name() {
            return "observations";
        }

        @Override
        public int limit() {
            return 256;
        }

        @Override
        public List<Logged<ObservationBatch>> read(FactStore store, Position after) {
            return store.observations().read(after, limit());
        }

        @Override
        public Position from(FactStore store, Instant storedAt) {
            return store.observations().from(storedAt);
        }

        @Override
        public BatchItem item(Logged<ObservationBatch> entry) {
            return new BatchItem(entry.part(), entry.value(), entry.storedAt());
        }

        @Override
        public BatchItem tick(Instant at) {
            return new BatchItem(0, null, at);
        }

        @Override
        public int size(ObservationBatch value) {
            return value.observations().size();
        }
    }
}
