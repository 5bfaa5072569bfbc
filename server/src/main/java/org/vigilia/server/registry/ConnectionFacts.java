package org.vigilia.server.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.vigilia.contract.fact.CameraHealth;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.LogUnavailable;

/**
 * Writes to the log how cameras are connected: every change, and every five seconds again while it is not good, so that
 * rules can judge how long it lasts. What the log did not take is told at the next turn. Used by one thread.
 */
@Component
class ConnectionFacts {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionFacts.class);
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final FactLog log;
    private final Clock clock;
    private final Map<CameraId, Told> told = new HashMap<>();
    private final Map<CameraId, CameraState.Aspect> now = new HashMap<>();

    ConnectionFacts(FactLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    private record Told(Condition condition, Instant at) {}

    /** @param connection null: unknown, nothing is told */
    void observe(CameraId camera, CameraState.@Nullable Aspect connection) {
        if (connection != null) {
            now.put(camera, connection);
        }
    }

    /** Writes what is due; what was not observed since the last turn is left out. */
    void tell() {
        Instant at = clock.instant();
        List<CameraHealth> due = new ArrayList<>();
        now.forEach((camera, connection) -> {
            if (isDue(told.get(camera), connection.condition(), at)) {
                due.add(new CameraHealth(
                        camera, at, CameraHealth.Aspect.CONNECTION, connection.condition(), connection.detail(), null));
            }
        });
        now.clear();
        try {
            log.append(due);
            due.forEach(fact -> told.put(fact.camera(), new Told(fact.condition(), at)));
        } catch (LogUnavailable e) {
            LOG.atWarn().addKeyValue("facts", due.size()).log("camera health waits for the log");
        }
    }

    private static boolean isDue(@Nullable Told before, Condition condition, Instant at) {
        return before == null
                || before.condition != condition
                || (condition != Condition.GOOD && !at.isBefore(before.at.plus(REPEAT)));
    }
}
