package org.vigilia.node;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process under watch: started, asked for its health, restarted with back-off when it dies or stops answering.
 *
 * <p>A thread of its own runs {@link #watch()}; the other methods may be called from any thread.
 */
final class Watched {

    /** What the health page shows. */
    enum Status {
        STARTING,
        UP,
        DEGRADED,
        DOWN,
        STOPPED
    }

    /**
     * A moment's view.
     *
     * @param since when the status became what it is
     * @param restarts how often it was started again
     */
    record View(String name, Status status, Instant since, int restarts, long pid, String detail) {}

    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration PROVEN = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

    private final ProcessPlan plan;
    private final Probe probe;
    private final Clock clock;
    private final Object lock = new Object();

    private @Nullable Process process;
    private Status status = Status.STOPPED;
    private Instant since;
    private String detail = "";
    private int restarts;
    private boolean stopping;

    Watched(ProcessPlan plan, Probe probe, Clock clock) {
        this.plan = plan;
        this.probe = probe;
        this.clock = clock;
        this.since = clock.instant();
    }

    String name() {
        return plan.name();
    }

    View view() {
        synchronized (lock) {
            return new View(plan.name(), status, since, restarts, process == null ? 0 : process.pid(), detail);
        }
    }

    /** Runs until {@link #stop()}: one life of the process after the other. */
    void watch() {
        Duration pause = FIRST_PAUSE;
        while (!isStopping()) {
            Instant started = clock.instant();
            live();
            if (isStopping()) {
                return;
            }
            if (Duration.between(started, clock.instant()).compareTo(PROVEN) > 0) {
                pause = FIRST_PAUSE;
            }
            LOG.atWarn()
                    .addKeyValue("process", plan.name())
                    .addKeyValue("pauseMs", pause.toMillis())
                    .addKeyValue("reason", view().detail())
                    .log("process ended, starting it again");
            pauseFor(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            synchronized (lock) {
                restarts++;
            }
        }
    }

    /** Ends the process politely, then by force; returns when it is gone. */
    void stop() {
        Process current;
        synchronized (lock) {
            stopping = true;
            lock.notifyAll();
            current = process;
        }
        if (current != null) {
            end(current);
        }
        change(Status.STOPPED, "stopped");
    }

    private void live() {
        change(Status.STARTING, "starting");
        Process child;
        try {
            child = new ProcessBuilder(ownSession(plan.command()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            change(Status.DOWN, "cannot start: " + e.getMessage());
            return;
        }
        synchronized (lock) {
            process = child;
        }
        Thread pump = new Thread(() -> OutputLog.pump(child.getInputStream(), plan.log()), plan.name() + "-log");
        pump.setDaemon(true);
        pump.start();
        LOG.atInfo()
                .addKeyValue("process", plan.name())
                .addKeyValue("pid", child.pid())
                .log("process started");
        askUntilItEnds(child);
        if (child.isAlive()) {
            end(child);
        }
        change(Status.DOWN, view().status() == Status.STOPPED ? "stopped" : ending(child));
    }

    private void askUntilItEnds(Process child) {
        Instant lastAnswer = clock.instant();
        boolean wasUp = false;
        while (child.isAlive() && !isStopping()) {
            Probe.Answer answer = probe.ask(plan);
            if (answer.reached()) {
                lastAnswer = clock.instant();
                wasUp = true;
                change(answer.well() ? Status.UP : Status.DEGRADED, answer.detail());
            } else if (Duration.between(lastAnswer, clock.instant()).compareTo(wasUp ? SILENCE_LIMIT : START_LIMIT)
                    > 0) {
                change(Status.DOWN, "did not answer: " + answer.detail());
                return;
            }
            try {
                if (child.waitFor(ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A session of its own, so that Ctrl-C at the terminal reaches only the supervisor, which stops in order. */
    static List<String> ownSession(List<String> command) {
        List<String> own = new ArrayList<>(List.of("setsid"));
        own.addAll(command);
        return own;
    }

    private static String ending(Process child) {
        return child.isAlive() ? "did not answer and was ended" : "ended with exit code " + child.exitValue();
    }

    private static void end(Process child) {
        child.destroy();
        try {
            if (!child.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                child.destroyForcibly().waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopping() {
        synchronized (lock) {
            return stopping;
        }
    }

    private void pauseFor(Duration pause) {
        Instant until = clock.instant().plus(pause);
        synchronized (lock) {
            try {
                for (long left = pause.toMillis(); left > 0 && !stopping; ) {
                    lock.wait(left);
                    left = Duration.between(clock.instant(), until).toMillis();
                }
            } catch (InterruptedException e) {
                stopping = true;
                Thread.currentThread().interrupt();
            }
        }
    }

    private void change(Status next, String reason) {
        synchronized (lock) {
            if (status != next) {
                since = clock.instant();
                status = next;
            }
            detail = reason;
        }
    }
}
