package org.vigilia.server.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Journal;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Media as archivist, as the server knows it: real journals and files on disk, deletions and moves on request. */
public final class FakeRecordings {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;
    private final NodeKey key;
    private final Map<CameraId, Map<String, Object>> open = new TreeMap<>();
    private final Map<CameraId, List<Instant>> cards = new TreeMap<>();
    private final Map<CameraId, Map<String, Object>> fetches = new TreeMap<>();
    private final Map<CameraId, List<JsonNode>> fetched = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean refusing;
    private volatile boolean away;
    private volatile long freeBytes = 80_000_000;

    public FakeRecordings(Path root, Path secrets) throws IOException {
        this.root = root;
        this.key = NodeKey.open(secrets, "media");
    }

    public Path root() {
        return root;
    }

    /** Answers nothing but errors while true. */
    public void away(boolean value) {
        away = value;
    }

    /** Of 100 MB. */
    public void free(long bytes) {
        freeBytes = bytes;
    }

    /** The camera's own card has pictures of that time from now on, and of no other. */
    public synchronized void card(CameraId camera, Instant from, Instant to) {
        cards.put(camera, List.of(from, to));
    }

    /** What it was asked to fetch from a camera's card. */
    public List<JsonNode> fetched(CameraId camera) {
        return fetched.getOrDefault(camera, List.of());
    }

    /** Fetches nothing while true, as when it fetches something else. */
    public void refuseToFetch(boolean value) {
        refusing = value;
    }

    /** How often it would not fetch. */
    public int refused() {
        return refused.get();
    }

    /** Appends a segment with a file of fragments of half a second, each second beginning with a key picture. */
    public synchronized Entry.Segment segment(CameraId camera, Instant start, double seconds) throws IOException {
        return segment(camera, start, seconds, Entry.Origin.LIVE);
    }

    private Entry.Segment segment(CameraId camera, Instant start, double seconds, Entry.Origin origin)
            throws IOException {
        return segment(camera, start, seconds, origin, Clip.bytes((int) Math.round(seconds * 2), micros(start)));
    }

    /** Appends a segment with this file. */
    public synchronized Entry.Segment segment(CameraId camera, Instant start, double seconds, byte[] bytes)
            throws IOException {
        return segment(camera, start, seconds, Entry.Origin.LIVE, bytes);
    }

    private Entry.Segment segment(CameraId camera, Instant start, double seconds, Entry.Origin origin, byte[] bytes)
            throws IOException {
        long startMicros = micros(start);
        String file = Folders.segment(camera, startMicros);
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
        Line line = journal(camera, origin == Entry.Origin.BACKFILL ? Instant.now() : start)
                .append(number -> new Entry.Segment(
                        camera,
                        number,
                        file,
                        startMicros,
                        startMicros + Math.round(seconds * 1e6),
                        StreamInfo.Clock.RTCP,
                        20_000,
                        StreamInfo.Codec.H264,
                        "avc1.42c01e",
                        640,
                        360,
                        null,
                        (int) Math.round(seconds * 2),
                        bytes.length,
                        Hash.hex(Hash.sha256(bytes)),
                        origin,
                        "test 1"));
        return (Entry.Segment) line.entry();
    }

    public synchronized void gap(CameraId camera, Instant from, Instant to, Entry.Cause cause) throws IOException {
        journal(camera, from)
                .append(number -> new Entry.Gap(camera, number, micros(from), micros(to), cause, "as the test tells"));
    }

    /** Begins a segment that is still being written. */
    public synchronized void open(CameraId camera, Instant start, double seconds) throws IOException {
        String file = Folders.segment(camera, micros(start)) + ".part";
        Files.createDirectories(root.resolve(file).getParent());
        Files.write(root.resolve(file), Clip.bytes((int) Math.round(seconds * 2), micros(start)));
        open.put(
                camera,
                Map.of(
                        "file",
                        file,
                        "startMicros",
                        micros(start),
                        "fragmentsEndMicros",
                        micros(start) + Math.round(seconds * 1e6)));
    }

    private Journal journal(CameraId camera, Instant at) throws IOException {
        // one journal a day, as media writes: the clock is that of what is recorded
        return Journal.open(root, camera, key, Clock.fixed(at, ZoneOffset.UTC));
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1000;
    }

    synchronized void answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (away) {
            reply(exchange, 503, "{}");
            return;
        }
        if (path.equals("/recordings")) {
            reply(exchange, 200, JSON.writeValueAsString(status()));
            return;
        }
        String[] parts = path.split("/");
        CameraId camera = new CameraId(parts[2]);
        switch (parts[3]) {
            case "journal" ->
                reply(exchange, 200, journal(camera, exchange.getRequestURI().getQuery()));
            case "open" -> reply(exchange, 200, JSON.writeValueAsString(open.getOrDefault(camera, Map.of())));
            case "delete" -> reply(exchange, 200, JSON.writeValueAsString(delete(camera, JSON.readTree(body))));
            case "moved" -> {
                moved(camera, JSON.readTree(body));
                reply(exchange, 200, "{}");
            }
            case "backfill" -> {
                if (refusing) {
                    refused.incrementAndGet();
                    reply(exchange, 409, "{}");
                    return;
                }
                fetch(camera, JSON.readTree(body));
                reply(exchange, 202, "{}");
            }
            default -> reply(exchange, 404, "{}");
        }
    }

    private Map<String, Object> status() throws IOException {
        List<Map<String, Object>> cameras = new ArrayList<>();
        for (CameraId camera : JournalReader.cameras(root)) {
            Line last = Journal.open(root, camera, key, Clock.systemUTC()).last();
            Map<String, Object> one = new LinkedHashMap<>(Map.of(
                    "id",
                    camera.value(),
                    "number",
                    last == null ? 0 : last.entry().number(),
                    "state",
                    "RECORDING",
                    "since",
                    "2026-11-28T00:00:00Z",
                    "bytesToday",
                    1,
                    "queue",
                    0,
                    "dropped",
                    0));
            if (fetches.containsKey(camera)) {
                one.put("backfill", fetches.get(camera));
            }
            cameras.add(one);
        }
        return Map.of(
                "root", root.toString(),
                "key", key.verifyKey().text(),
                "cameras", cameras,
                "disk", Map.of("freeBytes", freeBytes, "totalBytes", 100_000_000, "state", "OK"));
    }

    private String journal(CameraId camera, String query) throws IOException {
        long after = Long.parseLong(query.replaceAll(".*after=(\\d+).*", "$1"));
        int limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
        StringBuilder text = new StringBuilder();
        JournalReader.read(root, camera, List.of()).lines().stream()
                .filter(line -> line.entry().number() > after)
                .limit(limit)
                .forEach(line -> text.append(line.write()).append('\n'));
        return text.toString();
    }

    private Map<String, Object> delete(CameraId camera, JsonNode wish) throws IOException {
        List<Long> deleted = new ArrayList<>();
        Map<Long, Entry.Segment> segments = new LinkedHashMap<>();
        List<Long> gone = new ArrayList<>();
        for (Line line : JournalReader.read(root, camera, List.of()).lines()) {
            if (line.entry() instanceof Entry.Segment segment) {
                segments.put(segment.number(), segment);
            } else if (line.entry() instanceof Entry.Deleted one) {
                gone.add(one.segment());
            }
        }
        for (JsonNode one : wish.path("segments")) {
            Entry.Segment segment = segments.get(one.asLong());
            if (segment != null && !gone.contains(segment.number())) {
                Files.deleteIfExists(root.resolve(segment.file()));
                journal(camera, Instant.now())
                        .append(number -> new Entry.Deleted(
                                camera,
                                number,
                                segment.number(),
                                micros(Instant.now()),
                                wish.path("rule").asString(),
                                wish.path("why").asString()));
            }
            deleted.add(one.asLong());
        }
        return Map.of("deleted", deleted, "failed", List.of());
    }

    private void moved(CameraId camera, JsonNode wish) throws IOException {
        for (Line line : JournalReader.read(root, camera, List.of()).lines()) {
            if (line.entry() instanceof Entry.Segment segment
                    && segment.number() == wish.path("segment").asLong()) {
                Files.deleteIfExists(root.resolve(segment.file()));
            }
        }
        journal(camera, Instant.now())
                .append(number -> new Entry.Moved(
                        camera,
                        number,
                        wish.path("segment").asLong(),
                        micros(Instant.now()),
                        wish.path("pool").asString(),
                        wish.path("file").asString(),
                        wish.path("sha256").asString(),
                        wish.path("why").asString()));
    }

    private void fetch(CameraId camera, JsonNode wish) throws IOException {
        fetched.computeIfAbsent(camera, id -> new CopyOnWriteArrayList<>()).add(wish);
        Instant from = Instant.parse(wish.path("from").asString());
        Instant to = Instant.parse(wish.path("to").asString());
        List<Instant> card = cards.getOrDefault(camera, List.of(Instant.EPOCH, Instant.EPOCH));
        Instant first = from.isAfter(card.get(0)) ? from : card.get(0);
        Instant last = to.isBefore(card.get(1)) ? to : card.get(1);
        int pictures = 0;
        if (first.isBefore(last)) {
            double seconds = Duration.between(first, last).toMillis() / 1000.0;
            pictures = segment(camera, first, seconds, Entry.Origin.BACKFILL).pictures();
        }
        fetches.put(
                camera,
                Map.of(
                        "from",
                        from.toString(),
                        "to",
                        to.toString(),
                        "state",
                        pictures > 0 ? "DONE" : "FAILED",
                        "pictures",
                        pictures,
                        "detail",
                        pictures > 0 ? "" : "the camera has no recording of that time (457)"));
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
