package org.vigilia.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** The supervisor's own page on loopback: {@code /health} as JSON and {@code /metrics} in Prometheus text format. */
final class HealthPage implements AutoCloseable {

    /** What a process cost when last looked at; looking costs itself, as the kernel walks all its pages. */
    private record Cost(long pid, long atNanos, double cpuSeconds, double cpuPercent, long memoryBytes) {}

    private static final long LOOK_EVERY_NANOS = 5_000_000_000L;

    private final Supervisor supervisor;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newSingleThreadExecutor(r -> {
        Thread thread = new Thread(r, "health-page");
        thread.setDaemon(true);
        return thread;
    });
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Cost> costs = new ConcurrentHashMap<>();

    HealthPage(Supervisor supervisor, int port) throws IOException {
        this.supervisor = supervisor;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 16);
        server.createContext("/health", exchange -> answer(exchange, "application/json", health()));
        server.createContext("/metrics", exchange -> answer(exchange, "text/plain; version=0.0.4", metrics()));
        server.setExecutor(threads);
        server.start();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String health() {
        List<Map<String, Object>> processes = new ArrayList<>();
        boolean allUp = true;
        for (Watched.View view : supervisor.views()) {
            allUp &= view.status() == Watched.Status.UP;
            Map<String, Object> process = new LinkedHashMap<>();
            process.put("name", view.name());
            process.put("status", view.status().name());
            process.put("since", view.since().toString());
            process.put("restarts", view.restarts());
            process.put("pid", view.pid());
            process.put("rssBytes", cost(view).memoryBytes());
            process.put("cpuPercent", cost(view).cpuPercent());
            process.put("detail", view.detail());
            processes.add(process);
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", allUp ? "UP" : "DEGRADED");
        page.put("processes", processes);
        return json.writeValueAsString(page);
    }

    private Cost cost(Watched.View view) {
        Cost before = costs.get(view.name());
        if (before != null && before.pid() != view.pid()) {
            before = null;
        }
        long now = System.nanoTime();
        if (before != null && now - before.atNanos() < LOOK_EVERY_NANOS) {
            return before;
        }
        double cpuSeconds = Footprint.cpuSeconds(view.pid());
        double percent =
                before == null ? 0 : Math.max(0, cpuSeconds - before.cpuSeconds()) * 1e11 / (now - before.atNanos());
        Cost cost = new Cost(
                view.pid(), now, cpuSeconds, Math.round(percent * 10) / 10.0, Footprint.memoryBytes(view.pid()));
        costs.put(view.name(), cost);
        return cost;
    }

    private String metrics() {
        StringBuilder text = new StringBuilder();
        text.append("# HELP vigilia_process_up 1 while the process answers that it is well\n")
                .append("# TYPE vigilia_process_up gauge\n");
        for (Watched.View view : supervisor.views()) {
            sample(text, "vigilia_process_up", view, view.status() == Watched.Status.UP ? 1 : 0);
        }
        text.append("# HELP vigilia_process_restarts_total starts after the first\n")
                .append("# TYPE vigilia_process_restarts_total counter\n");
        for (Watched.View view : supervisor.views()) {
            sample(text, "vigilia_process_restarts_total", view, view.restarts());
        }
        text.append("# HELP vigilia_process_memory_bytes proportional memory with children\n")
                .append("# TYPE vigilia_process_memory_bytes gauge\n");
        for (Watched.View view : supervisor.views()) {
            sample(text, "vigilia_process_memory_bytes", view, cost(view).memoryBytes());
        }
        return text.toString();
    }

    private static void sample(StringBuilder text, String name, Watched.View view, double value) {
        text.append(String.format(Locale.ROOT, "%s{process=\"%s\"} %.0f%n", name, view.name(), value));
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
