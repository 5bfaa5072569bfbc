package org.vigilia.media.control;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.camera.Cameras;
import org.vigilia.media.record.Recordings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be asked about recordings: {@code GET /recordings}, and below {@code /recordings/CAMERA}: {@code GET
 * journal?after=N&limit=M}, {@code GET open}, {@code POST delete}, {@code POST moved}, {@code POST backfill}. Blocks.
 */
final class RecordingRoutes {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_LINES = 5000;
    private static final int USUAL_LINES = 500;

    record Delete(
            @Nullable List<Long> segments,
            @Nullable String rule,
            @Nullable String why) {}

    record Moved(
            @Nullable Long segment,
            @Nullable String pool,
            @Nullable String file,
            @Nullable String sha256,
            @Nullable String why) {}

    record Fetch(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String address) {
        @Override
        public String toString() {
            return "Fetch[" + from + " to " + to + "]";
        }
    }

    private final Recordings recordings;
    private final Cameras cameras;
    private final Executor loop;

    RecordingRoutes(Recordings recordings, Cameras cameras, Executor loop) {
        this.recordings = recordings;
        this.cameras = cameras;
        this.loop = loop;
    }

    Recordings recordings() {
        return recordings;
    }

    Routes.Reply answer(String method, String uri, byte[] body) {
        QueryStringDecoder query = new QueryStringDecoder(uri);
        String[] parts = query.path().split("/");
        try {
            if (parts.length == 2 && method.equals("GET")) {
                return Routes.Reply.json(200, recordings.report());
            }
            if (parts.length != 4) {
                return Routes.Reply.error(404, "no such thing: " + method + " " + query.path());
            }
            CameraId camera = new CameraId(parts[2]);
            return switch (method + " " + parts[3]) {
                case "GET journal" -> journal(camera, query);
                case "GET open" ->
                    recordings
                            .open(camera)
                            .map(open -> Routes.Reply.json(200, open))
                            .orElse(Routes.Reply.error(404, "camera " + camera + " is not being recorded"));
                case "POST delete" -> delete(camera, JSON.readValue(body, Delete.class));
                case "POST moved" -> moved(camera, JSON.readValue(body, Moved.class));
                case "POST backfill" -> fetch(camera, JSON.readValue(body, Fetch.class));
                default -> Routes.Reply.error(404, "no such thing: " + method + " " + query.path());
            };
        } catch (JacksonException e) {
            return Routes.Reply.error(400, "the JSON cannot be read");
        } catch (IllegalArgumentException e) {
            return Routes.Reply.error(400, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Routes.Reply.error(500, "the recordings cannot be read: " + e.getMessage());
        }
    }

    private static long number(QueryStringDecoder query, String name, long otherwise) {
        List<String> given = query.parameters().getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            return Long.parseLong(given.get(0));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a whole number: " + given.get(0), e);
        }
    }

    private Routes.Reply journal(CameraId camera, QueryStringDecoder query) throws IOException {
        long after = Math.max(0, number(query, "after", 0));
        int limit = (int) Math.max(1, Math.min(MAX_LINES, number(query, "limit", USUAL_LINES)));
        Optional<List<String>> lines = recordings.journal(camera, after, limit);
        if (lines.isEmpty()) {
            return Routes.Reply.error(404, "no recordings of camera " + camera);
        }
        StringBuilder text = new StringBuilder();
        lines.get().forEach(line -> text.append(line).append('\n'));
        return new Routes.Reply(200, "application/x-ndjson", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Routes.Reply delete(CameraId camera, Delete wanted) throws IOException {
        List<Long> segments = wanted.segments();
        if (segments == null || wanted.rule() == null || wanted.why() == null || segments.contains(null)) {
            return Routes.Reply.error(400, "want {segments: [numbers], rule, why}");
        }
        return recordings
                .delete(camera, segments, wanted.rule(), wanted.why())
                .map(result -> Routes.Reply.json(200, result))
                .orElse(Routes.Reply.error(404, "no recordings of camera " + camera));
    }

    private Routes.Reply fetch(CameraId camera, Fetch wanted) {
        Instant from = wanted.from();
        Instant to = wanted.to();
        String address = wanted.address();
        if (from == null || to == null || address == null) {
            return Routes.Reply.error(400, "want {from, to, address}");
        }
        try {
            return CompletableFuture.supplyAsync(() -> cameras.backfill(camera, address, from, to), loop)
                            .join()
                    ? Routes.Reply.json(202, Map.of("from", from, "to", to))
                    : Routes.Reply.error(409, "there is no camera " + camera + ", or it is being fetched from");
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                return Routes.Reply.error(400, String.valueOf(wrong.getMessage()));
            }
            throw e;
        }
    }

    private Routes.Reply moved(CameraId camera, Moved wanted) throws IOException {
        Long segment = wanted.segment();
        String pool = wanted.pool();
        String file = wanted.file();
        String sha256 = wanted.sha256();
        String why = wanted.why();
        if (segment == null || pool == null || file == null || sha256 == null || why == null) {
            return Routes.Reply.error(400, "want {segment, pool, file, sha256, why}");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            return Routes.Reply.error(400, "sha256 is 64 lower-case hexadecimal digits");
        }
        return recordings
                .moved(camera, segment, pool, file, sha256, why)
                .map(wrong -> Routes.Reply.error(409, wrong))
                .orElse(Routes.Reply.json(200, Map.of("segment", segment)));
    }
}
