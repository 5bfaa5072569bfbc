package org.vigilia.server.evidence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.proof.stamp.TimeStamp;
import org.vigilia.proof.stamp.WrongTimeStamp;
import org.vigilia.server.DatabaseReady;

/**
 * Has the time of each seal confirmed by an authority outside, where one is set. Sealing never waits for it: what could
 * not be asked is asked again, less and less often, until the exhibit is a week old. What is still to be asked stands in
 * the database. See decision 0058-time-stamps. Thread-safe.
 */
@Component
class TimeStamps implements DisposableBean {
    static final Duration OLDEST = Duration.ofDays(7);

    private static final Logger LOG = LoggerFactory.getLogger(TimeStamps.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int LOOK_EVERY_S = 5;
    private static final int AT_ONCE = 500;

    private final TimeStampStore store;
    private final CustodyLog custody;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final boolean on;
    private final TimeStampAuthority authority;
    private final Counter kept;
    private final Counter failed;
    private volatile int waiting;
    /** Whether a look waits already, which will see whatever is sealed before it begins. */
    private final AtomicBoolean lookWaits = new AtomicBoolean();

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "time-stamps");
        thread.setDaemon(true);
        return thread;
    });

    TimeStamps(
            TimeStampStore store,
            CustodyLog custody,
            Clock clock,
            PlatformTransactionManager transactions,
            EvidenceSettings settings,
            MeterRegistry metrics) {
        this.store = store;
        this.custody = custody;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.on = !settings.timeStamp().url().isBlank();
        this.authority = new TimeStampAuthority(settings.timeStamp());
        this.kept = Counter.builder("vigilia.evidence.timestamps.kept")
                .description("Time stamps of exhibits that were got and checked")
                .register(metrics);
        this.failed = Counter.builder("vigilia.evidence.timestamps.failed")
                .description("Questions to the time stamp authority that were in vain, or whose answer was refused")
                .register(metrics);
        Gauge.builder("vigilia.evidence.timestamps.waiting", () -> waiting)
                .description("Exhibits that wait for their time stamp")
                .register(metrics);
    }

    @EventListener
    void start(DatabaseReady ready) {
        if (on) {
            worker.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_S, TimeUnit.SECONDS);
        } else {
            worker.execute(this::giveUp);
        }
    }

    @TransactionalEventListener(fallbackExecution = true)
    void ask(ExhibitSealed sealed) {
        if (on && !worker.isShutdown() && lookWaits.compareAndSet(false, true)) {
            worker.execute(() -> {
                lookWaits.set(false);
                look();
            });
        }
    }

    private void giveUp() {
        int old = store.giveUp(clock.instant().minus(OLDEST));
        if (old > 0) {
            LOG.atWarn().addKeyValue("exhibits", old).log("no time stamp came within a week: given up");
        }
    }

    private void look() {
        try {
            giveUp();
            String away = "";
            for (TimeStampStore.Waiting exhibit : store.listDue(clock.instant(), OLDEST, AT_ONCE)) {
                away = ask(exhibit, away);
            }
            waiting = store.waiting();
        } catch (DataAccessException | TransactionException away) {
            LOG.atDebug().addKeyValue("reason", away.getMessage()).log("time stamps cannot be asked for now");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("time stamps cannot be asked for");
        }
    }

    /**
     * Asks about one exhibit.
     *
     * @param away why the authority cannot be asked now, as it turned out a moment ago: then it is left alone
     * @return the same, after this
     */
    private String ask(TimeStampStore.Waiting exhibit, String away) throws InterruptedException {
        store.asked(exhibit.exhibit(), clock.instant().plus(pause(exhibit.tries())));
        if (!away.isEmpty()) {
            failed(exhibit, away);
            return away;
        }
        try {
            keep(exhibit.exhibit(), authority.ask(store.text(exhibit.exhibit())));
            return "";
        } catch (IOException unreachable) {
            String why = String.valueOf(unreachable.getMessage());
            failed(exhibit, why);
            return why;
        } catch (WrongTimeStamp | TimeStampAuthority.StrangerException wrong) {
            failed(exhibit, "the answer was refused: " + wrong.getMessage());
            return "";
        }
    }

    private void keep(String exhibit, TimeStamp stamp) {
        transaction.executeWithoutResult(status -> {
            if (store.keep(exhibit, stamp)) {
                custody.add(
                        exhibit,
                        "Vigilia",
                        "time-stamped",
                        stamp.authority() + " confirms that the seal existed at " + stamp.at() + " (UTC)");
            }
        });
        kept.increment();
    }

    private void failed(TimeStampStore.Waiting exhibit, String why) {
        store.failed(exhibit.exhibit(), why);
        failed.increment();
        LOG.atWarn()
                .addKeyValue("exhibit", exhibit.exhibit())
                .addKeyValue("try", exhibit.tries() + 1)
                .addKeyValue("why", why)
                .log("no time stamp yet");
    }

    /** 15 s, 30 s, 1 min, … 1 h. */
    static Duration pause(int tries) {
        Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(tries, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
