package org.vigilia.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with its own cookies that sends the CSRF token as the web app does. */
public final class Browser {

    private static final JsonMapper JSON = new JsonMapper();

    private final String origin;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Browser(String origin) {
        this.origin = origin;
    }

    public Answer signIn(String name, String password) {
        return post("/api/v1/session", Map.of("name", name, "password", password));
    }

    public Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    /** @param body a string is sent as it is, anything else as JSON; null for none */
    public Answer post(String path, @Nullable Object body) {
        return send("POST", path, body, Map.of());
    }

    public Answer put(String path, @Nullable Object body) {
        return send("PUT", path, body, Map.of());
    }

    public Answer patch(String path, @Nullable Object body) {
        return send("PATCH", path, body, Map.of());
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    /** Any request. @param headers win over the usual ones */
    public Answer send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        if (!method.equals("GET") && findCookie("XSRF-TOKEN").isEmpty()) {
            get("/api/v1/health");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : body instanceof byte[] bytes
                                        ? BodyPublishers.ofByteArray(bytes)
                                        : BodyPublishers.ofString(
                                                body instanceof String s ? s : JSON.writeValueAsString(body)));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        findCookie("XSRF-TOKEN").ifPresent(token -> request.setHeader("X-XSRF-TOKEN", token));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(method + " " + path, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a WebSocket from a page of the server's own origin; throws CompletionException when refused. */
    public WebSocket webSocket(String path, WebSocket.Listener listener) {
        return webSocket(path, origin, listener);
    }

    /** Opens a WebSocket from a page of any origin. */
    public WebSocket webSocket(String path, String pageOrigin, WebSocket.Listener listener) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Origin", pageOrigin)
                .header("Cookie", cookieHeader())
                .buildAsync(URI.create(origin.replace("http", "ws") + path), listener)
                .join();
    }

    /** What the server answers, up to the empty line, to a handshake that offers to compress (RFC 7692). */
    public String compressingHandshake(String path) {
        URI server = URI.create(origin);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            String request = String.join(
                    "\r\n",
                    "GET " + path + " HTTP/1.1",
                    "Host: " + server.getAuthority(),
                    "Origin: " + origin,
                    "Cookie: " + cookieHeader(),
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "Sec-WebSocket-Extensions: permessage-deflate",
                    "",
                    "");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.append((char) next);
                if (answer.indexOf("\r\n\r\n") >= 0) {
                    break;
                }
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<String> findCookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(c -> c.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    private String cookieHeader() {
        return cookies.getCookieStore().getCookies().stream()
                .map(c -> c.getName() + "=" + c.getValue())
                .collect(Collectors.joining("; "));
    }

    /** What came back. */
    public record Answer(String request, HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public byte[] bytes() {
            return response.body();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** This, or an error that shows what came instead. */
        public Answer expect(int status) {
            if (status() != status) {
                throw new AssertionError(request + ": expected " + status + " but got " + status() + ": " + text());
            }
            return this;
        }
    }
}
