package org.vigilia.server.footage;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.GuardedSocket;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;
import org.vigilia.server.registry.CamerasChanged;
import tools.jackson.databind.json.JsonMapper;

/**
 * Live pictures: {@code /api/v1/live/{cameraId}?stream=main|sub}. Who watched which camera from when to when is in the
 * audit log. Closed with {@link #NOT_FOUND} when there is no such camera, {@link GuardedSocket#REFUSED} when the person
 * may not or no longer, 4429 when one person opens too many.
 */
@Component
class LiveSocket extends AbstractWebSocketHandler implements GuardedSocket {

    /** Close code: there is no such camera that the person may see. */
    static final int NOT_FOUND = 4404;

    static final int TOO_MANY = 4429;
    private static final int MAX_PER_PERSON = 64;
    private static final String PATH = "/api/v1/live/";

    private final Cameras cameras;
    private final Access access;
    private final Audit audit;
    private final MediaDoor media;
    private final JsonMapper json;
    private final Clock clock;
    private final Map<String, Watching> viewers = new ConcurrentHashMap<>();

    LiveSocket(Cameras cameras, Access access, Audit audit, MediaDoor media, JsonMapper json, Clock clock) {
        this.cameras = cameras;
        this.access = access;
        this.audit = audit;
        this.media = media;
        this.json = json;
        this.clock = clock;
    }

    private record Watching(Viewer viewer, Camera camera, Instant since) {}

    @Override
    public String path() {
        return PATH + "*";
    }

    @Override
    public Right right() {
        return Right.WATCH_CAMERAS;
    }

    @Override
    public boolean compressible() {
        return false;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) throws IOException {
        SignedIn person = GuardedSocket.person(socket);
        Optional<Viewer.Wish> wish = wish(socket.getUri());
        if (wish.isEmpty()) {
            socket.close(new CloseStatus(NOT_FOUND, "no such camera"));
            return;
        }
        long open = viewers.values().stream()
                .filter(w -> GuardedSocket.person(w.viewer.socket()).id().equals(person.id()))
                .count();
        if (open >= MAX_PER_PERSON) {
            socket.close(new CloseStatus(TOO_MANY, "too many pictures at once"));
            return;
        }
        try {
            Camera camera = cameras.get(person, Right.WATCH_CAMERAS, wish.get().camera());
            audit.record(Deed.done(person.who(), "live.opened")
                    .to("camera", camera.id().value(), camera.name())
                    .because(wish.get().stream().name().toLowerCase(java.util.Locale.ROOT)));
            Viewer viewer = new Viewer(socket, wish.get(), media, json, clock);
            viewers.put(socket.getId(), new Watching(viewer, camera, clock.instant()));
            viewer.start();
        } catch (Problem e) {
            int code = e.getStatusCode().value() == 404 ? NOT_FOUND : REFUSED;
            socket.close(new CloseStatus(code, code == NOT_FOUND ? "no such camera" : "not allowed"));
        } catch (DataAccessException | TransactionException e) {
            // nobody watches what cannot be recorded
            socket.close(CloseStatus.SERVICE_RESTARTED.withReason("the database does not answer"));
        }
    }

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable error) {
        forget(socket, "connection lost");
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        forget(socket, "closed");
    }

    private void forget(WebSocketSession socket, String why) {
        Watching watching = viewers.remove(socket.getId());
        if (watching == null) {
            return;
        }
        watching.viewer.close();
        SignedIn person = GuardedSocket.person(socket);
        long seconds = Duration.between(watching.since, clock.instant()).toSeconds();
        audit.record(Deed.done(person.who(), "live.closed")
                .to("camera", watching.camera.id().value(), watching.camera.name())
                .because(why + " after " + seconds + " s, from " + watching.since));
    }

    /** A camera that was deleted or given to another agency is no longer shown. */
    @TransactionalEventListener(fallbackExecution = true)
    void changed(CamerasChanged change) {
        viewers.values().stream()
                .filter(w -> w.camera.id().equals(change.camera()))
                .filter(w -> !mayStill(w))
                .forEach(w -> w.viewer.end(new CloseStatus(REFUSED, "access changed")));
    }

    private boolean mayStill(Watching watching) {
        SignedIn person = GuardedSocket.person(watching.viewer.socket());
        return cameras.find(watching.camera.id())
                .filter(now ->
                        access.may(person, Right.WATCH_CAMERAS, now.agency().id()))
                .isPresent();
    }

    private static Optional<Viewer.Wish> wish(@Nullable URI uri) {
        if (uri == null || !uri.getPath().startsWith(PATH)) {
            return Optional.empty();
        }
        try {
            CameraId camera = new CameraId(uri.getPath().substring(PATH.length()));
            boolean sub = String.valueOf(uri.getQuery()).contains("stream=sub");
            return Optional.of(new Viewer.Wish(camera, sub ? StreamChoice.SUB : StreamChoice.MAIN));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
