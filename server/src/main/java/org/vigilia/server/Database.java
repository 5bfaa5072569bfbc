package org.vigilia.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Waits for PostgreSQL and brings its tables up to date, beside the start of the server: where the database is late, the
 * server is already there and says so. Publishes {@link DatabaseReady} when done.
 */
@Component
public class Database implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Flyway flyway;
    private final ApplicationEventPublisher events;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean ready;
    private volatile @Nullable Thread thread;

    Database(Flyway flyway, ApplicationEventPublisher events) {
        this.flyway = flyway;
        this.events = events;
    }

    /** Whether the tables are there. */
    public boolean ready() {
        return ready;
    }

    @Override
    public void start() {
        Thread start = new Thread(this::prepare, "database-start");
        start.setDaemon(true);
        start.start();
        thread = start;
    }

    private void prepare() {
        try {
            while (stopped.getCount() > 0) {
                if (migrated()) {
                    ready = true;
                    events.publishEvent(new DatabaseReady());
                    return;
                }
                stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean migrated() {
        try {
            int steps = flyway.migrate().migrationsExecuted;
            LOG.atInfo().addKeyValue("steps", steps).log("database ready");
            return true;
        } catch (FlywayException e) {
            LOG.atWarn().addKeyValue("reason", firstLine(e)).log("database not ready");
            return false;
        }
    }

    private static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && stopped.getCount() > 0;
    }
}
