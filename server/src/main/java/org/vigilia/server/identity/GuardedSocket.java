package org.vigilia.server.identity;

import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;

/**
 * A WebSocket that a room offers. Make it a bean: identity opens it at its path for people with its right only, checks
 * where the page came from, and closes it within seconds when the person signs out or may no longer (codes {@link
 * #SIGNED_OUT} and {@link #REFUSED}).
 */
public interface GuardedSocket extends WebSocketHandler {

    /** Close code: the session has ended; sign in again. */
    int SIGNED_OUT = 4401;
    /** Close code: the person may no longer do this. */
    int REFUSED = 4403;

    /** Path or pattern: {@code /api/v1/news}, {@code /api/v1/live/*}. */
    String path();

    /** Needed to open it. Whether the person may see the very thing is for the room to ask, with {@link Access}. */
    Right right();

    /** Whether messages may be compressed (RFC 7692). Not for what is compressed already, such as pictures. */
    default boolean compressible() {
        return true;
    }

    /** Who opened it. */
    static SignedIn person(WebSocketSession session) {
        if (session.getAttributes().get(SocketDoors.PERSON) instanceof SignedIn person) {
            return person;
        }
        throw new IllegalStateException("a WebSocket that did not pass identity");
    }
}
