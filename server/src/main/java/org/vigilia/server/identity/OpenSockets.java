package org.vigilia.server.identity;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.vigilia.contract.id.PersonId;

/**
 * The WebSockets that are open now. Every two seconds, and at once when somebody's access changes, those are closed
 * whose session has ended or whose person has changed role, agency or is no longer active. While the database cannot
 * be asked they stay open.
 */
@Component
class OpenSockets {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSockets.class);

    private final Map<String, WebSocketSession> sockets = new ConcurrentHashMap<>();
    private final JdbcClient jdbc;
    private final People people;

    OpenSockets(JdbcClient jdbc, People people) {
        this.jdbc = jdbc;
        this.people = people;
    }

    void add(WebSocketSession socket) {
        sockets.put(socket.getId(), socket);
    }

    void remove(WebSocketSession socket) {
        sockets.remove(socket.getId());
    }

    @TransactionalEventListener(fallbackExecution = true)
    void accessChanged(AccessChanged change) {
        check(sockets.values().stream()
                .filter(s -> GuardedSocket.person(s).id().equals(change.person()))
                .toList());
    }

    @Scheduled(fixedDelay = 2_000)
    void checkAll() {
        check(List.copyOf(sockets.values()));
    }

    private void check(List<WebSocketSession> open) {
        if (open.isEmpty()) {
            return;
        }
        try {
            Set<String> alive = aliveSessions(open);
            Map<PersonId, Boolean> unchanged = new HashMap<>();
            for (WebSocketSession socket : open) {
                SignedIn person = GuardedSocket.person(socket);
                if (!alive.contains(session(socket))) {
                    close(socket, new CloseStatus(GuardedSocket.SIGNED_OUT, "signed out"));
                } else if (!unchanged.computeIfAbsent(person.id(), id -> same(person))) {
                    close(socket, new CloseStatus(GuardedSocket.REFUSED, "access changed"));
                }
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atDebug().setCause(e).log("cannot check open sockets");
        }
    }

    private Set<String> aliveSessions(List<WebSocketSession> open) {
        List<String> ids = open.stream().map(OpenSockets::session).distinct().toList();
        return jdbc
                .sql("select session_id from session where session_id in (:ids) and expiry_time > :now")
                .param("ids", ids)
                .param("now", System.currentTimeMillis())
                .query((row, n) -> row.getString(1))
                .list()
                .stream()
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private boolean same(SignedIn before) {
        return people.find(before.id())
                .filter(p -> p.active() && p.agency().active())
                .filter(p -> p.role() == before.role() && p.agency().id().equals(before.agencyId()))
                .isPresent();
    }

    private static String session(WebSocketSession socket) {
        return String.valueOf(socket.getAttributes().get(SocketDoors.SESSION));
    }

    private static void close(WebSocketSession socket, CloseStatus status) {
        try {
            socket.close(status);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("a socket closed by itself");
        }
    }
}
