package org.vigilia.broker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.vigilia.intake.Directory;
import org.vigilia.intake.Figures;
import org.vigilia.intake.Intake;
import org.vigilia.intake.Refusal;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /health} and {@code /metrics} on 127.0.0.1. UP: devices are known and what they send is stored; DEGRADED: it
 * starts, the store is away, or an external broker is.
 */
final class HealthPage implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final ExecutorService threads;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Intake intake;
    private final Directory directory;
    private volatile @Nullable Live live;

    /** What is known once the doors are open. */
    interface Live {
        int connected();

        long signInsRefused();

        int port();

        /** What is wrong with the external broker; null when nothing, or there is none. */
        @Nullable
        String externalTrouble();
    }

    HealthPage(int port, Intake intake, Directory directory) throws IOException {
        this.intake = intake;
        this.directory = directory;
        measure();
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

    private void measure() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        Figures figures = intake.figures();
        FunctionCounter.builder("vigilia_observations_stored", figures, Figures::stored)
                .description("observations made durable")
                .register(registry);
        FunctionCounter.builder("vigilia_observations_duplicate", figures, Figures::duplicates)
                .description("observations left out because there was one of the same datastream and time")
                .register(registry);
        FunctionCounter.builder("vigilia_dead_letters", figures, Figures::letters)
                .description("refused messages handed to the store")
                .register(registry);
        FunctionCounter.builder("vigilia_intake_store_away", figures, Figures::waits)
                .description("attempts to store that found the store away")
                .register(registry);
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            FunctionCounter.builder("vigilia_readings_refused", figures, f -> f.refusedOf(kind))
                    .tag("reason", kind.name().toLowerCase(java.util.Locale.ROOT))
                    .description("readings and messages refused")
                    .register(registry);
        }
        FunctionTimer.builder(
                        "vigilia_intake_commit", figures, Figures::commits, Figures::commitSeconds, TimeUnit.SECONDS)
                .description("time to make a batch durable")
                .register(registry);
        Gauge.builder("vigilia_intake_waiting", intake, Intake::waiting)
                .description("readings and letters that wait to be stored")
                .register(registry);
        Gauge.builder("vigilia_directory_datastreams", directory, Directory::datastreamCount)
                .register(registry);
        Gauge.builder("vigilia_mqtt_connections", this, page -> {
                    Live known = page.live;
                    return known == null ? 0 : known.connected();
                })
                .description("devices connected")
                .register(registry);
        FunctionCounter.builder("vigilia_mqtt_sign_ins_refused", this, page -> {
                    Live known = page.live;
                    return known == null ? 0 : known.signInsRefused();
                })
                .register(registry);
    }

    void live(Live given) {
        live = given;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private String health() {
        Live known = live;
        String trouble = null;
        if (known == null) {
            trouble = directory.loaded() ? "the broker starts" : "the list of devices was not read yet";
        } else if (intake.away()) {
            trouble = "the database is away; devices wait, nothing is acknowledged and nothing is lost";
        } else {
            trouble = known.externalTrouble();
        }
        Map<String, @Nullable Object> health = new LinkedHashMap<>();
        health.put("status", trouble == null ? "UP" : "DEGRADED");
        health.put("mqttPort", known == null ? null : known.port());
        health.put("connected", known == null ? 0 : known.connected());
        health.put("devices", directory.deviceCount());
        health.put("waiting", intake.waiting());
        health.put("detail", trouble == null ? "observations are stored as they come" : trouble);
        return JSON.writeValueAsString(health);
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
        registry.close();
    }
}
