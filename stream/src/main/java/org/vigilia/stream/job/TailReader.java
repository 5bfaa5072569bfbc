package org.vigilia.stream.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.Fact;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Parts;
import org.vigilia.facts.Position;

/**
 * Reads the log in a thread of its own and hands facts to Flink's. When it has seen the end of the log it says so, at
 * most every 250 ms, so that time can pass without facts. While the log is away it waits and tries again.
 */
final class TailReader implements SourceReader<TailItem, TailSplit> {

    private static final int LIMIT = 4096;
    /** Fewer entries than this mean that no part was cut off by the limit. */
    private static final int CERTAINLY_ALL = LIMIT / Parts.COUNT;

    private static final Duration FRESH_FROM = Duration.ofMinutes(5);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Stores stores;
    private final Duration poll;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(4);
    private final Deque<Logged<Fact>> current = new ArrayDeque<>();
    private final Object signal = new Object();
    private CompletableFuture<Void> available = new CompletableFuture<>();
    private @Nullable Instant currentTick;
    private @Nullable Position position;
    private @Nullable Thread fetcher;
    private volatile boolean closed;

    private record Batch(List<Logged<Fact>> facts, @Nullable Instant tick) {}

    TailReader(Stores stores, Duration poll) {
        this.stores = stores;
        this.poll = poll;
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<TailSplit> splits) {
        FactLog log = stores.open().log();
        Position saved = splits.get(0).position();
        Position from = saved == null ? log.factsFrom(Instant.now().minus(FRESH_FROM)) : saved;
        position = from;
        Thread thread = new Thread(() -> fetch(log, from), "log-tail");
        thread.setDaemon(true);
        fetcher = thread;
        thread.start();
    }

    private void fetch(FactLog log, Position from) {
        Position next = from;
        Instant lastTick = Instant.EPOCH;
        try {
            while (!closed) {
                Instant now = Instant.now();
                List<Logged<Fact>> facts;
                try {
                    facts = log.readFacts(next, LIMIT);
                    JobWatch.INSTANCE.logAvailable();
                } catch (LogUnavailable e) {
                    JobWatch.INSTANCE.logUnavailable("source", e);
                    Thread.sleep(RETRY.toMillis());
                    continue;
                }
                next = after(next, facts);
                boolean all = facts.size() < CERTAINLY_ALL;
                boolean tick = all && !lastTick.plus(TICK).isAfter(now);
                if (all) {
                    JobWatch.INSTANCE.caughtUp(now);
                }
                if (tick) {
                    lastTick = now;
                }
                if (tick || !facts.isEmpty()) {
                    JobWatch.INSTANCE.factsRead(facts.size());
                    batches.put(new Batch(facts, tick ? now : null));
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

    private static Position after(Position position, List<Logged<Fact>> facts) {
        java.util.Map<Integer, Long> seqs = new java.util.HashMap<>(position.seqByPart());
        facts.forEach(fact -> seqs.merge(fact.part(), fact.seq(), Math::max));
        return facts.isEmpty() ? position : new Position(seqs);
    }

    private void wake() {
        synchronized (signal) {
            available.complete(null);
        }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<TailItem> output) {
        if (current.isEmpty() && currentTick == null) {
            Batch batch = batches.poll();
            if (batch == null) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            current.addAll(batch.facts());
            currentTick = batch.tick();
        }
        Logged<Fact> entry = current.poll();
        if (entry != null) {
            output.collect(new TailItem(entry.value(), entry.storedAt()));
            position = position == null ? Position.START.after(entry) : position.after(entry);
        } else if (currentTick != null) {
            output.collect(new TailItem(null, currentTick));
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
