package org.vigilia.server.footage.index;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.ServerSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Media as the archivist: it alone writes recordings and journals, and deletes and moves what it is asked to. Every call
 * ends within its time limit; {@link IOException} when media is away or refuses. Safe for use by many threads.
 */
@Component
public class MediaArchive {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration LONG_LIMIT = Duration.ofSeconds(60);

    private final URI url;
    private final @Nullable Path tokenFile;
    private final JsonMapper json;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    MediaArchive(ServerSettings.Media media, ServerSettings.Token token, JsonMapper json) {
        this.url = media.url();
        this.tokenFile = token.file();
        this.json = json;
    }

    /**
     * How recording is.
     *
     * @param key text of the key media signs with
     * @param disk how full the disk of recordings is
     */
    public record Status(String key, List<CameraStatus> cameras, Disk disk) {}

    /**
     * How a camera's recording is.
     *
     * @param number newest entry of its journal
     * @param state RECORDING, GAP or OFF
     * @param since since when; null when unknown
     * @param backfill what was fetched last from the camera's own card; null: nothing since media started
     */
    public record CameraStatus(
            CameraId id,
            long number,
            String state,
            @Nullable Instant since,
            long bytesToday,
            long queue,
            long dropped,
            @Nullable Backfill backfill) {}

    /**
     * A span that is or was fetched from a camera's own card.
     *
     * @param state RUNNING, DONE or FAILED
     * @param pictures written so far
     * @param detail why it ended early; empty when it did not
     */
    public record Backfill(Instant from, Instant to, String state, int pictures, String detail) {}

    /** Media answers and will not do it. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** As in HTTP: 400 when what was asked makes no sense, 409 when it cannot be done now. */
        public int status() {
            return status;
        }
    }

    /** The disk of recordings. @param state OK, LOW or FULL, as media judges */
    public record Disk(long freeBytes, long totalBytes, String state) {}

    /** The segment that is being written. @param file path below the root */
    public record Open(String file, long startMicros, long fragmentsEndMicros) {}

    /** What media did of what it was asked. */
    public record Deletion(List<Long> deleted, Map<Long, String> failed) {}

    public Status status() throws IOException {
        JsonNode told = read(send(request("/recordings", LIMIT).GET()));
        List<CameraStatus> cameras = new ArrayList<>();
        for (JsonNode camera : told.path("cameras")) {
            cameras.add(new CameraStatus(
                    new CameraId(camera.path("id").asString()),
                    camera.path("number").asLong(),
                    camera.path("state").asString("OFF"),
                    time(camera.path("since")),
                    camera.path("bytesToday").asLong(),
                    camera.path("queue").asLong(),
                    camera.path("dropped").asLong(),
                    backfill(camera.path("backfill"))));
        }
        JsonNode disk = told.path("disk");
        return new Status(
                told.path("key").asString(),
                cameras,
                new Disk(
                        disk.path("freeBytes").asLong(),
                        disk.path("totalBytes").asLong(),
                        disk.path("state").asString("OK")));
    }

    /** Lines after an entry, as they stand in the journal. */
    public List<String> journal(CameraId camera, long after, int limit) throws IOException {
        byte[] body = send(request(path(camera) + "/journal?after=" + after + "&limit=" + limit, LONG_LIMIT)
                .GET());
        return new String(body, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The segment that is being written; empty while none is, or media is away. */
    public Optional<Open> findOpen(CameraId camera) {
        try {
            JsonNode told = read(
                    send(request(path(camera) + "/open", Duration.ofSeconds(2)).GET()));
            if (!told.hasNonNull("file")) {
                return Optional.empty();
            }
            return Optional.of(new Open(
                    told.path("file").asString(),
                    told.path("startMicros").asLong(),
                    told.path("fragmentsEndMicros").asLong()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Has files deleted; which are gone already counts as deleted. */
    public Deletion delete(CameraId camera, List<Long> segments, String rule, String why) throws IOException {
        JsonNode told = read(send(
                post(path(camera) + "/delete", Map.of("segments", segments, "rule", rule, "why", why), LONG_LIMIT)));
        List<Long> deleted = new ArrayList<>();
        told.path("deleted").forEach(number -> deleted.add(number.asLong()));
        Map<Long, String> failed = new java.util.TreeMap<>();
        told.path("failed")
                .forEach(one ->
                        failed.put(one.path("segment").asLong(), one.path("why").asString("media did not say why")));
        return new Deletion(deleted, failed);
    }

    /** Tells media that a copy lies elsewhere now; it deletes its own and writes that down. */
    public void moved(Entry.Moved moved) throws IOException {
        send(post(
                path(moved.camera()) + "/moved",
                Map.of(
                        "segment", moved.segment(),
                        "pool", moved.pool(),
                        "file", moved.file(),
                        "sha256", moved.sha256(),
                        "why", moved.why()),
                LONG_LIMIT));
    }

    /**
     * Has the pictures of a span fetched from the camera's own card; how that goes is in {@link #status}.
     *
     * @param address without credentials: media uses those of the camera
     */
    public void backfill(CameraId camera, Instant from, Instant to, String address) throws IOException {
        send(post(path(camera) + "/backfill", Map.of("from", from, "to", to, "address", address), LIMIT));
    }

    private static @Nullable Backfill backfill(JsonNode told) {
        Instant from = time(told.path("from"));
        Instant to = time(told.path("to"));
        return from == null || to == null
                ? null
                : new Backfill(
                        from,
                        to,
                        told.path("state").asString(),
                        told.path("pictures").asInt(),
                        told.path("detail").asString(""));
    }

    private static String path(CameraId camera) {
        return "/recordings/" + URLEncoder.encode(camera.value(), StandardCharsets.UTF_8);
    }

    private static @Nullable Instant time(JsonNode told) {
        try {
            return told.isString() ? Instant.parse(told.asString()) : null;
        } catch (java.time.DateTimeException e) {
            return null;
        }
    }

    private HttpRequest.Builder post(String path, Object body, Duration limit) throws IOException {
        return request(path, limit)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    }

    private HttpRequest.Builder request(String path, Duration limit) throws IOException {
        String token = tokenFile == null ? "" : Files.readString(tokenFile).strip();
        return HttpRequest.newBuilder(url.resolve(path)).timeout(limit).header("Authorization", "Bearer " + token);
    }

    private byte[] send(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.build();
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                throw new Refused(
                        response.statusCode(),
                        request.method() + " " + request.uri().getPath() + " answered " + response.statusCode()
                                + reason(response.body()));
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String reason(byte[] body) {
        try {
            JsonNode told = json.readTree(body);
            String text = told.path("detail").asString(told.path("error").asString(""));
            return text.isEmpty() ? "" : ": " + text;
        } catch (JacksonException e) {
            return "";
        }
    }

    private JsonNode read(byte[] body) throws IOException {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("media's answer is not JSON", e);
        }
    }
}
