package org.vigilia.server.sensing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.contract.sensing.CameraCard;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.sensing.Cards;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;
import org.vigilia.server.registry.CamerasChanged;

/**
 * Tells the stream where cameras are, so that an alert of a sensor can name the cameras nearest to it: right after a change,
 * and by comparing all of them every half minute, so that nothing is missed.
 */
@Component
class CameraPlaces implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(CameraPlaces.class);
    private static final long EVERY_SECONDS = 30;

    private final Cameras cameras;
    private final Cards<CameraCard> cards;
    private final Map<String, CameraCard> told = new HashMap<>();
    private long version;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "camera-places");
        thread.setDaemon(true);
        return thread;
    });

    CameraPlaces(Cameras cameras, FactStore facts) {
        this.cameras = cameras;
        this.cards = facts.cameras();
    }

    @EventListener(DatabaseReady.class)
    void start() {
        worker.scheduleWithFixedDelay(this::tell, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    @TransactionalEventListener
    void changed(CamerasChanged change) {
        worker.execute(this::tell);
    }

    private void tell() {
        try {
            for (Cards.Card<CameraCard> card : cards.listAfter(version)) {
                version = card.version();
                CameraCard body = card.body();
                if (body == null) {
                    told.remove(card.id());
                } else {
                    told.put(card.id(), body);
                }
            }
            Map<String, CameraCard> wanted = new HashMap<>();
            for (Camera camera : cameras.listAll()) {
                GeoPoint place = camera.location();
                if (place != null) {
                    wanted.put(
                            camera.id().value(),
                            new CameraCard(camera.id(), camera.agency().id(), camera.name(), place));
                }
            }
            Map<String, CameraCard> changed = new HashMap<>(wanted);
            changed.entrySet().removeIf(e -> e.getValue().equals(told.get(e.getKey())));
            if (!changed.isEmpty()) {
                cards.putAll(changed);
            }
            told.keySet().stream().filter(id -> !wanted.containsKey(id)).forEach(cards::remove);
        } catch (DataAccessException | TransactionException | LogUnavailable e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("places of cameras wait to be told");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("places of cameras cannot be told");
        }
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
