package org.vigilia.server.news;

import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.standard.StandardWebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.GuardedSocket;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The socket {@code /api/v1/news}. The browser sends {@code {"type":"watch","cameras":["id",…]}}, which replaces what
 * was watched before; cameras the person may not watch are left out and named in the answer.
 */
@Component
class NewsSocket extends TextWebSocketHandler implements GuardedSocket {

    private static final Logger LOG = LoggerFactory.getLogger(NewsSocket.class);
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;
    private static final int MAX_WATCHED = 64;
    private static final long SEND_TIMEOUT_MS = 10_000;
    private static final CloseStatus TRY_AGAIN = new CloseStatus(1013, "too slow: connect again and fetch the state");

    private final Audience audience;
    private final Access access;
    private final CameraOwners owners;
    private final JsonMapper json;
    private final Clock clock;
    private final Map<String, Screen> screens = new ConcurrentHashMap<>();

    /** Closing may wait for a peer that does not answer; nobody else shall wait with it. */
    private final Executor closing = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "news-closing");
        thread.setDaemon(true);
        return thread;
    });

    NewsSocket(Audience audience, Access access, CameraOwners owners, JsonMapper json, Clock clock) {
        this.audience = audience;
        this.access = access;
        this.owners = owners;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/api/v1/news";
    }

    /** Opening is for all who use the system; each message is checked on its own. */
    @Override
    public Right right() {
        return Right.USE_SYSTEM;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession socket) {
        if (!(socket instanceof StandardWebSocketSession standard)) {
            throw new IllegalStateException("not a socket of this server: " + socket);
        }
        SignedIn person = GuardedSocket.person(socket);
        socket.setTextMessageSizeLimit(MAX_MESSAGE_BYTES);
        Screen screen = new Screen(person, wire(socket, standard.getNativeSession()), gone -> {
            audience.remove(gone);
            screens.remove(socket.getId());
        });
        screens.put(socket.getId(), screen);
        audience.add(screen);
        screen.tell(json.writeValueAsString(new Hello("hello", clock.instant())));
        LOG.atInfo()
                .addKeyValue("event", "news-opened")
                .addKeyValue("person", person.id())
                .log("a screen listens");
    }

    /** The first message: from now on nothing is missed; what was before is fetched by REST. */
    record Hello(String type, Instant sentAt) {}

    private Screen.Wire wire(WebSocketSession socket, Session peer) {
        peer.getAsyncRemote().setSendTimeout(SEND_TIMEOUT_MS);
        return new Screen.Wire() {
            @Override
            public void send(String message, SendHandler done) {
                peer.getAsyncRemote().sendText(message, done);
            }

            @Override
            public void close() {
                closing.execute(() -> closeNow(socket));
            }
        };
    }

    private static void closeNow(WebSocketSession socket) {
        try {
            socket.close(TRY_AGAIN);
        } catch (IOException | RuntimeException e) {
            LOG.atDebug()
                    .addKeyValue("event", "news-close-failed")
                    .addKeyValue("reason", e.getMessage())
                    .log("it was closed already");
        }
    }

    @Override
    protected void handleTextMessage(WebSocketSession socket, TextMessage message) {
        Screen screen = screens.get(socket.getId());
        if (screen == null) {
            return;
        }
        Wish wish;
        try {
            wish = json.readValue(message.getPayload(), Wish.class);
        } catch (JacksonException | IllegalArgumentException e) {
            screen.tell(json.writeValueAsString(new Trouble(
                    "error", "Not understood. Send {\"type\":\"watch\",\"cameras\":[\"id\",…]}.", clock.instant())));
            return;
        }
        if (!"watch".equals(wish.type) || wish.cameras == null || wish.cameras.size() > MAX_WATCHED) {
            screen.tell(json.writeValueAsString(new Trouble(
                    "error",
                    "Send {\"type\":\"watch\",\"cameras\":[…]} with at most " + MAX_WATCHED + " cameras.",
                    clock.instant())));
            return;
        }
        watch(screen, wish.cameras);
    }

    private void watch(Screen screen, List<CameraId> cameras) {
        Set<CameraId> allowed = new HashSet<>();
        Set<CameraId> refused = new HashSet<>();
        for (CameraId camera : cameras) {
            Optional<AgencyId> owner = owners.findOwner(camera);
            boolean may = owner.isPresent() && access.may(screen.person(), Right.WATCH_CAMERAS, owner.get());
            (may ? allowed : refused).add(camera);
        }
        screen.watch(allowed);
        screen.tell(json.writeValueAsString(new Watching("watching", allowed, refused, clock.instant())));
    }

    /** What a browser may ask for. */
    record Wish(@Nullable String type, @Nullable List<CameraId> cameras) {}

    /** The answer to "watch". */
    record Watching(String type, Set<CameraId> cameras, Set<CameraId> refused, Instant sentAt) {}

    /** The answer to what was not understood. */
    record Trouble(String type, String detail, Instant sentAt) {}

    @Override
    public void handleTransportError(WebSocketSession socket, Throwable trouble) {
        LOG.atDebug()
                .addKeyValue("event", "news-lost")
                .addKeyValue("reason", trouble.getMessage())
                .log("a screen went away without a word");
    }

    @Override
    public void afterConnectionClosed(WebSocketSession socket, CloseStatus status) {
        Screen screen = screens.remove(socket.getId());
        if (screen != null) {
            audience.remove(screen);
        }
        LOG.atInfo()
                .addKeyValue("event", "news-closed")
                .addKeyValue("code", status.getCode())
                .log("a screen listens no more");
    }
}
