package org.vigilia.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.config.annotation.EnableWebSocket;
import org.springframework.web.socket.config.annotation.WebSocketConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketHandlerRegistry;
import org.springframework.web.socket.handler.WebSocketHandlerDecorator;
import org.springframework.web.socket.server.HandshakeInterceptor;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;
import org.vigilia.server.ServerSettings;

/**
 * Opens the WebSockets of all rooms, each to people with its right, on pages of our own origin only. Nothing else may
 * open one: a page elsewhere could ride on the person's cookie.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSocket
class SocketDoors implements WebSocketConfigurer {

    static final String PERSON = "vigilia.person";
    static final String SESSION = "vigilia.session";

    private final List<GuardedSocket> sockets;
    private final OpenSockets open;
    private final Access access;
    private final ServerSettings.Identity settings;

    SocketDoors(List<GuardedSocket> sockets, OpenSockets open, Access access, ServerSettings.Identity settings) {
        this.sockets = sockets;
        this.open = open;
        this.access = access;
        this.settings = settings;
    }

    @Override
    public void registerWebSocketHandlers(WebSocketHandlerRegistry registry) {
        for (GuardedSocket socket : sockets) {
            registry.addHandler(new Watched(socket), socket.path())
                    .setHandshakeHandler(new DefaultHandshakeHandler(
                            socket.compressible() ? new StandardWebSocketUpgradeStrategy() : new Uncompressed()))
                    .addInterceptors(new RightsHandshake(socket.right()))
                    .setAllowedOrigins(settings.origins().toArray(String[]::new));
        }
    }

    /** Opens without the compression that browsers offer: Tomcat takes it up unless the offer is not seen. */
    private static final class Uncompressed extends StandardWebSocketUpgradeStrategy {

        @Override
        public void upgrade(
                ServerHttpRequest request,
                ServerHttpResponse response,
                @Nullable String protocol,
                List<WebSocketExtension> extensions,
                @Nullable Principal user,
                WebSocketHandler handler,
                Map<String, Object> attributes) {
            HttpServletRequest offered = new HttpServletRequestWrapper(getHttpServletRequest(request)) {
                @Override
                public Enumeration<String> getHeaders(String name) {
                    return name.equalsIgnoreCase(WebSocketHttpHeaders.SEC_WEBSOCKET_EXTENSIONS)
                            ? Collections.emptyEnumeration()
                            : super.getHeaders(name);
                }
            };
            super.upgrade(
                    new ServletServerHttpRequest(offered), response, protocol, List.of(), user, handler, attributes);
        }
    }

    private final class RightsHandshake implements HandshakeInterceptor {

        private final Right right;

        RightsHandshake(Right right) {
            this.right = right;
        }

        @Override
        public boolean beforeHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                Map<String, Object> attributes) {
            Optional<SignedIn> person = RightsInterceptor.findSignedIn();
            if (person.isEmpty() || !(request instanceof ServletServerHttpRequest servlet)) {
                response.setStatusCode(HttpStatus.UNAUTHORIZED);
                return false;
            }
            HttpSession session = servlet.getServletRequest().getSession(false);
            boolean mustChange =
                    Boolean.TRUE.equals(servlet.getServletRequest().getAttribute(PersonFilter.MUST_CHANGE));
            if (session == null || mustChange || !access.may(person.get(), right)) {
                response.setStatusCode(HttpStatus.FORBIDDEN);
                return false;
            }
            attributes.put(PERSON, person.get());
            attributes.put(SESSION, session.getId());
            return true;
        }

        @Override
        public void afterHandshake(
                ServerHttpRequest request,
                ServerHttpResponse response,
                WebSocketHandler handler,
                @Nullable Exception exception) {}
    }

    /** Tells {@link OpenSockets} of every socket that opens and closes. */
    private final class Watched extends WebSocketHandlerDecorator {

        Watched(WebSocketHandler room) {
            super(room);
        }

        @Override
        public void afterConnectionEstablished(WebSocketSession session) throws Exception {
            open.add(session);
            super.afterConnectionEstablished(session);
        }

        @Override
        public void afterConnectionClosed(WebSocketSession session, CloseStatus status) throws Exception {
            open.remove(session);
            super.afterConnectionClosed(session, status);
        }
    }
}
