package org.vigilia.server.sensing.device;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;
import org.vigilia.contract.sensing.Observation;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.Logged;
import org.vigilia.facts.Position;
import org.vigilia.facts.sensing.ObservationBatch;
import org.vigilia.facts.sensing.ObservationLog;
import org.vigilia.server.DatabaseReady;

/**
 * Follows the log of observations and keeps the newest of each datastream in memory, because asking the store for thousands
 * of them takes seconds. What is in memory is written down every two seconds together with the place in the log, so a
 * server that starts again reads only what is new. One thread; readers are any.
 */
@Component
class NewestTail implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(NewestTail.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final long FLUSH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int BATCHES = 512;

    private final ObservationLog log;
    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final Map<Long, Newest> newest = new ConcurrentHashMap<>();
    private final Set<Long> dirty = new HashSet<>();
    private final AtomicLong followed = new AtomicLong();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final java.util.List<java.util.function.Consumer<Set<Long>>> listeners =
            new java.util.concurrent.CopyOnWriteArrayList<>();
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private Position position = Position.START;
    private long flushedNanos = System.nanoTime();

    NewestTail(FactStore facts, JdbcTemplate jdbc, TransactionOperations transaction, MeterRegistry meters) {
        this.log = facts.observations();
        this.jdbc = jdbc;
        this.transaction = transaction;
        meters.gauge("vigilia.sensing.newest.datastreams", newest, Map::size);
        meters.gauge("vigilia.sensing.newest.observations", followed);
    }

    Optional<Newest> find(long datastream) {
        return Optional.ofNullable(newest.get(datastream));
    }

    /** Tells which datastreams have something newer, on the thread that follows. */
    void onChange(java.util.function.Consumer<Set<Long>> listener) {
        listeners.add(listener);
    }

    @EventListener
    void databaseReady(DatabaseReady event) {
        ready.countDown();
    }

    @Override
    public void start() {
        Thread follower = new Thread(this::follow, "sensing-newest");
        follower.setDaemon(true);
        thread = follower;
        follower.start();
    }

    private void follow() {
        try {
            ready.await();
            boolean loaded = false;
            while (!stopping) {
                try {
                    if (!loaded) {
                        load();
                        loaded = true;
                    }
                    boolean idle = read() == 0;
                    flush(false);
                    if (idle) {
                        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                    }
                } catch (DataAccessException | TransactionException | LogUnavailable e) {
                    LOG.atWarn().addKeyValue("reason", e.getMessage()).log("newest values wait");
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
                } catch (RuntimeException e) {
                    LOG.atError().setCause(e).log("newest values cannot be followed");
                    TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() {
        Map<Integer, Long> seqs = new HashMap<>();
        jdbc.query("select part, seq from sensing_followed", row -> {
            seqs.put(row.getInt(1), row.getLong(2));
        });
        position = new Position(seqs);
        Set<Long> changed = new HashSet<>();
        jdbc.query("select datastream_id, at, value, result, quality, stored_at from sensing_newest", row -> {
            Timestamp at = row.getTimestamp(2);
            Timestamp storedAt = row.getTimestamp(6);
            double value = row.getDouble(3);
            if (at != null && storedAt != null) {
                newest.put(
                        row.getLong(1),
                        new Newest(
                                at.toInstant(),
                                storedAt.toInstant(),
                                row.wasNull() || row.getString(4) != null ? Double.NaN : value,
                                row.getString(4),
                                row.getInt(5)));
                changed.add(row.getLong(1));
            }
        });
        listeners.forEach(listener -> listener.accept(changed));
    }

    private int read() {
        List<Logged<ObservationBatch>> batches = log.read(position, BATCHES);
        Set<Long> changed = new HashSet<>();
        Set<Long> corrected = new HashSet<>();
        for (Logged<ObservationBatch> batch : batches) {
            for (Observation o : batch.value().observations()) {
                if (take(o, batch.storedAt())) {
                    changed.add(o.datastream().value());
                }
            }
            followed.addAndGet(batch.value().observations().size());
            batch.value().corrections().forEach(c -> {
                Newest known = newest.get(c.datastream().value());
                if (known != null && !c.at().isBefore(known.at())) {
                    corrected.add(c.datastream().value());
                }
            });
            position = position.after(batch);
        }
        corrected.forEach(this::lookUp);
        changed.addAll(corrected);
        dirty.addAll(changed);
        if (!changed.isEmpty()) {
            listeners.forEach(listener -> listener.accept(changed));
        }
        return batches.size();
    }

    private boolean take(Observation o, Instant storedAt) {
        Newest known = newest.get(o.datastream().value());
        if (known != null && known.at().isAfter(o.at())) {
            return false;
        }
        newest.put(o.datastream().value(), new Newest(o.at(), storedAt, o.value(), o.result(), o.quality()));
        return true;
    }

    /** The newest one was replaced or removed. */
    private void lookUp(long datastream) {
        List<Newest> found = jdbc.query(
                "select at, stored_at, value, result, quality from facts.observation where datastream = ?"
                        + " order by at desc, again desc limit 1",
                (row, n) -> new Newest(
                        row.getTimestamp(1).toInstant(),
                        row.getTimestamp(2).toInstant(),
                        row.getString(4) == null ? row.getDouble(3) : Double.NaN,
                        row.getString(4),
                        row.getInt(5)),
                datastream);
        if (found.isEmpty()) {
            newest.remove(datastream);
        } else {
            newest.put(datastream, found.get(0));
        }
    }

    private void flush(boolean now) {
        if (dirty.isEmpty() || !now && System.nanoTime() - flushedNanos < FLUSH_NANOS) {
            return;
        }
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> gone = new ArrayList<>();
        for (Long id : dirty) {
            Newest n = newest.get(id);
            if (n == null) {
                gone.add(new Object[] {id});
            } else {
                rows.add(new @Nullable Object[] {
                    id,
                    Timestamp.from(n.at()),
                    Double.isNaN(n.value()) ? null : n.value(),
                    n.text(),
                    n.quality(),
                    Timestamp.from(n.receivedAt()),
                    id
                });
            }
        }
        List<Object[]> places = position.seqByPart().entrySet().stream()
                .map(e -> new Object[] {e.getKey(), e.getValue()})
                .toList();
        transaction.executeWithoutResult(status -> {
            jdbc.batchUpdate("delete from sensing_newest where datastream_id = ?", gone);
            // a datastream that is gone meanwhile needs no newest value
            jdbc.batchUpdate(
                    "insert into sensing_newest (datastream_id, at, value, result, quality, stored_at)"
                            + " select ?, ?, ?, ?, ?, ? where exists (select 1 from sta_datastream where id = ?)"
                            + " on conflict (datastream_id) do update set at = excluded.at, value = excluded.value,"
                            + " result = excluded.result, quality = excluded.quality, stored_at = excluded.stored_at",
                    rows);
            jdbc.batchUpdate(
                    "insert into sensing_followed (part, seq) values (?, ?) on conflict (part) do update"
                            + " set seq = greatest(sensing_followed.seq, excluded.seq)",
                    places);
        });
        dirty.clear();
        flushedNanos = System.nanoTime();
    }

    @Override
    public void stop() {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(2_000);
                flush(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // it is read again from the log at the next start
                LOG.atInfo().addKeyValue("reason", e.getMessage()).log("newest values were not written down");
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
