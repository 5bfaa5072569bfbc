package org.vigilia.server.sensing.device;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;

/** Work that takes longer than a request, one at a time; what became of it is known for an hour. */
@Component
class Jobs implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int MAX_WAITING = 50;
    private static final long REMEMBERED_SECONDS = 3_600;

    private final Clock clock;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread thread = new Thread(task, "sensing-jobs");
                thread.setDaemon(true);
                return thread;
            });

    Jobs(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        meters.gauge("vigilia.sensing.jobs.waiting", worker, w -> w.getQueue().size());
    }

    enum State {
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    /** The work; says how far it is, and stops soon when it is cancelled. */
    interface Work {
        String run(Job job);
    }

    static final class Job {

        private final String id = FreshId.of("j");
        private final AgencyId agency;
        private final Instant startedAt;
        private volatile State state = State.RUNNING;
        private volatile long done;
        private volatile long total = -1;
        private volatile String message = "";
        private volatile @Nullable Instant endedAt;

        private Job(AgencyId agency, Instant startedAt) {
            this.agency = agency;
            this.startedAt = startedAt;
        }

        AgencyId agency() {
            return agency;
        }

        /** Tells how far it is. @return false when it shall stop */
        boolean progress(long count, long of) {
            done = count;
            total = of;
            return state == State.RUNNING;
        }

        JobView view() {
            return new JobView(id, state, done, total < 0 ? null : total, message, startedAt, endedAt);
        }
    }

    /**
     * How far a job is.
     *
     * @param total null: not known yet
     * @param message what came of it, or why it failed
     */
    record JobView(
            String id,
            State state,
            long done,
            @Nullable Long total,
            String message,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    Job start(AgencyId agency, Work work) {
        Instant now = clock.instant();
        jobs.values().removeIf(j -> {
            Instant ended = j.endedAt;
            return ended != null && ended.plusSeconds(REMEMBERED_SECONDS).isBefore(now);
        });
        Job job = new Job(agency, now);
        try {
            jobs.put(job.id, job);
            worker.execute(() -> run(job, work));
        } catch (RejectedExecutionException e) {
            jobs.remove(job.id);
            throw Problem.tooMany("There are " + MAX_WAITING + " such jobs waiting already; try again later.");
        }
        return job;
    }

    private void run(Job job, Work work) {
        if (job.state == State.RUNNING) {
            try {
                job.message = work.run(job);
                job.state = job.state == State.RUNNING ? State.DONE : job.state;
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("job", job.id).setCause(e).log("job failed");
                job.message = "It failed; what was done until then stays. The server's log says why.";
                job.state = State.FAILED;
            }
        }
        job.endedAt = clock.instant();
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Asks it to stop; what it has done stays. */
    void cancel(Job job) {
        if (job.state == State.RUNNING) {
            job.state = State.CANCELLED;
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
