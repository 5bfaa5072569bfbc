package org.vigilia.server.registry;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Database;
import org.vigilia.server.ServerSettings;
import tools.jackson.databind.JsonNode;

/**
 * Asks media and vision every second how the cameras are, shows it, tells screens what changed, and writes to the log
 * what rules need to know. Also sees that media has the camera list, and gives it again when media was away.
 */
@Component
class HealthWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Whom to ask. */
    @Component
    record Sources(
            Machines machines,
            ServerSettings.Media media,
            ServerSettings.Vision vision,
            Database database,
            Clock clock) {}

    private final Sources sources;
    private final CameraStore store;
    private final CameraStates states;
    private final CameraList list;
    private final ConnectionFacts facts;
    private final ApplicationEventPublisher events;
    private boolean mediaAway = true;

    HealthWatch(
            Sources sources,
            CameraStore store,
            CameraStates states,
            CameraList list,
            ConnectionFacts facts,
            ApplicationEventPublisher events) {
        this.sources = sources;
        this.store = store;
        this.states = states;
        this.list = list;
        this.facts = facts;
        this.events = events;
    }

    @Scheduled(fixedDelay = 1_000)
    void look() {
        if (!sources.database().ready()) {
            return;
        }
        try {
            Map<CameraId, JsonNode> media = askMedia();
            Map<CameraId, JsonNode> vision = askVision();
            for (CameraStore.Stored stored : store.list(null)) {
                Camera camera = stored.camera();
                update(camera, state(media.get(camera.id()), vision.get(camera.id())));
            }
            facts.tell();
        } catch (DataAccessException | TransactionException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("no camera health while the database is away");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("camera health cannot be read");
        }
    }

    private void update(Camera camera, CameraState now) {
        CameraState before = states.set(camera.id(), now);
        facts.observe(camera.id(), now.connection());
        if (now.differs(before)) {
            events.publishEvent(new CameraView.Told(CameraView.of(camera, now, false)));
        }
    }

    private Map<CameraId, JsonNode> askMedia() {
        try {
            Map<CameraId, JsonNode> told =
                    byCamera(sources.machines().get(sources.media().url(), "/cameras", LIMIT));
            if (mediaAway) {
                // it may have been started with an older list
                mediaAway = false;
                list.sendAgain();
            }
            list.compare(told.keySet());
            list.sendIfDue();
            return told;
        } catch (IOException e) {
            mediaAway = true;
            return Map.of();
        }
    }

    private Map<CameraId, JsonNode> askVision() {
        Map<CameraId, JsonNode> all = new HashMap<>();
        for (URI worker : sources.vision().urls()) {
            try {
                all.putAll(byCamera(sources.machines().get(worker, "/cameras", LIMIT)));
            } catch (IOException e) {
                LOG.atTrace().addKeyValue("worker", worker).log("vision worker does not answer");
            }
        }
        return all;
    }

    /** Media answers a list, vision may wrap it; one odd entry must not hide the others. */
    private static Map<CameraId, JsonNode> byCamera(JsonNode answer) {
        Map<CameraId, JsonNode> cameras = new HashMap<>();
        JsonNode entries = answer.isArray() ? answer : answer.path("cameras");
        for (JsonNode entry : entries) {
            try {
                cameras.put(new CameraId(entry.path("id").asString()), entry);
            } catch (IllegalArgumentException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("health of an unknown camera");
            }
        }
        return cameras;
    }

    private CameraState state(@Nullable JsonNode media, @Nullable JsonNode vision) {
        JsonNode main = media == null ? null : media.path("main");
        return new CameraState(
                main == null ? null : aspect(main),
                vision == null ? null : aspect(vision.path("picture")),
                rates(main, vision));
    }

    private CameraState.@Nullable Aspect aspect(JsonNode told) {
        return HealthWords.condition(told)
                .map(condition -> new CameraState.Aspect(
                        condition,
                        HealthWords.time(told.path("since")).orElseGet(this::now),
                        told.path("detail").asString("")))
                .orElse(null);
    }

    private Instant now() {
        return sources.clock().instant();
    }

    private static CameraState.@Nullable Rates rates(@Nullable JsonNode main, @Nullable JsonNode vision) {
        if (main == null && vision == null) {
            return null;
        }
        return new CameraState.Rates(
                HealthWords.number(vision, "askedFps"),
                HealthWords.number(vision, "achievedFps"),
                HealthWords.whole(vision, "droppedFrames"),
                HealthWords.number(vision, "delayMs"),
                HealthWords.number(main, "fps"),
                HealthWords.size(main, "widthPx"),
                HealthWords.size(main, "heightPx"),
                main == null || !main.hasNonNull("codec")
                        ? null
                        : main.path("codec").asString());
    }
}
