package org.vigilia.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A machine that shows a token: no cookies, no CSRF token, a network address of its own (as a proxy here tells it). */
public final class MachineClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String origin;
    private final String token;
    private final String address;

    MachineClient(String origin, String token, String address) {
        this.origin = origin;
        this.token = token;
        this.address = address;
    }

    /** What it shows. */
    public String token() {
        return token;
    }

    public Browser.Answer get(String path) {
        return send("GET", path, null);
    }

    public Browser.Answer post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    /** Any request. @param body a string is sent as it is, anything else as JSON; null for none */
    public Browser.Answer send(String method, String path, @Nullable Object body) {
        return send(method, path, body, path.endsWith(".yml") ? "text/yaml" : "application/json");
    }

    /** The same, with the content type told. */
    public Browser.Answer send(String method, String path, @Nullable Object body, String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", address)
                .header("Content-Type", contentType)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(
                                        body instanceof String s ? s : JSON.writeValueAsString(body)));
        try {
            return new Browser.Answer(
                    method + " " + path, CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
