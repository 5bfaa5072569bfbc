package org.vigilia.server.evidence;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Long works of one kind, done one after the other on a thread of their own; a bounded number waits. Thread-safe. */
public final class Turns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final long SELDOM_NANOS = 500_000_000L;

    private final String kind;
    private final ThreadPoolExecutor worker;

    /** @param kind what the works are called in the log, such as "overlay" @param waiting how many may wait */
    public Turns(String kind, int waiting) {
        this.kind = kind;
        worker = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), task -> {
            Thread thread = new Thread(task, kind);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A work that may fail. */
    public interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Whether no more can wait. */
    public boolean full() {
        return worker.getQueue().remainingCapacity() == 0;
    }

    /**
     * Lets a work wait for its turn.
     *
     * @param id what it is about, for the log
     * @param failed told why it failed, in words for its user; not called when the server stops meanwhile
     * @return false when too many wait already
     */
    public boolean add(String id, Work work, Consumer<String> failed) {
        try {
            worker.execute(() -> run(id, work, failed));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    private void run(String id, Work work, Consumer<String> failed) {
        try {
            work.run();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("kind", kind)
                    .addKeyValue("id", id)
                    .addKeyValue("why", e.getMessage())
                    .log("a work on evidence failed");
            failed.accept(String.valueOf(e.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("kind", kind)
                    .addKeyValue("id", id)
                    .setCause(e)
                    .log("a work on evidence failed");
            failed.accept("something went wrong; the server's log says what");
        }
    }

    /** Passes progress on at most twice a second, so that the database is not asked for each picture. */
    public static DoubleConsumer seldom(DoubleConsumer progress) {
        long[] told = {System.nanoTime() - SELDOM_NANOS};
        return share -> {
            if (System.nanoTime() - told[0] >= SELDOM_NANOS) {
                told[0] = System.nanoTime();
                progress.accept(share);
            }
        };
    }

    /** Stops what is under way and forgets what waits. */
    @Override
    public void close() {
        worker.shutdownNow();
    }
}
