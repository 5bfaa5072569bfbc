package org.vigilia.sim.devices;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.vigilia.sim.people.Api;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sim reaction --server URL --broker HOST:PORT --first-administrator FILE --account FILE [--rate N] [--seconds N]}:
 * how long it takes from the moment a device publishes a reading above a limit until the alert is on a browser's socket,
 * while other devices publish {@code rate} messages a second.
 *
 * <p>Two readings a second cross the limit, each of a sensor of its own, so that no alert is a repeat of another. Prints
 * one JSON object a line; ends with 1 when an alert did not come.
 */
public final class ReactionCommand {

    private static final int BACKGROUND = 1_000;
    private static final int GATEWAYS = 2;
    private static final int PROBES_A_SECOND = 2;
    private static final double LIMIT_MS = 250;
    private static final long WARM_UP_SECONDS = 10;
    private static final long PATIENCE_SECONDS = 15;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Map<String, String> options;
    private final int rate;
    private final int seconds;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Long> publishedAt = new ConcurrentHashMap<>();
    private final Map<String, Double> tookMs = new ConcurrentHashMap<>();

    private ReactionCommand(Map<String, String> options) {
        this.options = options;
        this.rate = Integer.parseInt(options.getOrDefault("--rate", "2000"));
        this.seconds = Integer.parseInt(options.getOrDefault("--seconds", "60"));
    }

    /** The exit status: 0, 1 when the city refused or an alert did not come, 2 for wrong words. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        for (String needed : List.of("--server", "--broker", "--first-administrator", "--account")) {
            if (!options.containsKey(needed)) {
                System.err.println("reaction: " + needed + " is missing");
                return 2;
            }
        }
        try {
            return new ReactionCommand(options).run();
        } catch (Api.Refused e) {
            System.err.println("reaction: the city refused: " + e.getMessage());
            return 1;
        }
    }

    private int run() throws IOException, InterruptedException {
        Api api = new Api(option("--server"));
        api.useFirstPassword(Path.of(option("--first-administrator")), Path.of(option("--account")));
        int probes = PROBES_A_SECOND * seconds;
        List<Credentials.Account> gateways = register(api, probes);
        api.post(
                "/rules",
                Map.of(
                        "name",
                        "Water too high",
                        "when",
                        Map.of(
                                "is",
                                "threshold",
                                "source",
                                Map.of("quantity", "WATER_LEVEL"),
                                "side",
                                "ABOVE",
                                "limit",
                                5)));
        api.open("/news", new Socket());
        List<Line> lines = new ArrayList<>();
        try {
            for (Credentials.Account gateway : gateways) {
                lines.add(new Line(broker(), gateway, 100_000, 400));
            }
            return measure(lines, probes);
        } finally {
            lines.forEach(Line::close);
        }
    }

    private int measure(List<Line> lines, int probes) throws InterruptedException {
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS + seconds);
        long firstProbe = begin + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
        long sent = 0;
        int probe = 0;
        for (long now = begin; now < end; now = System.nanoTime()) {
            long due = (now - begin) * rate / TimeUnit.SECONDS.toNanos(1);
            for (; sent < due; sent++) {
                int gateway = (int) (sent % GATEWAYS);
                lines.get(gateway)
                        .send(topic(gateway, "calm-" + sent % BACKGROUND), bytes("{\"value\":" + sent % 97 + "}"));
            }
            if (probe < probes && now - firstProbe >= probe * TimeUnit.SECONDS.toNanos(1) / PROBES_A_SECOND) {
                publishedAt.put(nameOf(probe), System.nanoTime());
                lines.get(0).send(topic(0, "probe-" + probe), bytes("{\"waterLevel\":9}"));
                probe++;
            }
            LockSupport.parkNanos(SLICE_NANOS);
        }
        double perSecond = sent / ((System.nanoTime() - begin) / 1e9);
        for (Line line : lines) {
            line.awaitWaiting(0, TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (tookMs) {
            while (tookMs.size() < probe && System.nanoTime() < patience) {
                tookMs.wait(100);
            }
        }
        return tell(
                probe,
                perSecond,
                lines.stream().mapToLong(line -> line.counts().acknowledged()).sum() - probe);
    }

    private int tell(int probes, double perSecond, long acknowledged) {
        double[] sorted = tookMs.values().stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length < probes) {
            System.err.println("reaction: " + (probes - sorted.length) + " of " + probes + " alerts did not come");
        }
        if (sorted.length > 0) {
            print("reaction-p50", sorted[(sorted.length - 1) / 2], "ms", LIMIT_MS);
            print("reaction-p99", sorted[(int) Math.ceil(0.99 * sorted.length) - 1], "ms", LIMIT_MS);
        }
        print("reaction-rate", perSecond, "messages/s", rate);
        print("reaction-acknowledged", acknowledged, "messages", perSecond * (WARM_UP_SECONDS + seconds));
        print("reaction-alerts", sorted.length, "alerts", probes);
        return sorted.length == probes ? 0 : 1;
    }

    private void print(String name, double value, String unit, double limit) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("value", Math.round(value * 1000) / 1000.0);
        line.put("unit", unit);
        line.put("limit", Math.round(limit * 1000) / 1000.0);
        line.put("ratio", Math.round(value / limit * 1000) / 1000.0);
        System.out.println(json.writeValueAsString(line));
    }

    private List<Credentials.Account> register(Api api, int probes) throws IOException, InterruptedException {
        List<Map<String, Object>> forms = new ArrayList<>();
        for (int i = 0; i < GATEWAYS; i++) {
            forms.add(form("gateway-" + i, "Gateway " + i, "uplinks", "OTHER", true));
        }
        for (int i = 0; i < BACKGROUND; i++) {
            forms.add(form("calm-" + i, "Calm " + i, "value", "OTHER", false));
        }
        for (int i = 0; i < probes; i++) {
            forms.add(form("probe-" + i, nameOf(i), "waterLevel", "WATER_LEVEL", false));
        }
        JsonNode answer = api.post("/sensing/devices/bulk", Map.of("items", forms));
        if (!answer.path("rejected").isEmpty()) {
            throw new IOException(
                    "devices are refused: " + answer.path("rejected").get(0));
        }
        List<Credentials.Account> gateways = new ArrayList<>();
        for (JsonNode made : answer.path("created")) {
            if (made.path("id").asString().startsWith("gateway-")) {
                gateways.add(new Credentials.Account(
                        made.path("user").asString(), made.path("password").asString()));
            }
        }
        return gateways;
    }

    private static Map<String, Object> form(String id, String name, String channel, String quantity, boolean gateway) {
        return Map.of(
                "id",
                id,
                "name",
                name,
                "kind",
                quantity.equals("OTHER") ? "GENERIC" : "WATER",
                "gateway",
                gateway,
                "channels",
                List.of(Map.of("channel", channel, "quantity", quantity, "name", name, "silenceSeconds", 0)));
    }

    private static String nameOf(int probe) {
        return "Probe " + probe;
    }

    private static String topic(int gateway, String device) {
        return "vigilia/gateway-" + gateway + "/" + device + "/observations";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private InetSocketAddress broker() {
        String[] parts = option("--broker").split(":", 2);
        return InetSocketAddress.createUnresolved(parts[0], Integer.parseInt(parts[1]));
    }

    private String option(String name) {
        return options.getOrDefault(name, "");
    }

    /** Notes when each alert arrives. */
    private final class Socket implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                long now = System.nanoTime();
                JsonNode news = json.readTree(text.toString());
                text.setLength(0);
                if (news.path("type").asString("").equals("alert")) {
                    note(news.path("alert").path("sourceName").asString(""), now);
                }
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void note(String source, long now) {
            Long published = publishedAt.get(source);
            if (published != null && tookMs.putIfAbsent(source, (now - published) / 1e6) == null) {
                synchronized (tookMs) {
                    tookMs.notifyAll();
                }
            }
        }
    }
}
