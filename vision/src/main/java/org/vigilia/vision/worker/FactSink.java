package org.vigilia.vision.worker;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.PictureStore;

/**
 * Carries facts and pictures to their stores on a thread of its own, so that analysis never waits for the database.
 *
 * <p>While the stores are away it keeps the newest facts, drops the oldest, and counts what it dropped. A picture is
 * saved before the facts that name it. Safe for many threads.
 */
final class FactSink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FactSink.class);
    static final int MOST_FACTS = 20_000;
    static final int MOST_PICTURES = 64;
    private static final int BATCH = 1_000;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final FactLog log;
    private final PictureStore pictures;
    private final Predicate<CameraId> mayWrite;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final ArrayDeque<Fact> waiting = new ArrayDeque<>();
    private final ArrayDeque<Snapshot> snapshots = new ArrayDeque<>();
    private final Thread thread = new Thread(this::carry, "facts");
    private boolean closed;
    private boolean away;
    private long stored;
    private long dropped;

    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Snapshot(PictureId id, CameraId camera, Instant at, byte[] jpeg) {}

    /** @param mayWrite whether this worker still holds a camera; others' facts are thrown away */
    FactSink(FactLog log, PictureStore pictures, Predicate<CameraId> mayWrite) {
        this.log = log;
        this.pictures = pictures;
        this.mayWrite = mayWrite;
        thread.setDaemon(true);
        thread.start();
    }

    void add(List<Snapshot> newSnapshots, List<? extends Fact> facts) {
        lock.lock();
        try {
            snapshots.addAll(newSnapshots);
            while (snapshots.size() > MOST_PICTURES) {
                snapshots.removeFirst();
            }
            waiting.addAll(facts);
            while (waiting.size() > MOST_FACTS) {
                waiting.removeFirst();
                dropped++;
            }
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    private void carry() {
        long pause = 0;
        while (true) {
            List<Snapshot> images = new ArrayList<>();
            List<Fact> facts = new ArrayList<>();
            if (!take(images, facts, pause)) {
                return;
            }
            try {
                store(images, facts);
                pause = 0;
                arrived(facts.size());
            } catch (LogUnavailable e) {
                pause = Math.min(LONGEST_PAUSE_MS, Math.max(250, pause * 2));
                putBack(images, facts, e);
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("event", "facts-refused")
                        .addKeyValue("facts", facts.size())
                        .setCause(e)
                        .log("the log refused facts for good");
                countDropped(facts.size());
            }
        }
    }

    private void store(List<Snapshot> images, List<Fact> facts) {
        while (!images.isEmpty()) {
            Snapshot image = images.get(0);
            if (mayWrite.test(image.camera)) {
                pictures.save(image.id, image.camera, image.at, image.jpeg);
            }
            images.remove(0);
        }
        List<Fact> ours = facts.stream().filter(f -> mayWrite.test(f.camera())).toList();
        log.append(ours);
    }

    /** Waits for something to store; false when closed and empty. */
    private boolean take(List<Snapshot> images, List<Fact> facts, long pauseMs) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(pauseMs);
            while (left > 0 && !closed) {
                left = something.awaitNanos(left);
            }
            while (waiting.isEmpty() && snapshots.isEmpty()) {
                if (closed) {
                    return false;
                }
                something.await();
            }
            if (closed && pauseMs > 0) {
                return false;
            }
            images.addAll(snapshots);
            snapshots.clear();
            while (!waiting.isEmpty() && facts.size() < BATCH) {
                facts.add(waiting.removeFirst());
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void putBack(List<Snapshot> images, List<Fact> facts, LogUnavailable reason) {
        lock.lock();
        try {
            if (!away) {
                away = true;
                LOG.atWarn()
                        .addKeyValue("event", "log-away")
                        .addKeyValue("reason", reason.getMessage())
                        .log("facts wait until the log is back");
            }
            for (int i = facts.size() - 1; i >= 0; i--) {
                if (waiting.size() < MOST_FACTS) {
                    waiting.addFirst(facts.get(i));
                } else {
                    dropped++;
                }
            }
            for (int i = images.size() - 1; i >= 0 && snapshots.size() < MOST_PICTURES; i--) {
                snapshots.addFirst(images.get(i));
            }
        } finally {
            lock.unlock();
        }
    }

    private void arrived(int facts) {
        lock.lock();
        try {
            stored += facts;
            if (away) {
                away = false;
                LOG.atInfo()
                        .addKeyValue("event", "log-back")
                        .addKeyValue("dropped", dropped)
                        .log("the log is back");
            }
        } finally {
            lock.unlock();
        }
    }

    private void countDropped(int facts) {
        lock.lock();
        try {
            dropped += facts;
        } finally {
            lock.unlock();
        }
    }

    /** Facts that wait to be stored. */
    int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    long stored() {
        lock.lock();
        try {
            return stored;
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

    /** Whether the last attempt to store failed. */
    boolean away() {
        lock.lock();
        try {
            return away;
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
