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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.media.camera.CameraReport;
import org.vigilia.media.record.Recordings;
import org.vigilia.proof.journal.Entry;

/** What media counts, in Prometheus text. Figures are taken when asked for; counting costs nothing in between. */
final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<MultiGauge, ToDoubleFunction<CameraReport>> gauges = new LinkedHashMap<>();

    private final Map<MultiGauge, ToDoubleFunction<Recordings.Figure>> record = new LinkedHashMap<>();
    private final MultiGauge gapSeconds = MultiGauge.builder("vigilia.record.gap_seconds")
            .description("without pictures since start, by cause; told so far")
            .register(registry);
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicLong free = new AtomicLong();

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
        record("recording", "1 while a file is being written", figure -> figure.recording() ? 1 : 0);
        record("segments", "closed since start", Recordings.Figure::segments);
        record("bytes", "of segments closed since start", Recordings.Figure::bytes);
        record("dropped_units", "pictures that reached media and not the disk", Recordings.Figure::dropped);
        registry.gauge("vigilia.record.queue_bytes", waiting);
        registry.gauge("vigilia.record.disk_free_bytes", free);
        gauge("cached_bytes", "held for joiners", report -> report.relay().cachedBytes());
    }

    private void record(String name, String what, ToDoubleFunction<Recordings.Figure> value) {
        record.put(
                MultiGauge.builder("vigilia.record." + name).description(what).register(registry), value);
    }

    private void gauge(String name, String what, ToDoubleFunction<CameraReport> value) {
        gauges.put(
                MultiGauge.builder("vigilia.media.stream." + name)
                        .description(what)
                        .register(registry),
                value);
    }

    private void records(Recordings recordings) {
        List<Recordings.Figure> figures = recordings.figures();
        record.forEach((gauge, value) -> {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            for (Recordings.Figure figure : figures) {
                rows.add(MultiGauge.Row.of(Tags.of("camera", figure.camera().value()), value.applyAsDouble(figure)));
            }
            gauge.register(rows, true);
        });
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Recordings.Figure figure : figures) {
            for (Entry.Cause cause : Entry.Cause.values()) {
                Tags tags = Tags.of("camera", figure.camera().value(), "cause", cause.name());
                rows.add(MultiGauge.Row.of(tags, figure.gaps().seconds(cause)));
            }
        }
        gapSeconds.register(rows, true);
        waiting.set(recordings.waitingBytes());
        free.set(recordings.freeBytes());
    }

    synchronized String text(List<CameraReport> reports, Recordings recordings) {
        records(recordings);
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
