package org.vigilia.server.registry;

import java.time.Duration;
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
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.server.DatabaseReady;

/**
 * Tells vision and stream what is drawn in the cameras' pictures: writes to the {@link Catalogue} what changed in the
 * registry, right after the commit and again every half second until it is there. The change and its mark "unpublished"
 * are one transaction, so the two never disagree for long, whatever is killed when.
 */
@Component
class Publisher implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final CameraStore store;
    private final Scenes scenes;
    private final Catalogue catalogue;
    private final CameraList list;
    /** Its own thread: the transaction that told of the change still holds its connection. */
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "publisher");
        thread.setDaemon(true);
        return thread;
    });

    Publisher(CameraStore store, Scenes scenes, Catalogue catalogue, CameraList list) {
        this.store = store;
        this.scenes = scenes;
        this.catalogue = catalogue;
        this.list = list;
    }

    @EventListener(DatabaseReady.class)
    void start() {
        worker.scheduleWithFixedDelay(this::publishAll, 0, RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @TransactionalEventListener
    void changed(CamerasChanged change) {
        list.sendAgain();
        worker.execute(this::publishAll);
    }

    private void publishAll() {
        try {
            store.listUnpublished().forEach(this::publish);
        } catch (DataAccessException | TransactionException | LogUnavailable e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("scenes wait to be published");
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("scenes cannot be published");
        }
    }

    private void publish(CameraStore.Unpublished change) {
        CameraId id = change.camera();
        CameraStore.Stored stored = store.find(id).orElseThrow();
        long version;
        if (stored.deleted()) {
            version = catalogue.remove(id);
        } else {
            Camera.Analysis analysis = stored.camera().analysis();
            version = catalogue.put(
                    scenes.get(id).scene(),
                    new Catalogue.AnalysisOrder(analysis.enabled(), analysis.fps(), analysis.model()));
        }
        store.published(change);
        LOG.atInfo().addKeyValue("camera", id).addKeyValue("version", version).log("scene published");
    }

    @Override
    public void destroy() {
        worker.shutdownNow();
    }
}
