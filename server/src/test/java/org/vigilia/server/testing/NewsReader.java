package org.vigilia.server.testing;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A screen that listens to the news; made by {@link #open}. */
public final class NewsReader implements WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JsonMapper json = new JsonMapper();
    private final StringBuilder part = new StringBuilder();
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private volatile @Nullable Integer closeCode;
    private volatile @Nullable WebSocket socket;

    private NewsReader() {}

    /** Opens the socket and waits until it listens. */
    public static NewsReader open(Browser browser) {
        NewsReader reader = new NewsReader();
        reader.socket = browser.webSocket("/api/v1/news", reader);
        reader.await("hello", message -> type(message).equals("hello"));
        return reader;
    }

    public static String type(JsonNode message) {
        return message.path("type").asString();
    }

    public void send(String text) {
        java.util.Objects.requireNonNull(socket).sendText(text, true).join();
    }

    public void watch(Object... cameras) {
        send(json.writeValueAsString(java.util.Map.of(
                "type",
                "watch",
                "cameras",
                java.util.Arrays.stream(cameras).map(Object::toString).toList())));
    }

    /** The next message that fits; others before it are dropped. */
    public JsonNode await(String what, Predicate<JsonNode> fits) {
        List<JsonNode> others = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (true) {
                JsonNode next = messages.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new AssertionError("waited in vain for " + what + "; heard " + others);
                }
                if (fits.test(next)) {
                    return next;
                }
                others.add(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next messages that fit one and the other, in any order. */
    public void awaitBoth(String what, Predicate<JsonNode> one, Predicate<JsonNode> other) {
        JsonNode first = await(what, m -> one.test(m) || other.test(m));
        await(what, one.test(first) ? other : one);
    }

    /** News of an alert. */
    public JsonNode awaitAlert(String change, Object id) {
        return await(change + " of " + id, m -> isAlert(m, change, id));
    }

    public static boolean isAlert(JsonNode message, String change, Object id) {
        return type(message).equals("alert")
                && message.path("change").asString().equals(change)
                && message.at("/alert/id").asString().equals(id.toString());
    }

    /** Everything that was heard and not awaited. */
    public List<JsonNode> rest() {
        List<JsonNode> all = new ArrayList<>();
        messages.drainTo(all);
        return all;
    }

    /** Waits until the server has closed the socket; its code. */
    public int awaitClosed() {
        RunningServer.await("the end of the socket", () -> closeCode != null);
        return java.util.Objects.requireNonNull(closeCode);
    }

    public void close() {
        java.util.Objects.requireNonNull(socket).abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(json.readTree(part.toString()));
            part.setLength(0);
        }
        from.request(1);
        return java.util.concurrent.CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closeCode = 1006;
    }
}
