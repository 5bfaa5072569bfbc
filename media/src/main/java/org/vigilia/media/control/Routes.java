package org.vigilia.media.control;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.camera.CameraEntry;
import org.vigilia.media.camera.CameraReport;
import org.vigilia.media.camera.CameraStore;
import org.vigilia.media.camera.Cameras;
import org.vigilia.media.camera.Probe;
import org.vigilia.media.camera.ProbeResult;
import org.vigilia.media.camera.Sources;
import org.vigilia.media.record.Recordings;
import org.vigilia.media.rtsp.Login;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be asked over HTTP: {@code PUT /cameras}, {@code GET /cameras}, {@code POST /probe} and what
 * {@link RecordingRoutes} answers with the machine's token; {@code GET /health} and {@code GET /metrics} without. Answers are JSON; no answer ever holds credentials.
 */
public final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** An answer: HTTP status, media type, bytes. */
    record Reply(int status, String type, byte[] body) {
        static Reply json(int status, Object value) {
            return new Reply(status, "application/json", JSON.writeValueAsBytes(value));
        }

        static Reply error(int status, String text) {
            return json(status, Map.of("error", text));
        }

        static Reply failed() {
            return error(500, "failed");
        }
    }

    record ProbeRequest(
            @Nullable String url,
            @Nullable String userName,
            @Nullable String password) {
        @Override
        public String toString() {
            return "ProbeRequest[hidden]";
        }
    }

    private final byte[] token;
    private final Cameras cameras;
    private final CameraStore store;
    private final Sources sources;
    private final RecordingRoutes recordings;
    private final Executor loop;
    private final Executor slow;
    private final Metrics metrics = new Metrics();

    /**
     * Where things are done.
     *
     * @param loop where the cameras live
     * @param slow may block
     */
    public record Threads(Executor loop, Executor slow) {}

    public Routes(
            byte[] token, Cameras cameras, Recordings recordings, CameraStore store, Sources sources, Threads threads) {
        this.token = token.clone();
        this.cameras = cameras;
        this.recordings = new RecordingRoutes(recordings, cameras, threads.loop());
        this.store = store;
        this.sources = sources;
        this.loop = threads.loop();
        this.slow = threads.slow();
    }

    CompletableFuture<Reply> answer(String method, String uri, @Nullable String authorization, byte[] body) {
        String path = new QueryStringDecoder(uri).path();
        switch (method + " " + path) {
            case "GET /health" -> {
                return onLoop(() -> health(cameras.report()));
            }
            case "GET /metrics" -> {
                return onLoop(cameras::report)
                        .thenApplyAsync(
                                reports -> new Reply(
                                        200,
                                        "text/plain; version=0.0.4",
                                        metrics.text(reports, recordings.recordings())
                                                .getBytes(StandardCharsets.UTF_8)),
                                slow);
            }
            default -> {
                if (!isAllowed(authorization)) {
                    return done(Reply.error(401, "token missing or wrong"));
                }
            }
        }
        return switch (method + " " + path) {
            case "GET /cameras" -> onLoop(() -> Reply.json(200, list(cameras.report())));
            case "PUT /cameras" -> CompletableFuture.supplyAsync(() -> put(body), slow);
            case "POST /probe" -> probe(body);
            default ->
                path.equals("/recordings") || path.startsWith("/recordings/")
                        ? CompletableFuture.supplyAsync(() -> recordings.answer(method, uri, body), slow)
                        : done(Reply.error(404, "no such thing: " + method + " " + path));
        };
    }

    private boolean isAllowed(@Nullable String authorization) {
        return authorization != null
                && authorization.startsWith("Bearer ")
                && MessageDigest.isEqual(
                        token, authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8));
    }

    private <T> CompletableFuture<T> onLoop(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, loop);
    }

    private static CompletableFuture<Reply> done(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private Reply health(List<CameraReport> reports) {
        long good = reports.stream()
                .filter(report -> report.status().condition() == Condition.GOOD)
                .count();
        return Reply.json(
                200,
                Map.of(
                        "status",
                        "UP",
                        "streams",
                        reports.size(),
                        "good",
                        good,
                        "disk",
                        recordings.recordings().trouble()));
    }

    /** Saved first, then in force: what was promised survives a power cut. */
    private synchronized Reply put(byte[] body) {
        List<CameraEntry> wanted;
        try {
            wanted = Arrays.asList(JSON.readValue(body, CameraEntry[].class));
        } catch (JacksonException e) {
            // the message of the parser may repeat what was sent
            String why = e.getCause() instanceof IllegalArgumentException own ? ": " + own.getMessage() : "";
            return Reply.error(
                    400, "want a JSON list of {id, mainUrl, subUrl?, userName?, password?, recording?}" + why);
        }
        Set<CameraId> ids = new HashSet<>();
        for (CameraEntry entry : wanted) {
            if (entry == null || entry.id() == null) {
                return Reply.error(400, "a camera without id");
            }
            if (!ids.add(entry.id())) {
                return Reply.error(400, "camera " + entry.id() + " is listed twice");
            }
        }
        try {
            store.save(wanted);
        } catch (IOException e) {
            LOG.atError().addKeyValue("reason", e.toString()).log("camera list not saved");
            return Reply.error(500, "camera list not saved");
        }
        loop.execute(() -> cameras.set(wanted));
        return Reply.json(200, Map.of("cameras", wanted.size()));
    }

    private CompletableFuture<Reply> probe(byte[] body) {
        ProbeRequest request;
        try {
            request = JSON.readValue(body, ProbeRequest.class);
        } catch (JacksonException e) {
            return done(Reply.error(400, "want {url, userName?, password?}"));
        }
        String url = request.url();
        if (url == null || url.isBlank()) {
            return done(Reply.error(400, "url is missing"));
        }
        String user = request.userName();
        String password = request.password();
        Login login = user == null || user.isEmpty() ? null : new Login(user, password == null ? "" : password);
        return onLoop(() -> Probe.start(url, login, sources))
                .thenCompose(result -> result)
                .thenApply(found -> Reply.json(200, probed(found)));
    }

    private static Map<String, Object> probed(ProbeResult found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ok", found.ok());
        json.put("condition", found.condition());
        json.put("detail", found.detail());
        StreamInfo info = found.info();
        if (info != null) {
            json.putAll(info(info));
            json.put("stream", found.stream());
            json.put("unit", found.unit());
        }
        return json;
    }

    private static Map<String, Object> info(StreamInfo info) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("codec", info.codec());
        json.put("codecString", info.codecString());
        json.put("widthPx", info.widthPx());
        json.put("heightPx", info.heightPx());
        json.put("nominalFps", info.fps());
        json.put("fps", info.fps());
        json.put("clock", info.clock());
        return json;
    }

    private static List<Map<String, Object>> list(List<CameraReport> reports) {
        Map<CameraId, Map<String, Object>> cameras = new LinkedHashMap<>();
        for (CameraReport report : reports) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("condition", report.status().condition());
            json.put("since", report.status().since());
            json.put("detail", report.status().detail());
            StreamInfo info = report.info();
            if (info != null) {
                json.putAll(info(info));
            }
            json.put("fps", Math.round(report.relay().fps() * 100) / 100.0);
            json.put("bitsPerSecond", report.relay().bitsPerSecond());
            json.put("units", report.relay().units());
            json.put("bytes", report.relay().bytes());
            json.put("packets", report.source().packets());
            json.put("lostPackets", report.source().lostPackets());
            json.put("garbage", report.source().garbage());
            json.put("brokenUnits", report.source().brokenUnits());
            json.put("clockOffsetMs", report.source().clockOffsetMicros() / 1000);
            json.put("reconnects", report.reconnects());
            json.put("subscribers", report.relay().subscribers());
            json.put("dropped", report.relay().dropped());
            cameras.computeIfAbsent(report.camera(), id -> {
                        Map<String, Object> camera = new LinkedHashMap<>();
                        camera.put("id", id);
                        return camera;
                    })
                    .put(report.stream().name().toLowerCase(Locale.ROOT), json);
        }
        return List.copyOf(cameras.values());
    }
}
