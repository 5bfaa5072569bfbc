package org.vigilia.media.record;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes pictures to disk, in the order in which they came. What may wait for it is bounded in
 * bytes; who gives it more is refused and must say that pictures are lost.
 */
final class DiskThread {
    private static final Logger LOG = LoggerFactory.getLogger(DiskThread.class);

    private record Work(Runnable task, long bytes) {}

    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final long limitBytes;
    private final Thread thread = new Thread(this::run, "media-disk");
    private volatile boolean over;

    DiskThread(long limitBytes) {
        this.limitBytes = limitBytes;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether it takes on work that holds so many bytes. */
    boolean offer(long bytes, Runnable task) {
        if (waiting.get() + bytes > limitBytes && waiting.get() > 0) {
            return false;
        }
        waiting.addAndGet(bytes);
        queue.add(new Work(task, bytes));
        return true;
    }

    /** Work of somebody who waits while {@link #isHalfFull}. */
    void put(long bytes, Runnable task) {
        waiting.addAndGet(bytes);
        queue.add(new Work(task, bytes));
    }

    boolean isHalfFull() {
        return waiting.get() > limitBytes / 2;
    }

    /** Something short that must be done in its turn. */
    void tell(Runnable task) {
        queue.add(new Work(task, 0));
    }

    long waitingBytes() {
        return waiting.get();
    }

    private void run() {
        try {
            while (true) {
                Work work = over ? queue.poll() : queue.take();
                if (work == null) {
                    return;
                }
                try {
                    work.task.run();
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("recording stumbled");
                } finally {
                    waiting.addAndGet(-work.bytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what waits, then ends. */
    void finish(long patienceMs) {
        over = true;
        tell(() -> {});
        try {
            thread.join(patienceMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
