package org.vigilia.sim.devices;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.sensors.DeviceFault;
import org.vigilia.sim.sensors.Faults;
import org.vigilia.sim.sensors.Happening;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes devices fail and things happen, on loopback only: {@code POST
 * /devices/ID/fault?kind=silence|outage|stuck|spike|drift|clock_skew|duplicates|error_code|none[&seconds=N]}, {@code POST
 * /happenings?kind=odour|garbage_fire|traffic_jam|storm|siren[&after=SECONDS]}; {@code GET /devices} tells what is wrong
 * with which, {@code GET /status} how far the town is.
 */
final class Control implements AutoCloseable {

    private static final long DAY_SECONDS = 86_400;

    /** A request that cannot be done; the message says why. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private final HttpServer server;
    private final LiveTown town;
    private final Network network;
    private final Faults faults;
    private final Set<String> devices;
    private final Clock clock = Clock.systemUTC();
    private final JsonMapper json = JsonMapper.builder().build();

    Control(int port, LiveTown town, Network network, Faults faults, List<Device> devices) throws IOException {
        this.town = town;
        this.network = network;
        this.faults = faults;
        this.devices = devices.stream().map(Device::id).collect(Collectors.toSet());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            Map<String, ?> answer;
            try {
                answer = answer(
                        exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query(exchange));
            } catch (Refused | IllegalArgumentException e) {
                status = 400;
                answer = Map.of("error", String.valueOf(e.getMessage()));
            }
            byte[] body = json.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Map<String, ?> answer(String method, String path, Map<String, String> query) {
        String[] parts = path.split("/", -1);
        if (method.equals("GET") && path.equals("/devices")) {
            return told();
        }
        if (method.equals("GET") && path.equals("/status")) {
            return status();
        }
        if (method.equals("POST") && parts.length == 4 && parts[1].equals("devices") && parts[3].equals("fault")) {
            return fail(parts[2], query);
        }
        if (method.equals("POST") && path.equals("/happenings")) {
            Happening.Kind kind = Happening.Kind.valueOf(word(query, "kind"));
            long after = Long.parseLong(query.getOrDefault("after", "0"));
            return Truth.describe(town.happen(kind, clock.instant().plusSeconds(after)));
        }
        throw new Refused("GET /devices, GET /status, POST /devices/ID/fault?kind=... or POST /happenings?kind=...");
    }

    private Map<String, String> told() {
        Map<String, String> wrong = new TreeMap<>();
        Instant now = clock.instant();
        for (String device : devices) {
            DeviceFault fault = faults.of(device, now);
            wrong.put(device, fault == null ? "none" : fault.kind().name().toLowerCase(Locale.ROOT));
        }
        return wrong;
    }

    private Map<String, Object> status() {
        Line.Counts counts = network.counts();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("devices", devices.size());
        status.put("historySent", town.historySent());
        status.put("acknowledged", counts.acknowledged());
        status.put("waiting", counts.waiting());
        status.put("forgotten", counts.forgotten());
        return status;
    }

    private Map<String, String> fail(String device, Map<String, String> query) {
        if (!devices.contains(device)) {
            throw new Refused("there is no device " + device);
        }
        String kind = word(query, "kind");
        if (kind.equals("NONE")) {
            faults.end(device, clock.instant());
        } else {
            Instant now = clock.instant();
            long seconds = Long.parseLong(query.getOrDefault("seconds", String.valueOf(DAY_SECONDS)));
            town.add(new DeviceFault(
                    device, DeviceFault.Kind.valueOf(kind), now, now.plus(Duration.ofSeconds(seconds))));
        }
        return Map.of("fault", kind.toLowerCase(Locale.ROOT));
    }

    private static String word(Map<String, String> query, String name) {
        String word = query.get(name);
        if (word == null) {
            throw new Refused("'" + name + "' is missing");
        }
        return word.toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new LinkedHashMap<>();
        String text = exchange.getRequestURI().getQuery();
        for (String pair : text == null ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }
}
