package org.vigilia.vision.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.vision.decode.Still;
import org.vigilia.vision.decode.VideoUnreadable;
import org.vigilia.vision.source.Arrival;
import org.vigilia.vision.source.RelayClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker answers on 127.0.0.1.
 *
 * <ul>
 *   <li>{@code GET /health}: {@code {"status":"UP|DEGRADED","troubles":[…],…}}
 *   <li>{@code GET /metrics}: Prometheus text
 *   <li>{@code GET /cameras} (token): {@code {"cameras":[{"id","state","askedFps","achievedFps","pace","droppedFrames",
 *       "delayMs","queueDepth","picture":{"condition","since","detail"}}]}}
 *   <li>{@code POST /still} (token): {@code {"stream":…,"unit":…}}, both base64: the payload of a STREAM message and a key
 *       frame as NAL units with 4-byte lengths; answers a JPEG of at most 1280 pixels width, 422 if it cannot be decoded
 * </ul>
 */
final class WorkerHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerHttp.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int STILL_WIDTH = 1280;
    private static final int MOST_BYTES = 48 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "http");
        thread.setDaemon(true);
        return thread;
    });
    private final Path tokenFile;
    private final Worker worker;

    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    private record StillRequest(byte @Nullable [] stream, byte @Nullable [] unit) {}

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    WorkerHttp(WorkerSettings.Http settings, Worker worker) throws IOException {
        this.worker = worker;
        this.tokenFile = settings.tokenFile();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 16);
        server.setExecutor(threads);
        route("/health", "GET", false, this::health);
        route(
                "/metrics",
                "GET",
                false,
                exchange -> send(
                        exchange,
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        worker.metrics().scrape().getBytes(StandardCharsets.UTF_8)));
        route("/cameras", "GET", true, this::cameras);
        route("/still", "POST", true, this::still);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void route(String path, String method, boolean guarded, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    error(exchange, 404, "there is nothing here");
                } else if (!exchange.getRequestMethod().equals(method)) {
                    error(exchange, 405, "use " + method);
                } else if (guarded && !allowed(exchange)) {
                    error(exchange, 401, "a machine token is needed");
                } else {
                    answer.to(exchange);
                }
            } catch (RuntimeException e) {
                LOG.atError()
                        .addKeyValue("event", "http-failed")
                        .addKeyValue("path", path)
                        .setCause(e)
                        .log("no answer");
            }
        });
    }

    private boolean allowed(HttpExchange exchange) throws IOException {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null) {
            return false;
        }
        byte[] right = ("Bearer " + Files.readString(tokenFile).strip()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(right, given.getBytes(StandardCharsets.UTF_8));
    }

    private void health(HttpExchange exchange) throws IOException {
        List<String> troubles = worker.troubles();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", troubles.isEmpty() ? "UP" : "DEGRADED");
        body.put("troubles", troubles);
        body.putAll(worker.figures());
        json(exchange, 200, body);
    }

    private void cameras(HttpExchange exchange) throws IOException {
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        for (CameraFigures camera : worker.cameras()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("id", camera.id().value());
            entry.put("state", camera.state().name());
            entry.put("askedFps", camera.rate().askedFps());
            entry.put("achievedFps", rounded(camera.rate().achievedFps()));
            entry.put("pace", camera.rate().pace());
            entry.put("droppedFrames", camera.rate().droppedFrames());
            Double delay = camera.delayMs();
            entry.put("delayMs", delay == null ? null : (Double) rounded(delay));
            entry.put("queueDepth", camera.queueDepth());
            entry.put("picture", camera.picture());
            list.add(entry);
        }
        json(exchange, 200, Map.of("cameras", list));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private void still(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
        try {
            StillRequest request = JSON.readValue(body, StillRequest.class);
            byte[] stream = request == null ? null : request.stream;
            byte[] unit = request == null ? null : request.unit;
            if (stream == null || unit == null) {
                error(exchange, 400, "stream and unit are needed, both base64");
                return;
            }
            Arrival.Stream kind = RelayClient.stream(ByteBuffer.wrap(stream));
            byte[] jpeg = Still.jpeg(kind.info().codec(), kind.configuration(), ByteBuffer.wrap(unit), STILL_WIDTH);
            send(exchange, 200, "image/jpeg", jpeg);
        } catch (JacksonException | IllegalArgumentException e) {
            error(exchange, 400, "not a request for a still: " + e.getMessage());
        } catch (VideoUnreadable e) {
            error(exchange, 422, String.valueOf(e.getMessage()));
        }
    }

    private static void error(HttpExchange exchange, int status, String text) throws IOException {
        json(exchange, status, Map.of("error", text));
    }

    private static void json(HttpExchange exchange, int status, Object body) throws IOException {
        send(exchange, status, "application/json", JSON.writeValueAsBytes(body));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
