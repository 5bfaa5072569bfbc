package org.vigilia.stream.job.city;

import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.RuleId;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.rules.Book;
import org.vigilia.rules.RuleWatch;
import org.vigilia.stream.job.JobWatch;
import org.vigilia.stream.job.Stores;

/**
 * What the operators of one JVM share: the book they all go by, and the place where trouble with rules is told. Sharing
 * the book means that the second stage never knows less than the first.
 *
 * <p>All cards are loaded before the first fact is judged: rules that come after data lose alerts. Changes are looked for
 * four times a second in a thread of its own, which also writes the reports. Safe for many threads.
 */
final class CityDesk implements RuleWatch, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CityDesk.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Map<Stores, CityDesk> OPEN = new HashMap<>();

    private final Stores stores;
    private final FactStore store;
    private final CardFollower follower;
    private final Map<String, String> reports = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::follow, "card-follower");
    private volatile Books books;
    private int users;

    /**
     * The same cards for three uses.
     *
     * @param all everything
     * @param readings without conditions on anomaly scores
     * @param scores only conditions on anomaly scores
     */
    record Books(Book all, Book readings, Book scores) {
        static Books of(Book all) {
            return new Books(all, all.forReadings(), all.forScores());
        }
    }

    private CityDesk(Stores stores) throws InterruptedException {
        this.stores = stores;
        store = stores.open();
        follower = new CardFollower(store);
        books = Books.of(Book.EMPTY);
        while (!load()) {
            Thread.sleep(PAUSE.toMillis());
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when all cards are loaded; waits as long as the store is away. Every user closes it once. */
    static CityDesk open(Stores stores) throws InterruptedException {
        synchronized (OPEN) {
            CityDesk desk = OPEN.get(stores);
            if (desk == null) {
                desk = new CityDesk(stores);
                OPEN.put(stores, desk);
            }
            desk.users++;
            return desk;
        }
    }

    /** The newest books; the same objects until something changes. */
    Books books() {
        return books;
    }

    private boolean load() {
        try {
            Book book = follower.load();
            if (book != books.all()) {
                books = Books.of(book);
            }
            return true;
        } catch (LogUnavailable e) {
            JobWatch.INSTANCE.logUnavailable("cards", e);
            return false;
        }
    }

    private void follow() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(PAUSE.toMillis());
                load();
                writeReports();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeReports() {
        if (reports.isEmpty()) {
            return;
        }
        Map<String, String> news = new HashMap<>(reports);
        try {
            store.ruleReports().tell(news);
            news.forEach(reports::remove);
        } catch (LogUnavailable e) {
            JobWatch.INSTANCE.logUnavailable("rule reports", e);
        }
    }

    @Override
    public void failed(RuleId rule, RuntimeException cause) {
        Metrics.counter("vigilia.stream.rule.failures", "rule", rule.value()).increment();
        reports.put(rule.value(), "cannot be judged: " + cause);
        if (JobWatch.INSTANCE.mayLog("rule " + rule)) {
            LOG.atError()
                    .addKeyValue("event", "rule-failed")
                    .addKeyValue("rule", rule)
                    .setCause(cause)
                    .log("a rule could not judge something; the others go on");
        }
    }

    @Override
    public void state(RuleId rule, @Nullable String problem) {
        reports.put(rule.value(), problem == null ? "" : problem);
    }

    @Override
    public void skipped(long datastream, Reason reason) {
        Metrics.counter("vigilia.stream.observations.skipped", "reason", reason.name())
                .increment();
    }

    /** The last of its users ends it. */
    @Override
    public void close() throws InterruptedException {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(stores);
        }
        thread.interrupt();
        thread.join(5_000);
    }
}
