package org.vigilia.stream.job;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from where the last checkpoint left off, or from five minutes ago when there is none. Runs with
 * parallelism 1: reading costs little, judging may be spread.
 */
final class TailSource<T, I> implements Source<I, TailSplit, Boolean> {

    private static final long serialVersionUID = 1L;

    private final Tail<T, I> tail;
    private final Stores stores;
    private final Duration poll;

    TailSource(Tail<T, I> tail, Stores stores, Duration poll) {
        this.tail = tail;
        this.stores = stores;
        this.poll = poll;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SourceReader<I, TailSplit> createReader(SourceReaderContext context) {
        return new TailReader<>(tail, stores, poll);
    }

    @Override
    public SplitEnumerator<TailSplit, Boolean> createEnumerator(SplitEnumeratorContext<TailSplit> context) {
        return new Enumerator(context, new TailSplit(null));
    }

    @Override
    public SplitEnumerator<TailSplit, Boolean> restoreEnumerator(
            SplitEnumeratorContext<TailSplit> context, Boolean assigned) {
        return new Enumerator(context, assigned ? null : new TailSplit(null));
    }

    @Override
    public SimpleVersionedSerializer<TailSplit> getSplitSerializer() {
        return new TailSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
        return new SimpleVersionedSerializer<>() {
            @Override
            public int getVersion() {
                return 1;
            }

            @Override
            public byte[] serialize(Boolean assigned) {
                return new byte[] {(byte) (assigned ? 1 : 0)};
            }

            @Override
            public Boolean deserialize(int version, byte[] bytes) {
                return bytes[0] == 1;
            }
        };
    }

    /** Gives the one split to the first reader that asks, and remembers whether it did. */
    private static final class Enumerator implements SplitEnumerator<TailSplit, Boolean> {

        private final SplitEnumeratorContext<TailSplit> context;
        private @Nullable TailSplit waiting;

        Enumerator(SplitEnumeratorContext<TailSplit> context, @Nullable TailSplit waiting) {
            this.context = context;
            this.waiting = waiting;
        }

        @Override
        public void start() {}

        @Override
        public void addReader(int subtask) {
            TailSplit split = waiting;
            if (split != null) {
                waiting = null;
                context.assignSplit(split, subtask);
            }
        }

        @Override
        public void addSplitsBack(List<TailSplit> splits, int subtask) {
            if (!splits.isEmpty()) {
                waiting = splits.get(0);
            }
        }

        @Override
        public void handleSplitRequest(int subtask, @Nullable String host) {}

        @Override
        public Boolean snapshotState(long checkpoint) {
            return waiting == null;
        }

        @Override
        public void close() {}
    }
}
