package org.vigilia.stream.job;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.alert.AlertChange;
import org.vigilia.contract.fact.Fact;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.rule.Rule;
import org.vigilia.stream.rule.RuleWatch;

/**
 * What this process knows about how its job is doing: counters for metrics, and one log line a minute for trouble that
 * repeats. One a JVM, because Flink makes the operators. Safe for many threads.
 */
public final class JobWatch implements RuleWatch {

    /** The one of this JVM. */
    public static final JobWatch INSTANCE = new JobWatch();

    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
    /** Facts of cameras and observations of sensors. */
    private static final int LOGS = 2;

    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Map<String, Instant> lastLogged = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable String> logTrouble = new AtomicReference<>();
    private final Map<String, Instant> caughtUpAt = new ConcurrentHashMap<>();
    private final Timer alertDelay = Timer.builder("vigilia.stream.alert.delay")
            .description("From a fact stored to the alert it raised stored")
            .publishPercentiles(0.5, 0.99)
            .register(Metrics.globalRegistry);

    private JobWatch() {
        Metrics.globalRegistry.gauge("vigilia.stream.behind.seconds", this, JobWatch::behindSeconds);
    }

    @Override
    public void ruleFailed(CameraId camera, Rule rule, RuntimeException cause) {
        Metrics.counter("vigilia.stream.rule.failures", "rule", rule.id().value())
                .increment();
        if (mayLog("rule " + rule.id())) {
            LOG.atError()
                    .addKeyValue("event", "rule-failed")
                    .addKeyValue("camera", camera)
                    .addKeyValue("rule", rule.id())
                    .setCause(cause)
                    .log("a rule could not judge a fact; the others go on");
        }
    }

    @Override
    public void factLate(Fact fact) {
        dropped(fact, "late");
    }

    @Override
    public void factFromTheFuture(Fact fact) {
        dropped(fact, "future");
    }

    private void dropped(Fact fact, String reason) {
        Metrics.counter("vigilia.stream.facts.dropped", "reason", reason).increment();
        if (mayLog(reason + " " + fact.camera())) {
            LOG.atWarn()
                    .addKeyValue("event", "fact-dropped")
                    .addKeyValue("reason", reason)
                    .addKeyValue("camera", fact.camera())
                    .addKeyValue("at", fact.at())
                    .log("the time of a fact is not plausible; check the clocks");
        }
    }

    void read(String log, int count) {
        Metrics.counter("vigilia.stream." + log + ".read").increment(count);
    }

    void alertsStored(List<AlertChange> changes, @Nullable Instant storedAt) {
        for (AlertChange change : changes) {
            Metrics.counter(
                            "vigilia.stream.alert.changes",
                            Tags.of(
                                    Tag.of("kind", change.kind().name()),
                                    Tag.of("phase", change.phase().name())))
                    .increment();
            if (storedAt != null && change.phase() == AlertChange.Phase.RAISED) {
                alertDelay.record(Duration.between(storedAt, Instant.now()));
            }
            LOG.atInfo()
                    .addKeyValue("event", "alert-" + change.phase().name().toLowerCase(java.util.Locale.ROOT))
                    .addKeyValue("alert", change.alert())
                    .addKeyValue("rule", change.rule())
                    .addKeyValue("source", change.source())
                    .log(change.message());
        }
    }

    /** The log, or something beside it, could not be reached by somebody. */
    public void logUnavailable(String who, RuntimeException cause) {
        logTrouble.set(cause.getMessage());
        if (mayLog("log " + who)) {
            LOG.atWarn()
                    .addKeyValue("event", "log-unavailable")
                    .addKeyValue("by", who)
                    .log(cause.getMessage());
        }
    }

    void logAvailable() {
        if (logTrouble.getAndSet(null) != null) {
            lastLogged.keySet().removeIf(key -> key.startsWith("log "));
            LOG.atInfo().addKeyValue("event", "log-available").log("the log is there again");
        }
    }

    void caughtUp(String log, Instant at) {
        caughtUpAt.put(log, at);
    }

    /** Why the log cannot be reached; null when it can. */
    @Nullable
    String logTrouble() {
        return logTrouble.get();
    }

    /** How far the job is behind the logs: how long ago it last saw the end of the one it is furthest behind. */
    double behindSeconds() {
        if (caughtUpAt.size() < LOGS) {
            return -1;
        }
        Instant at = Collections.min(caughtUpAt.values());
        return Duration.between(at, Instant.now()).toMillis() / 1000.0;
    }

    /** True at most once a minute for a key. */
    public boolean mayLog(String key) {
        Instant now = Instant.now();
        Instant next = lastLogged.merge(
                key, now, (before, candidate) -> before.plus(QUIET).isAfter(candidate) ? before : candidate);
        return next.equals(now);
    }
}
