package org.vigilia.server.sensing.ngsi.subscription;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.FreshId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what waits: to each receiver one notification after the other, in the order of the log, again and again with growing
 * pauses until it takes it. A subscription is held by one server at a time for as long as that renews its hold, so two servers
 * never overtake each other. A crash between sending and noting it sends once more: at least once, under the same id.
 */
@Component
class Deliveries implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final int AT_ONCE = 8;
    private static final int MOST_ENTITIES = 100;
    private static final int ROUNDS = 50;
    private static final int HOLD_SECONDS = 40;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final long COUNT_NANOS = Duration.ofSeconds(5).toNanos();

    private static final String CLAIM = """
            update ngsi_subscription set held_by = ?, held_until = now() + make_interval(secs => %d)
            where id in (select s.id from ngsi_subscription s
                where s.active and s.next_try_at <= now() and s.held_until < now()
                    and (s.expires_at is null or s.expires_at > now())
                    and exists (select 1 from ngsi_outbox o where o.subscription_id = s.id)
                order by s.next_try_at limit ? for update skip locked)
            returning id""".formatted(HOLD_SECONDS);

    private final ChangeFollower follower;
    private final Courier courier;
    private final SubscriptionRows rows;
    private final Store store;
    private final String self = FreshId.of("d");
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final AtomicLong waiting = new AtomicLong();
    private final Counter sent;
    private final Counter failed;
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService senders = Executors.newFixedThreadPool(AT_ONCE, task -> {
        Thread thread = new Thread(task, "ngsi-sender");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopping;
    private volatile boolean running;

    /** Where it is noted what was sent. */
    @Component("org.vigilia.server.sensing.ngsi.subscription.Deliveries.Store")
    record Store(JdbcTemplate jdbc, TransactionOperations transaction, JsonMapper json) {}

    Deliveries(ChangeFollower follower, Courier courier, SubscriptionRows rows, Store store, MeterRegistry meters) {
        this.follower = follower;
        this.courier = courier;
        this.rows = rows;
        this.store = store;
        this.sent = meters.counter("vigilia.ngsi.notifications.sent");
        this.failed = meters.counter("vigilia.ngsi.notifications.failed");
        meters.gauge("vigilia.ngsi.notifications.waiting", waiting);
    }

    @EventListener
    void databaseReady(DatabaseReady event) {
        ready.countDown();
    }

    @Override
    public void start() {
        running = true;
        threads.add(thread("ngsi-follower", this::follow));
        threads.add(thread("ngsi-deliveries", this::deliver));
        threads.forEach(Thread::start);
    }

    private interface Step {
        /** @return how long to pause */
        Duration run() throws InterruptedException;
    }

    private Thread thread(String name, Step step) {
        Thread thread = new Thread(() -> repeat(name, step), name);
        thread.setDaemon(true);
        return thread;
    }

    private void repeat(String name, Step step) {
        try {
            ready.await();
            while (!stopping) {
                Duration pause = IDLE;
                try {
                    pause = step.run();
                } catch (DataAccessException | TransactionException | LogUnavailable e) {
                    LOG.atWarn()
                            .addKeyValue("thread", name)
                            .addKeyValue("reason", e.getMessage())
                            .log("notifications wait");
                } catch (RuntimeException e) {
                    LOG.atError().addKeyValue("thread", name).setCause(e).log("notifications cannot go on");
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration follow() {
        return switch (follower.look()) {
            case IDLE -> IDLE;
            case NOTHING_NEW -> POLL;
            case MORE -> Duration.ZERO;
        };
    }

    private long countedNanos = System.nanoTime() - COUNT_NANOS;

    private Duration deliver() {
        if (System.nanoTime() - countedNanos >= COUNT_NANOS) {
            Long count = store.jdbc.queryForObject("select count(*) from ngsi_outbox", Long.class);
            waiting.set(count == null ? 0 : count);
            countedNanos = System.nanoTime();
        }
        int slots = free.availablePermits();
        if (slots == 0) {
            return POLL;
        }
        List<String> claimed = store.jdbc.queryForList(CLAIM, String.class, self, slots);
        for (String id : claimed) {
            free.acquireUninterruptibly();
            senders.execute(() -> {
                try {
                    send(id);
                } catch (RuntimeException e) {
                    // what is not noted as sent is sent again when the hold ends
                    LOG.atWarn().addKeyValue("subscription", id).setCause(e).log("notifications wait");
                } finally {
                    free.release();
                }
            });
        }
        return POLL;
    }

    /** A row of the outbox. @param version as it was when it was read */
    private record Waiting(long id, String entity, int version, JsonNode body) {}

    private void send(String id) {
        try {
            for (int round = 0; round < ROUNDS && !stopping; round++) {
                Optional<SubscriptionRows.Row> row = renew(id) ? rows.find(id, false) : Optional.empty();
                if (row.isEmpty()) {
                    return;
                }
                SubscriptionRule rule = SubscriptionRule.read(row.get().body());
                List<Waiting> batch = batch(id);
                if (batch.isEmpty()) {
                    break;
                }
                Waiting last = batch.get(batch.size() - 1);
                Optional<String> failure = courier.bring(
                        row.get(),
                        rule,
                        batch.get(0).id + "-" + last.id + "-"
                                + batch.stream().mapToInt(Waiting::version).sum(),
                        batch.stream().map(Waiting::body).toList());
                if (failure.isPresent()) {
                    noteFailure(row.get(), failure.get());
                    break;
                }
                noteSuccess(id, batch, rule.throttlingMs());
                if (rule.throttlingMs() > 0) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.jdbc.update(
                "update ngsi_subscription set held_until = '-infinity' where id = ? and held_by = ?", id, self);
    }

    /** @return false when it is gone, paused, over, or another server's */
    private boolean renew(String id) {
        return store.jdbc.update(
                        "update ngsi_subscription set held_until = now() + make_interval(secs => " + HOLD_SECONDS
                                + ") where id = ? and held_by = ? and held_until >= now() and active"
                                + " and (expires_at is null or expires_at > now())",
                        id,
                        self)
                > 0;
    }

    /** The next rows in their order, each entity once: what it was comes before what it became. */
    private List<Waiting> batch(String id) {
        List<Waiting> batch = new ArrayList<>();
        Set<String> entities = new HashSet<>();
        for (Waiting next : store.jdbc.query(
                "select id, entity, version, cast(body as text) from ngsi_outbox where subscription_id = ? order by id limit "
                        + MOST_ENTITIES,
                (row, n) -> new Waiting(
                        row.getLong(1), row.getString(2), row.getInt(3), store.json.readTree(row.getString(4))),
                id)) {
            if (!entities.add(next.entity)) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void noteSuccess(String id, List<Waiting> batch, long throttlingMs) {
        store.transaction.executeWithoutResult(status -> {
            store.jdbc.batchUpdate(
                    "delete from ngsi_outbox where id = ? and version = ?",
                    batch.stream().map(w -> new Object[] {w.id, w.version}).toList());
            store.jdbc.update(
                    "update ngsi_subscription set times_sent = times_sent + 1, failures = 0, last_sent = now(),"
                            + " last_success = now(), next_try_at = now() + make_interval(secs => ?) where id = ?",
                    throttlingMs / 1000.0,
                    id);
        });
        sent.increment();
    }

    private void noteFailure(SubscriptionRows.Row row, String reason) {
        int failures = row.record().failures() + 1;
        double seconds = Math.min(60, 0.5 * Math.pow(2, Math.min(10, failures - 1)));
        store.jdbc.update(
                "update ngsi_subscription set times_sent = times_sent + 1, times_failed = times_failed + 1, failures = ?,"
                        + " last_sent = now(), last_failure = now(), failure_reason = ?,"
                        + " next_try_at = now() + make_interval(secs => ?) where id = ?",
                failures,
                reason,
                seconds * ThreadLocalRandom.current().nextDouble(0.8, 1.2),
                row.id());
        failed.increment();
        if (failures == 1) {
            LOG.atWarn()
                    .addKeyValue("subscription", row.id())
                    .addKeyValue("reason", reason)
                    .log("receiver fails");
        }
    }

    @Override
    public void stop() {
        stopping = true;
        threads.forEach(Thread::interrupt);
        senders.shutdown();
        try {
            for (Thread thread : threads) {
                thread.join(2_000);
            }
            if (!senders.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.atInfo().log("a receiver does not answer in time; it is told again");
                senders.shutdownNow();
                senders.awaitTermination(1, TimeUnit.SECONDS);
            }
            if (ready.getCount() == 0) {
                // whoever comes next need not wait for the hold to end
                store.jdbc.update("update ngsi_subscription set held_until = '-infinity' where held_by = ?", self);
            }
        } catch (DataAccessException e) {
            LOG.atInfo().addKeyValue("reason", e.getMessage()).log("subscriptions stay held for a moment");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
