package org.vigilia.server.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.ServerSettings;

/**
 * Tells media which cameras to watch, the whole list each time, and keeps trying until media has it. Media keeps the
 * list on its own disk, so it goes on while this server is away. Called by one thread.
 */
@Component
class CameraList {

    private static final Logger LOG = LoggerFactory.getLogger(CameraList.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final CameraStore store;
    private final CameraDesk desk;
    private final Machines machines;
    private final ServerSettings.Media media;
    private final ObjectProvider<RecordingOrders> orders;
    private final AtomicBoolean due = new AtomicBoolean(true);

    CameraList(
            CameraStore store,
            CameraDesk desk,
            Machines machines,
            ServerSettings.Media media,
            ObjectProvider<RecordingOrders> orders) {
        this.store = store;
        this.desk = desk;
        this.machines = machines;
        this.media = media;
        this.orders = orders;
    }

    /** As media reads it. */
    record Entry(
            CameraId id,
            String mainUrl,
            @Nullable String subUrl,
            @Nullable String userName,
            @Nullable String password,
            RecordingOrders.@Nullable Order recording) {

        /** Never prints credentials. */
        @Override
        public String toString() {
            return "Entry[" + id + "]";
        }
    }

    /** The list changed, or media may have lost it. */
    void sendAgain() {
        due.set(true);
    }

    /** Sends again when media watches other cameras than it should. */
    void compare(Set<CameraId> watched) {
        Set<CameraId> wanted =
                store.list(null).stream().map(stored -> stored.camera().id()).collect(Collectors.toSet());
        if (!wanted.equals(watched)) {
            sendAgain();
        }
    }

    /** Sends if it is due. */
    void sendIfDue() {
        if (!due.getAndSet(false)) {
            return;
        }
        try {
            List<Entry> list = store.list(null).stream().map(this::entry).toList();
            machines.put(media.url(), "/cameras", list, LIMIT);
            LOG.atInfo().addKeyValue("cameras", list.size()).log("camera list sent to media");
        } catch (IOException e) {
            due.set(true);
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("media does not take the camera list yet");
        } catch (RuntimeException e) {
            due.set(true);
            throw e;
        }
    }

    private Entry entry(CameraStore.Stored stored) {
        Camera camera = stored.camera();
        CameraDesk.Login login = desk.login(stored);
        return new Entry(
                camera.id(),
                camera.streams().mainUrl(),
                camera.streams().subUrl(),
                login.userName(),
                login.password(),
                orders.stream().findFirst().map(all -> all.get(camera.id())).orElse(null));
    }
}
