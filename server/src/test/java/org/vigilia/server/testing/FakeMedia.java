package org.vigilia.server.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Media and a vision worker as the server knows them: control by HTTP, a relay on a Unix socket, stills. */
public final class FakeMedia implements AutoCloseable {

    public static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3};

    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final HttpServer http;
    private final Map<String, String> conditions = new ConcurrentHashMap<>();
    private volatile List<JsonNode> cameras = List.of();
    private final Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
    private final List<SocketChannel> links = new CopyOnWriteArrayList<>();
    private volatile boolean refusing;
    private volatile @Nullable FakeRecordings recordings;
    private volatile ServerSocketChannel relay;

    public FakeMedia() {
        try {
            folder = Files.createTempDirectory("media");
            Files.writeString(folder.resolve("token"), "machine-token\n");
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            http.createContext("/", this::answer);
            http.start();
            relay = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings of a server that uses it as media and as vision. */
    public Map<String, String> settings() {
        String url = "http://127.0.0.1:" + http.getAddress().getPort();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("media.url", url);
        settings.put("vision.urls", url);
        settings.put("media.socket", socket().toString());
        settings.put("token.file", folder.resolve("token").toString());
        return settings;
    }

    /** From now on it also records. */
    public void record(FakeRecordings archive) {
        recordings = archive;
    }

    /** The camera list it was given last. */
    public List<JsonNode> cameras() {
        return cameras;
    }

    /** Bodies of the probes and stills it was asked for. */
    public List<JsonNode> asked() {
        return List.copyOf(asked);
    }

    /** What it says of a camera from now on; GOOD unless told otherwise. */
    public void say(String camera, String condition) {
        conditions.put(camera, condition);
    }

    /** As if it had lost its list, or was started with none. */
    public void forget() {
        cameras = List.of();
    }

    /** Answers nothing but errors while true. */
    public void refuse(boolean value) {
        refusing = value;
    }

    /** Who has subscribed and is still there. */
    public int links() {
        return links.size();
    }

    /** Sends a unit to all subscribers. */
    public void send(boolean key, int bytes) {
        ByteBuffer payload = ByteBuffer.allocate(RelayFrame.UNIT_HEADER + bytes);
        payload.putLong(1_000_000).putLong(1_000_001).putInt(1).put((byte) (key ? RelayFrame.KEY_FRAME : 0));
        payload.clear();
        synchronized (links) {
            for (SocketChannel link : links) {
                write(link, new RelayFrame(RelayFrame.UNIT, payload));
            }
        }
    }

    /** Dies and is there again: all links end, the list on disk stays. */
    public void restartRelay() {
        try {
            relay.close();
            synchronized (links) {
                for (SocketChannel link : links) {
                    link.close();
                }
                links.clear();
            }
            relay = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path socket() {
        return folder.resolve("relay.sock");
    }

    private ServerSocketChannel open() throws IOException {
        Files.deleteIfExists(socket());
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        Thread accept = new Thread(() -> accept(server), "fake-relay");
        accept.setDaemon(true);
        accept.start();
        return server;
    }

    private void accept(ServerSocketChannel server) {
        try {
            while (server.isOpen()) {
                greet(server, server.accept());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void greet(ServerSocketChannel server, SocketChannel link) throws IOException {
        try {
            ByteBuffer wish = ByteBuffer.allocate(4096);
            RelayCodec.Decoder decoder = new RelayCodec.Decoder();
            List<RelayFrame> heard = new ArrayList<>();
            while (heard.isEmpty()) {
                if (link.read(wish.clear()) < 0) {
                    throw new EOFException("gone before it said what it wants");
                }
                decoder.feed(wish.flip(), heard::add);
            }
            byte[] said = new byte[heard.get(0).payload().remaining()];
            heard.get(0).payload().get(said);
            asked.add(JSON.readTree(said));
            // who has seen the greeting is counted, sent what is sent, and ended with the others
            synchronized (links) {
                if (server.isOpen()) {
                    links.add(link);
                    write(link, new RelayFrame(RelayFrame.STREAM, ByteBuffer.wrap(new byte[] {0, 2, '{', '}', 7})));
                } else {
                    link.close();
                }
            }
        } catch (IOException e) {
            link.close();
        }
    }

    private void write(SocketChannel link, RelayFrame frame) {
        ByteBuffer bytes = RelayCodec.encode(frame);
        try {
            while (bytes.hasRemaining()) {
                link.write(bytes);
            }
        } catch (IOException e) {
            links.remove(link);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        if (refusing
                || !"Bearer machine-token".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 503, "{}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        FakeRecordings archive = recordings;
        if (archive != null && exchange.getRequestURI().getPath().startsWith("/recordings")) {
            archive.answer(exchange, body);
            return;
        }
        switch (request) {
            case "PUT /cameras" -> {
                List<JsonNode> list = new ArrayList<>();
                JSON.readTree(body).forEach(list::add);
                cameras = list;
                reply(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            }
            case "GET /cameras" -> reply(exchange, 200, JSON.writeValueAsBytes(health()));
            case "POST /probe" -> {
                asked.add(JSON.readTree(body));
                reply(exchange, 200, """
                        {"ok":true,"condition":"GOOD","detail":"H.264 640x360 at 15 a second","codec":"H264",
                         "widthPx":640,"heightPx":360,"fps":15,"stream":"AAJ7fQ==","unit":"AAAA"}""".getBytes(StandardCharsets.UTF_8));
            }
            case "POST /still" -> reply(exchange, 200, JPEG);
            default -> reply(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<Map<String, Object>> health() {
        return cameras.stream()
                .map(camera -> {
                    String id = camera.path("id").asString();
                    Map<String, Object> main = new LinkedHashMap<>();
                    main.put("condition", conditions.getOrDefault(id, "GOOD"));
                    main.put("since", "2026-11-22T10:00:00Z");
                    main.put("detail", "as told");
                    main.put("codec", "H264");
                    main.put("widthPx", 640);
                    main.put("heightPx", 360);
                    main.put("fps", 15.0);
                    return Map.<String, Object>of("id", id, "main", main);
                })
                .toList();
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        try {
            relay.close();
            for (SocketChannel link : links) {
                link.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
