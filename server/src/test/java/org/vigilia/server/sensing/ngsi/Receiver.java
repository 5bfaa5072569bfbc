package org.vigilia.server.sensing.ngsi;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receives notifications and remembers them; can be told to refuse. */
final class Receiver implements AutoCloseable {

    /** One request. */
    record Told(Headers headers, JsonNode body) {}

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final List<Told> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int status = 200;

    private Receiver(HttpServer server) {
        this.server = server;
    }

    static Receiver start() {
        return start(0);
    }

    static Receiver start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            Receiver receiver = new Receiver(server);
            server.setExecutor(Executors.newSingleThreadExecutor());
            server.createContext("/", exchange -> {
                byte[] bytes = exchange.getRequestBody().readAllBytes();
                if (receiver.status == 200) {
                    receiver.accepted.add(new Told(exchange.getRequestHeaders(), JSON.readTree(bytes)));
                } else {
                    receiver.refused.incrementAndGet();
                }
                if (receiver.status / 100 == 3) {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                }
                exchange.sendResponseHeaders(receiver.status, -1);
                exchange.close();
            });
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String uri() {
        return "http://127.0.0.1:" + port() + "/tell";
    }

    void answer(int next) {
        status = next;
    }

    int refused() {
        return refused.get();
    }

    List<Told> accepted() {
        return List.copyOf(accepted);
    }

    /** What an attribute was in all notifications, in their order. */
    List<Double> values(String attribute) {
        List<Double> values = new ArrayList<>();
        for (Told told : accepted) {
            StreamSupport.stream(told.body.path("data").spliterator(), false)
                    .map(e -> e.path(attribute))
                    .map(a -> a.isObject() ? a.path("value") : a)
                    .filter(JsonNode::isNumber)
                    .forEach(v -> values.add(v.asDouble()));
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
