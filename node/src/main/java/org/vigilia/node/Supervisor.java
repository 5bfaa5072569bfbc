package org.vigilia.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the processes of one machine running. Each is watched by a thread of its own, so that trouble with one never
 * delays another. Stopping goes backwards through the list: what was started last is stopped first.
 */
final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final long POLL_MS = 100;

    private final List<Watched> watched = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Probe probe = new Probe();
    private final Clock clock;

    Supervisor(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(ProcessPlan plan) {
        Watched process = new Watched(plan, probe, clock);
        watched.add(process);
        Thread thread = new Thread(process::watch, "watch-" + plan.name());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    synchronized List<Watched.View> views() {
        return watched.stream().map(Watched::view).toList();
    }

    /**
     * Waits until a process answers.
     *
     * @throws UserError with the reason and the place of its log when it does not in time
     */
    void awaitAnswer(String name, Duration limit) throws InterruptedException {
        Instant until = clock.instant().plus(limit);
        while (true) {
            Watched.View view = views().stream()
                    .filter(v -> v.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no process named " + name));
            if (view.status() == Watched.Status.UP || view.status() == Watched.Status.DEGRADED) {
                return;
            }
            if (clock.instant().isAfter(until)) {
                throw new UserError(name + " did not start within " + limit.toSeconds() + " s (" + view.detail()
                        + "). Its log is in the data folder under logs/" + name + ".log");
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Stops everything, last started first. */
    @Override
    public void close() {
        List<Watched> all;
        synchronized (this) {
            all = new ArrayList<>(watched);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).stop();
            LOG.atInfo().addKeyValue("process", all.get(i).name()).log("process stopped");
        }
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
