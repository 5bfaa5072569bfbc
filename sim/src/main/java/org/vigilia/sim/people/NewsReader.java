package org.vigilia.sim.people;

import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens to the news as the browser does: collects raised alerts and how long each took from the capture of the frame
 * that caused it to this socket.
 */
final class NewsReader implements WebSocket.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(NewsReader.class);
    private static final int MAX_WAITING = 1000;

    private final Api api;
    private final Clock clock;
    private final JsonMapper json = JsonMapper.builder().build();
    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<JsonNode> raised = new LinkedBlockingQueue<>(MAX_WAITING);
    private final List<Long> latenciesMs = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean open;

    NewsReader(Api api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    void listen() throws InterruptedException {
        if (open) {
            return;
        }
        try {
            open = true;
            text.setLength(0);
            api.open("/news", this);
        } catch (IOException e) {
            open = false;
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("no news");
        }
    }

    /** Alerts raised since the last call; the oldest waits first. */
    List<JsonNode> takeRaised() {
        List<JsonNode> taken = new ArrayList<>();
        raised.drainTo(taken);
        return taken;
    }

    /** Milliseconds from capture to socket of every raised alert so far, sorted. */
    List<Long> latenciesMs() {
        synchronized (latenciesMs) {
            return latenciesMs.stream().sorted().toList();
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            Instant now = clock.instant();
            try {
                read(json.readTree(text.toString()), now);
            } catch (JacksonException e) {
                LOG.atWarn().addKeyValue("reason", e.getOriginalMessage()).log("news that is not JSON");
            }
            text.setLength(0);
        }
        socket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        open = false;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        open = false;
    }

    private void read(JsonNode news, Instant now) {
        if (!news.path("type").asString("").equals("alert")
                || !news.path("change").asString("").equals("RAISED")) {
            return;
        }
        JsonNode alert = news.path("alert");
        JsonNode at = news.path("at");
        boolean fromVideo = !alert.path("kind").asString("").equals("CAMERA_TROUBLE");
        if (at.isString() && fromVideo) {
            latenciesMs.add(Duration.between(Instant.parse(at.asString()), now).toMillis());
        }
        if (!raised.offer(alert)) {
            LOG.atWarn().log("more alerts than this reader can note");
        }
    }
}
