package org.vigilia.server.footage.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Line;
import org.vigilia.server.footage.play.Fragments;
import org.vigilia.server.footage.play.Micros;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the time from a click on the time bar to the picture, against a running server: which segment shows that
 * moment and what lies where in it; then its head and, beside it, the fragments from the key picture to the one that was
 * asked for. The decoding of the picture is the browser's and not in it. The days
 * of segments are one segment repeated by hard links; they are not signed, which playing does not ask for.
 */
final class SeekBench {

    private static final int CLICKS = 400;
    private static final int WARM_UP = 100;
    private static final int SEGMENT_SECONDS = 10;
    private static final double LIMIT_MS = 300;

    private final Surround surround;
    private final String server;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final JsonMapper json = JsonMapper.builder().build();

    SeekBench(Surround surround, String server) {
        this.surround = surround;
        this.server = server;
    }

    /** @param firstAdministrator the file with the first administrator's account */
    void run(Path clip, Path firstAdministrator, int cameras, int days, PrintStream out, PrintStream err)
            throws IOException {
        signIn(firstAdministrator);
        Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
        Instant begin = end.minus(Duration.ofDays(days));
        List<CameraId> all = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            CameraId camera = camera(i);
            all.add(camera);
            fill(camera, clip, begin, end);
            err.println("bench seek: " + days + " days of camera " + (i + 1) + " of " + cameras);
        }
        long seed = System.nanoTime();
        err.println("seed " + seed);
        Random random = new Random(seed);
        long span = Duration.between(begin, end).toMillis() - 20_000;
        double[] times = new double[CLICKS];
        for (int i = -WARM_UP; i < CLICKS; i++) {
            CameraId camera = all.get(random.nextInt(all.size()));
            Instant at = begin.plusMillis((long) (random.nextDouble() * span));
            long start = System.nanoTime();
            click(camera, at);
            if (i >= 0) {
                times[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        print(out, "seek-p50", times[CLICKS / 2]);
        print(out, "seek-p95", times[(int) Math.ceil(CLICKS * 0.95) - 1]);
    }

    private void click(CameraId camera, Instant at) throws IOException {
        JsonNode seek = json.readTree(get("/api/v1/footage/cameras/" + camera + "/segments/seek?at=" + at, "", 200));
        String url = seek.at("/segment/url").asString();
        JsonNode index = seek.path("contents");
        long micros = Micros.of(at);
        JsonNode from = index.at("/fragments/0");
        JsonNode to = from;
        for (JsonNode fragment : index.path("fragments")) {
            if (fragment.path("startMicros").asLong() <= micros) {
                from = fragment.path("key").asBoolean() ? fragment : from;
                to = fragment;
            }
        }
        long first = from.path("offset").asLong();
        long last = to.path("offset").asLong() + to.path("length").asLong() - 1;
        // both at once, as a browser does
        CompletableFuture<HttpResponse<byte[]>> head =
                begin(url, "bytes=0-" + (index.at("/init/1").asLong() - 1));
        CompletableFuture<HttpResponse<byte[]>> pictures = begin(url, "bytes=" + first + "-" + last);
        if (head.join().statusCode() != 206
                || pictures.join().statusCode() != 206
                || pictures.join().body().length != last - first + 1) {
            throw new IOException("the answers are not what was asked for");
        }
    }

    private CameraId camera(int number) throws IOException {
        JsonNode session = json.readTree(get("/api/v1/session", "", 200));
        Map<String, Object> form = Map.of(
                "name", "Seek " + number,
                "agencyId", session.at("/person/agency/id").asString(),
                "streams", Map.of("mainUrl", "rtsp://192.0.2.7/" + number));
        return new CameraId(post("/api/v1/cameras", form, 201).path("id").asString());
    }

    private void signIn(Path file) throws IOException {
        String name = "";
        String password = "";
        for (String line : Files.readAllLines(file)) {
            name = line.startsWith("name: ") ? line.substring(6).strip() : name;
            password = line.startsWith("password: ") ? line.substring(10).strip() : password;
        }
        get("/api/v1/health", "", 200);
        post("/api/v1/session", Map.of("name", name.isEmpty() ? "admin" : name, "password", password), 200);
        post(
                "/api/v1/session/password",
                Map.of("current", password, "next", Hash.hex(Hash.sha256(new byte[] {7}))),
                204);
    }

    private void fill(CameraId camera, Path clip, Instant begin, Instant end) throws IOException {
        byte[] bytes = Files.readAllBytes(clip);
        String sha256 = Hash.hex(Hash.sha256(bytes));
        Fragments contents = Fragments.read(clip);
        if (contents.fragments().isEmpty()) {
            throw new IOException(clip + " has no fragments");
        }
        Path source = surround.pools.root().resolve(Folders.name(camera)).resolve("source.mp4");
        Files.createDirectories(source.getParent());
        Files.write(source, bytes);
        List<Line> lines = new ArrayList<>();
        String previous = Hash.NONE;
        long number = 0;
        for (Instant at = begin; at.isBefore(end); at = at.plusSeconds(SEGMENT_SECONDS)) {
            long micros = Micros.of(at);
            String file = Folders.segment(camera, micros);
            Path path = surround.pools.root().resolve(file);
            Files.createDirectories(path.getParent());
            Files.createLink(path, source);
            Entry.Segment entry = new Entry.Segment(
                    camera,
                    ++number,
                    file,
                    micros,
                    micros + SEGMENT_SECONDS * 1_000_000L,
                    StreamInfo.Clock.ARRIVAL,
                    100_000,
                    StreamInfo.Codec.H264,
                    "avc1.42c01e",
                    1280,
                    720,
                    null,
                    SEGMENT_SECONDS * 15,
                    bytes.length,
                    sha256,
                    Entry.Origin.LIVE,
                    "bench");
            String hash = Hash.hex(Hash.sha256((previous + number).getBytes(StandardCharsets.UTF_8)));
            lines.add(new Line("", entry, previous, hash, "", ""));
            previous = hash;
        }
        surround.writer.write(camera, 0, lines, List.of());
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(String path, String range) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Range", range)
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private byte[] get(String path, String range, int expected) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).GET();
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return send(request, path, expected);
    }

    private JsonNode post(String path, Object body, int expected) throws IOException {
        byte[] answer = send(
                HttpRequest.newBuilder(URI.create(server + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(body))),
                path,
                expected);
        return json.readTree(answer.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : answer);
    }

    private byte[] send(HttpRequest.Builder request, String path, int expected) throws IOException {
        cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .ifPresent(token -> request.header("X-XSRF-TOKEN", token));
        try {
            HttpResponse<byte[]> answer = client.send(
                    request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != expected) {
                throw new IOException(path + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void print(PrintStream out, String name, double value) {
        out.println("{\"name\":\"" + name + "\",\"value\":" + Math.round(value * 1000) / 1000.0
                + ",\"unit\":\"ms\",\"limit\":" + (int) LIMIT_MS + ",\"ratio\":"
                + Math.round(value / LIMIT_MS * 1000) / 1000.0 + "}");
    }
}
