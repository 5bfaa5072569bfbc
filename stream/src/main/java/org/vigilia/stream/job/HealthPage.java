package org.vigilia.stream.job;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /health} and {@code /metrics} on 127.0.0.1. UP: the job runs and sees the end of the log; DEGRADED: it starts,
 * is behind by more than ten seconds, or the log is away.
 */
final class HealthPage implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double BEHIND_LIMIT_SECONDS = 10;

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusMeterRegistry registry;
    private volatile Supplier<String> jobStatus = () -> "STARTING";

    private HealthPage(int port) throws IOException {
        registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Metrics.addRegistry(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 8);
        threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/health", exchange -> answer(exchange, "application/json", health()));
        server.createContext("/metrics", exchange -> answer(exchange, "text/plain; version=0.0.4", registry.scrape()));
        server.start();
    }

    static HealthPage start(int port) throws IOException {
        return new HealthPage(port);
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Gives the page the way to the job's status, as soon as there is a job. */
    void ask(Supplier<String> status) {
        jobStatus = status;
    }

    private String health() {
        String trouble = JobWatch.INSTANCE.logTrouble();
        double behind = JobWatch.INSTANCE.behindSeconds();
        String job = jobStatus.get();
        boolean up = job.equals("RUNNING") && trouble == null && behind >= 0 && behind <= BEHIND_LIMIT_SECONDS;
        Map<String, @Nullable Object> health = new LinkedHashMap<>();
        health.put("status", up ? "UP" : "DEGRADED");
        health.put("job", job);
        health.put("behindSeconds", behind < 0 ? null : behind);
        health.put("detail", detail(up, trouble));
        return JSON.writeValueAsString(health);
    }

    private String detail(boolean up, @Nullable String trouble) {
        if (up) {
            return "facts are judged as they come";
        }
        return trouble != null
                ? "the log cannot be reached; facts wait there: " + trouble
                : "the job starts or catches up";
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        Metrics.removeRegistry(registry);
        registry.close();
    }
}
