package org.vigilia.server.alerting;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.news.TracksOnAlert;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the log of alerts and has each entry stored exactly once.
 *
 * <p>The position moves in the transaction that stores the alerts, so a server that is killed goes on where it was. Of
 * several servers on one database one follows at a time: the row with the position is locked while a batch is stored,
 * and who finds it moved starts again from there. An entry that the database refuses for what it holds is put aside in
 * {@code alert_refused}; the log goes on behind it. One thread.
 */
@Component
class AlertTail implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AlertTail.class);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final int BATCH = 512;
    private static final TypeReference<Map<Integer, Long>> SEQUENCES = new TypeReference<>() {};

    private final FactLog log;
    private final JdbcClient sql;
    private final JsonMapper json;
    private final AlertIntake intake;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock = Clock.systemUTC();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private Position position = Position.START;

    AlertTail(
            FactLog log,
            JdbcClient sql,
            JsonMapper json,
            AlertIntake intake,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions) {
        this.log = log;
        this.sql = sql;
        this.json = json;
        this.intake = intake;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
    }

    @EventListener
    void databaseReady(DatabaseReady event) {
        ready.countDown();
    }

    @Override
    public void start() {
        stopping = false;
        Thread started = new Thread(this::follow, "alert-tail");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    private void follow() {
        boolean failing = false;
        try {
            ready.await();
            while (!stopping) {
                try {
                    boolean more = readOnce();
                    if (failing) {
                        failing = false;
                        LOG.atInfo().addKeyValue("event", "alert-tail-resumed").log("the log of alerts is read again");
                    }
                    if (!more) {
                        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                    }
                } catch (RuntimeException e) {
                    if (!failing && !stopping) {
                        failing = true;
                        LOG.atWarn()
                                .addKeyValue("event", "alert-tail-failed")
                                .setCause(e)
                                .log("alerts cannot be read or stored; trying again, none is lost");
                    }
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True when there may be more at once. */
    private boolean readOnce() {
        List<Logged<AlertChange>> entries = log.readAlerts(position, BATCH);
        if (entries.isEmpty()) {
            return false;
        }
        try {
            position = transaction.execute(status -> store(position, entries));
        } catch (DataIntegrityViolationException e) {
            for (Logged<AlertChange> entry : entries) {
                position = storeAlone(entry);
            }
        }
        return true;
    }

    private Position storeAlone(Logged<AlertChange> entry) {
        try {
            return transaction.execute(status -> store(position, List.of(entry)));
        } catch (DataIntegrityViolationException e) {
            LOG.atError()
                    .addKeyValue("event", "alert-refused")
                    .addKeyValue("alert", entry.value().alert())
                    .addKeyValue("part", entry.part())
                    .addKeyValue("seq", entry.seq())
                    .setCause(e)
                    .log("an alert could not be stored and was put aside");
            return transaction.execute(status -> putAside(position, entry, e));
        }
    }

    /** The new position: behind the entries, or where another server has come to. */
    private Position store(Position from, List<Logged<AlertChange>> entries) {
        Position stored = lockPosition();
        if (!stored.equals(from)) {
            return stored;
        }
        intake.store(entries).forEach(events::publishEvent);
        for (Logged<AlertChange> entry : entries) {
            AlertChange change = entry.value();
            boolean active = change.phase() != AlertChange.Phase.ENDED;
            events.publishEvent(new TracksOnAlert(Set.copyOf(change.proof().tracks()), active));
        }
        return move(from, entries);
    }

    private Position putAside(Position from, Logged<AlertChange> entry, RuntimeException reason) {
        Position stored = lockPosition();
        if (!stored.equals(from)) {
            return stored;
        }
        sql.sql("insert into alert_refused (part, seq, refused_at, entry, reason)"
                        + " values (:part, :seq, :at, :entry, :reason) on conflict do nothing")
                .param("part", entry.part())
                .param("seq", entry.seq())
                .param("at", Timestamp.from(clock.instant()))
                .param("entry", json.writeValueAsString(entry.value()).replace("\\u0000", " "))
                .param("reason", String.valueOf(reason.getMessage()).replace('\0', ' '))
                .update();
        return move(from, List.of(entry));
    }

    private Position lockPosition() {
        String text = sql.sql("select position from alert_tail where reader = 'alerting' for update")
                .query(String.class)
                .single();
        return new Position(json.readValue(text, SEQUENCES));
    }

    private Position move(Position from, List<Logged<AlertChange>> entries) {
        Map<Integer, Long> next = new HashMap<>(from.seqByPart());
        entries.forEach(entry -> next.merge(entry.part(), entry.seq(), Math::max));
        sql.sql("update alert_tail set position = :position::jsonb where reader = 'alerting'")
                .param("position", json.writeValueAsString(next))
                .update();
        return new Position(next);
    }

    @Override
    public void stop() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
