package org.vigilia.stream.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Parts;
import org.vigilia.facts.Position;

/**
 * Reads the log in a thread of its own and hands facts to Flink's. When it has seen the end of the log it says so, at
 * most every 250 ms, so that time can pass without facts. While the log is away it waits and tries again.
 */
final class TailReader<T, I> implements SourceReader<I, TailSplit> {

    private static final Duration FRESH_FROM = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Tail<T, I> tail;
    private final Stores stores;
    private final Duration poll;
    private final BlockingQueue<Batch<T>> batches = new ArrayBlockingQueue<>(4);
    private final Deque<Logged<T>> current = new ArrayDeque<>();
    private final Object signal = new Object();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable Instant currentTick;
    private @Nullable Position position;
    private @Nullable Thread fetcher;
    private volatile boolean closed;

    private record Batch<T>(
            List<Logged<T>> entries, @Nullable Instant tick) {}

    TailReader(Tail<T, I> tail, Stores stores, Duration poll) {
        this.tail = tail;
        this.stores = stores;
        this.poll = poll;
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<TailSplit> splits) {
        FactStore store = stores.open();
        Position saved = splits.get(0).position();
        Position from = saved == null ? tail.from(store, Instant.now().minus(FRESH_FROM)) : saved;
        position = from;
        Thread thread = new Thread(() -> fetch(store, from), tail.name() + "-tail");
        thread.setDaemon(true);
        fetcher = thread;
        thread.start();
    }

    private void fetch(FactStore store, Position from) {
        Position next = from;
        Instant lastTick = Instant.EPOCH;
        try {
            while (!closed) {
                Instant now = Instant.now();
                List<Logged<T>> entries;
                try {
                    entries = tail.read(store, next);
                    JobWatch.INSTANCE.logAvailable();
                } catch (LogUnavailable e) {
                    JobWatch.INSTANCE.logUnavailable("source of " + tail.name(), e);
                    Thread.sleep(RETRY.toMillis());
                    continue;
                }
                next = after(next, entries);
                boolean all = certainlyAll(entries);
                boolean tick = all && !lastTick.plus(TICK).isAfter(now);
                if (all) {
                    JobWatch.INSTANCE.caughtUp(tail.name(), now);
                }
                if (tick) {
                    lastTick = now;
                }
                if (tick || !entries.isEmpty()) {
                    JobWatch.INSTANCE.read(
                            tail.name(),
                            entries.stream().mapToInt(e -> tail.size(e.value())).sum());
                    batches.put(new Batch<>(entries, tick ? now : null));
                    wake();
                }
                if (all) {
                    Thread.sleep(poll.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** No part was cut off by the limit. */
    private boolean certainlyAll(List<Logged<T>> entries) {
        int share = tail.limit() / Parts.COUNT;
        if (entries.size() < share) {
            return true;
        }
        int[] counts = new int[Parts.COUNT];
        for (Logged<T> entry : entries) {
            if (++counts[entry.part()] >= share) {
                return false;
            }
        }
        return true;
    }

    private static <T> Position after(Position position, List<Logged<T>> entries) {
        if (entries.isEmpty()) {
            return position;
        }
        Map<Integer, Long> seqs = new HashMap<>(position.seqByPart());
        entries.forEach(entry -> seqs.merge(entry.part(), entry.seq(), Math::max));
        return new Position(seqs);
    }

    private void wake() {
        synchronized (signal) {
            available.complete(null);
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<I> output) {
        if (current.isEmpty() && currentTick == null) {
            Batch<T> batch = batches.poll();
            if (batch == null) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            current.addAll(batch.entries());
            currentTick = batch.tick();
        }
        Logged<T> entry = current.poll();
        if (entry != null) {
            output.collect(tail.item(entry));
            position = position == null ? Position.START.after(entry) : position.after(entry);
        } else if (currentTick != null) {
            output.collect(tail.tick(currentTick));
            currentTick = null;
        }
        return current.isEmpty() && currentTick == null && batches.isEmpty()
                ? InputStatus.NOTHING_AVAILABLE
                : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        synchronized (signal) {
            if (!current.isEmpty() || currentTick != null || !batches.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            if (available.isDone()) {
                available = new CompletableFuture<>();
            }
            return available;
        }
    }

    @Override
    public List<TailSplit> snapshotState(long checkpoint) {
        return position == null ? List.of() : List.of(new TailSplit(position));
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() throws InterruptedException {
        closed = true;
        Thread thread = fetcher;
        if (thread != null) {
            thread.interrupt();
            thread.join(5_000);
        }
    }
}
