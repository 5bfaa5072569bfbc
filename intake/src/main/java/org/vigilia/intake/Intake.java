package org.vigilia.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.DeadLetter;
import org.vigilia.facts.sensing.DeadLetters;
import org.vigilia.facts.sensing.ObservationLog;

/**
 * The group commit: many hand in, one thread stores what has gathered in one transaction and tells each of them.
 *
 * <p>One thread, so that a datastream's observations stay in the order in which they were handed in. While the store is
 * away it tries again for ever and tells nobody; the queue is bounded, first asking givers to slow down, then refusing.
 * What the store refuses for its content goes to the dead letters, and the rest is stored.
 */
public final class Intake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int BATCH = 8_000;
    private static final long LINGER_MICROS = 2_000;
    private static final long MAX_PAUSE_MS = 1_000;
    private static final long CLOSE_LIMIT_MS = 4_000;

    private final ObservationLog observations;
    private final DeadLetters letters;
    private final int calm;
    private final int full;
    private final LinkedBlockingQueue<Handover> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Queue<Runnable> restless = new ConcurrentLinkedQueue<>();
    private final Figures figures = new Figures();
    private final Thread writer = new Thread(this::run, "intake");
    private volatile boolean closed;
    private volatile boolean away;

    /**
     * @param observations where they go
     * @param letters where refused ones go
     * @param calm so many may wait before givers are asked to slow down; eight times as many are refused
     */
    public Intake(ObservationLog observations, DeadLetters letters, int calm) {
        this.observations = observations;
        this.letters = letters;
        this.calm = calm;
        this.full = calm * 8;
        writer.setDaemon(true);
        writer.start();
    }

    /** What became of an offer. */
    public enum Admission {
        /** It will be stored. */
        TAKEN,
        /** It will be stored; the giver should offer no more until {@link #whenCalm} tells it. */
        SLOW_DOWN,
        /** It was not taken. */
        FULL
    }

    /** Hands in; never waits. */
    public Admission offer(Handover handover) {
        int size = handover.size();
        int before = waiting.getAndAdd(size);
        if (closed || before > full) {
            waiting.addAndGet(-size);
            return Admission.FULL;
        }
        queue.add(handover);
        return before + size > calm ? Admission.SLOW_DOWN : Admission.TAKEN;
    }

    /** Calls once when half of the calm queue is free; at once when it is. By the storing thread: be quick. */
    public void whenCalm(Runnable giver) {
        restless.add(giver);
        if (waiting.get() <= calm / 2) {
            wake();
        }
    }

    private void wake() {
        for (Runnable giver = restless.poll(); giver != null; giver = restless.poll()) {
            giver.run();
        }
    }

    /** Readings and letters that wait to be stored. */
    public int waiting() {
        return waiting.get();
    }

    /** True while the store does not answer. */
    public boolean away() {
        return away;
    }

    public Figures figures() {
        return figures;
    }

    private void run() {
        List<Handover> batch = new ArrayList<>();
        while (true) {
            try {
                Handover first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    if (closed) {
                        return;
                    }
                    continue;
                }
                gather(first, batch);
                store(batch);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("event", "intake-failed").setCause(e).log("going on with the next");
            } finally {
                batch.forEach(h -> waiting.addAndGet(-h.size()));
                batch.clear();
                if (waiting.get() <= calm / 2) {
                    wake();
                }
            }
        }
    }

    /** Takes what is there, and waits a moment for more: commits are dear. */
    private void gather(Handover first, List<Handover> batch) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(LINGER_MICROS);
        int size = 0;
        Handover next = first;
        while (next != null) {
            batch.add(next);
            size += next.size();
            next = size >= BATCH ? null : queue.poll();
            if (next == null && size < BATCH) {
                next = queue.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void store(List<Handover> batch) throws InterruptedException {
        long pause = 50;
        while (true) {
            try {
                attempt(batch);
                away = false;
                break;
            } catch (LogUnavailable e) {
                figures.waited();
                if (!away) {
                    LOG.atWarn().addKeyValue("event", "store-away").log(e.getMessage());
                }
                away = true;
            } catch (RuntimeException e) {
                if (batch.size() == 1) {
                    bury(batch.get(0), e);
                    break;
                }
                store(new ArrayList<>(batch.subList(0, batch.size() / 2)));
                store(new ArrayList<>(batch.subList(batch.size() / 2, batch.size())));
                return;
            }
            Thread.sleep(pause);
            pause = Math.min(MAX_PAUSE_MS, pause * 2);
        }
        for (Handover handover : batch) {
            tell(handover);
        }
    }

    private static void tell(Handover handover) {
        try {
            handover.durable().run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("event", "teller-failed").setCause(e).log("its giver was not told");
        }
    }

    private void attempt(List<Handover> batch) {
        long begin = System.nanoTime();
        List<Observation> all = new ArrayList<>();
        List<DeadLetter> refused = new ArrayList<>(0);
        for (Handover handover : batch) {
            all.addAll(handover.observations());
            refused.addAll(handover.letters());
        }
        ObservationLog.Appended appended = observations.append(all);
        if (!refused.isEmpty()) {
            letters.add(refused);
        }
        figures.stored(appended.stored(), appended.duplicates(), refused.size(), System.nanoTime() - begin);
    }

    /** Keeps what the store does not take as letters. */
    private void bury(Handover handover, RuntimeException reason) throws InterruptedException {
        LOG.atError()
                .addKeyValue("event", "store-refuses")
                .setCause(reason)
                .log("an observation goes to the dead letters");
        figures.refused(Refusal.Kind.STORE, handover.observations().size());
        List<DeadLetter> buried = new ArrayList<>(handover.letters());
        for (Observation o : handover.observations()) {
            buried.add(new DeadLetter(
                    Instant.now(),
                    "mqtt",
                    "datastream " + o.datastream(),
                    null,
                    null,
                    "the store does not take it: " + reason.getMessage(),
                    String.valueOf(o).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    false));
        }
        while (true) {
            try {
                letters.add(buried);
                return;
            } catch (LogUnavailable e) {
                Thread.sleep(MAX_PAUSE_MS);
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("event", "letter-lost").setCause(e).log("even the dead letter is refused");
                return;
            }
        }
    }

    /** Stores what waits, for a few seconds at most, and takes no more. What is not stored then, nobody is told of. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(CLOSE_LIMIT_MS);
            writer.interrupt();
            writer.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
