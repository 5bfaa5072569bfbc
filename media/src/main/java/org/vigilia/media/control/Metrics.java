package org.vigilia.media.control;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.media.camera.CameraReport;

/** What media counts, in Prometheus text. Figures are taken when asked for; counting costs nothing in between. */
final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<MultiGauge, ToDoubleFunction<CameraReport>> gauges = new LinkedHashMap<>();

    Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        gauge("good", "1 while pictures come", report -> report.status().condition() == Condition.GOOD ? 1 : 0);
        gauge("fps", "access units a second", report -> report.relay().fps());
        gauge("bits_per_second", "received", report -> report.relay().bitsPerSecond());
        gauge("units", "access units since start", report -> report.relay().units());
        gauge("packets", "RTP packets since start", report -> report.source().packets());
        gauge(
                "lost_packets",
                "missing RTP packets since start",
                report -> report.source().lostPackets());
        gauge(
                "garbage",
                "unreadable packets and messages since start",
                report -> report.source().garbage());
        gauge(
                "broken_units",
                "access units thrown away since start",
                report -> report.source().brokenUnits());
        gauge("reconnects", "since start", CameraReport::reconnects);
        gauge("subscribers", "now", report -> report.relay().subscribers());
        gauge(
                "dropped_units",
                "not sent to slow subscribers, since start",
                report -> report.relay().dropped());
        gauge("cached_bytes", "held for joiners", report -> report.relay().cachedBytes());
    }

    private void gauge(String name, String what, ToDoubleFunction<CameraReport> value) {
        gauges.put(
                MultiGauge.builder("vigilia.media.stream." + name)
                        .description(what)
                        .register(registry),
                value);
    }

    synchronized String text(List<CameraReport> reports) {
        gauges.forEach((gauge, value) -> {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            for (CameraReport report : reports) {
                Tags tags = Tags.of(
                        "camera",
                        report.camera().value(),
                        "stream",
                        report.stream().name());
                rows.add(MultiGauge.Row.of(tags, value.applyAsDouble(report)));
            }
            gauge.register(rows, true);
        });
        return registry.scrape();
    }
}
