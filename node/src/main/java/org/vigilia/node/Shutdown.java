package org.vigilia.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly stop: during start-up the starting thread is interrupted, later {@link
 * #await} returns. The JVM lives on until {@link #close()}.
 */
final class Shutdown implements AutoCloseable {

    private static final long LIMIT_SECONDS = 90;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread starter = Thread.currentThread();
    private boolean starting = true;

    Shutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "shutdown"));
    }

    /** From now on a signal no longer interrupts the starting thread. */
    synchronized void started() {
        starting = false;
    }

    /** Waits for the signal, at most {@code seconds}; 0 means for ever. Returns whether the signal came. */
    boolean await(long seconds) throws InterruptedException {
        if (seconds == 0) {
            asked.await();
            return true;
        }
        return asked.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        done.countDown();
    }

    private void onSignal() {
        synchronized (this) {
            if (starting) {
                starter.interrupt();
            }
        }
        asked.countDown();
        try {
            if (done.getCount() > 0 && !done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("vigilia: gave up waiting for the processes to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
