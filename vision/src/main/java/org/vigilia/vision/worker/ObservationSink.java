package org.vigilia.vision.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.ObservationLog;

/**
 * Carries observations to their store on a thread of its own. While the store is away it keeps the newest, drops the
 * oldest, and counts what it dropped: a second of sound cannot be asked for again. Safe for many threads.
 */
final class ObservationSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ObservationSink.class);
    /** Some minutes of sixteen microphones. */
    static final int MOST = 50_000;

    private static final int BATCH = 2_000;
    private static final long GATHER_MS = 50;
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final ObservationLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<Observation> waiting = new ArrayDeque<>();
    private final Thread thread = new Thread(this::carry, "observations");
    private boolean closed;
    private boolean away;
    private long dropped;

    ObservationSink(ObservationLog log) {
        this.log = log;
        thread.setDaemon(true);
        thread.start();
    }

    void add(List<Observation> observations) {
        if (observations.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            waiting.addAll(observations);
            while (waiting.size() > MOST) {
                waiting.removeFirst();
                dropped++;
            }
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    private void carry() {
        long pause = GATHER_MS;
        while (true) {
            List<Observation> batch = take(pause);
            if (batch.isEmpty()) {
                return;
            }
            try {
                log.append(batch);
                pause = GATHER_MS;
                back();
            } catch (LogUnavailable e) {
                pause = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pause * 2));
                putBack(batch, e);
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("event", "observations-refused")
                        .addKeyValue("observations", batch.size())
                        .setCause(e)
                        .log("the store refused observations for good");
                drop(batch.size());
            }
        }
    }

    /** Waits for something to store, and a little more for others to come with it; empty when closed and done. */
    private List<Observation> take(long pauseMs) {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return List.of();
                }
                something.await();
            }
            long left = TimeUnit.MILLISECONDS.toNanos(pauseMs);
            while (left > 0 && !closed) {
                left = something.awaitNanos(left);
            }
            if (closed && away) {
                return List.of();
            }
            List<Observation> batch = new ArrayList<>(Math.min(BATCH, waiting.size()));
            while (!waiting.isEmpty() && batch.size() < BATCH) {
                batch.add(waiting.removeFirst());
            }
            return batch;
        } catch (InterruptedException e) {
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void putBack(List<Observation> batch, LogUnavailable reason) {
        lock.lock();
        try {
            if (!away) {
                away = true;
                LOG.atWarn()
                        .addKeyValue("event", "observations-wait")
                        .addKeyValue("reason", reason.getMessage())
                        .log("observations wait until the store is back");
            }
            for (int i = batch.size() - 1; i >= 0; i--) {
                if (waiting.size() < MOST) {
                    waiting.addFirst(batch.get(i));
                } else {
                    dropped++;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void back() {
        lock.lock();
        try {
            if (away) {
                away = false;
                LOG.atInfo()
                        .addKeyValue("event", "observations-back")
                        .addKeyValue("dropped", dropped)
                        .log("the store is back");
            }
        } finally {
            lock.unlock();
        }
    }

    private void drop(int count) {
        lock.lock();
        try {
            dropped += count;
        } finally {
            lock.unlock();
        }
    }

    /** Observations that wait to be stored. */
    int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Stores what waits, unless the store is away, and ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            something.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
