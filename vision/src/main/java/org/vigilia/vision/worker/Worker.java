package org.vigilia.vision.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.LogUnavailable;

/**
 * Holds cameras and has them analysed: follows the catalogue, renews leases, sets the pace, answers questions.
 *
 * <p>Keeps analysing what it holds while the database is away, because nobody else can take a camera over then.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final WorkerSettings settings;
    private final FactStore store;
    private final Leases leases;
    private final Detectors detectors;
    private final FactSink sink;
    private final Ears ears;
    private final LoadGovernor governor;
    private final Load load;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExecutorService crew;
    private final ScheduledExecutorService clock;
    private final WorkerHttp http;
    /** Every camera there is, whether its pictures are analysed or not. */
    private final Set<CameraId> known = new HashSet<>();

    private final Map<CameraId, Catalogue.Entry> wanted = new ConcurrentHashMap<>();
    private final Map<CameraId, CameraPost> posts = new ConcurrentHashMap<>();
    private final Map<CameraId, Long> epochs = new ConcurrentHashMap<>();
    private final Set<CameraId> lost = ConcurrentHashMap.newKeySet();
    private long version;
    private long paceAt = System.nanoTime();
    private volatile boolean databaseAway;
    private boolean closed;

    /** @throws IOException when its port is taken */
    Worker(WorkerSettings settings) throws IOException {
        this.settings = settings;
        this.store = FactStore.open(settings.facts());
        this.leases = new Leases(settings.facts(), settings.name() + "-" + UUID.randomUUID());
        this.detectors = new Detectors(settings.models());
        this.sink = new FactSink(store.log(), store.pictures(), camera -> !lost.contains(camera));
        this.ears = new Ears(store, settings.relay(), metrics);
        this.governor = new LoadGovernor(settings.work().minFps());
        this.load = new Load(metrics);
        this.crew = Executors.newFixedThreadPool(settings.work().threads(), named("crew"));
        this.clock = Executors.newScheduledThreadPool(2, named("clock"));
        Gauge.builder("vigilia.vision.cameras", posts, Map::size).register(metrics);
        Gauge.builder("vigilia.vision.facts.waiting", sink, FactSink::depth).register(metrics);
        Gauge.builder("vigilia.vision.facts.dropped", sink, FactSink::dropped).register(metrics);
        Gauge.builder("vigilia.vision.load.level", governor, LoadGovernor::level)
                .register(metrics);
        this.http = new WorkerHttp(settings.http(), this);
        clock.scheduleWithFixedDelay(this::follow, 0, 500, TimeUnit.MILLISECONDS);
        clock.scheduleAtFixedRate(this::pace, 1_000, 1_000, TimeUnit.MILLISECONDS);
        detectors.find("default");
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Follows the catalogue and the leases, twice a second. */
    private void follow() {
        try {
            for (Catalogue.Entry entry : store.catalogue().listAfter(version)) {
                version = Math.max(version, entry.version());
                Catalogue.AnalysisOrder order = entry.order();
                if (entry.scene() == null) {
                    known.remove(entry.camera());
                } else {
                    known.add(entry.camera());
                }
                if (entry.scene() == null || order == null || !order.enabled()) {
                    wanted.remove(entry.camera());
                } else {
                    wanted.put(entry.camera(), entry);
                    CameraPost post = posts.get(entry.camera());
                    if (post != null) {
                        post.follow(entry);
                    }
                }
            }
            for (CameraId camera : List.copyOf(posts.keySet())) {
                if (!wanted.containsKey(camera)) {
                    leave(camera, "not wanted any more");
                }
            }
            ears.follow();
            Set<CameraId> heard = ears.wanted(known);
            Set<CameraId> all = new HashSet<>(wanted.keySet());
            all.addAll(heard);
            Map<CameraId, Long> held = leases.renew(all, settings.work().cameras());
            settle(held);
            heard.retainAll(held.keySet());
            ears.settle(heard);
            if (databaseAway) {
                databaseAway = false;
                LOG.atInfo().addKeyValue("event", "database-back").log("leases are renewed again");
            }
        } catch (LogUnavailable | SQLException e) {
            if (!databaseAway) {
                databaseAway = true;
                LOG.atWarn()
                        .addKeyValue("event", "database-away")
                        .addKeyValue("reason", e.getMessage())
                        .log("going on with the cameras at hand");
            }
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("event", "follow-failed").setCause(e).log("trying again");
        }
    }

    private void settle(Map<CameraId, Long> held) {
        for (CameraId camera : List.copyOf(posts.keySet())) {
            Long epoch = held.get(camera);
            if (epoch == null || !epoch.equals(epochs.get(camera))) {
                lost.add(camera);
                leave(camera, "another worker holds it");
            }
        }
        held.forEach((camera, epoch) -> {
            Catalogue.Entry entry = wanted.get(camera);
            if (entry != null && !posts.containsKey(camera)) {
                lost.remove(camera);
                epochs.put(camera, epoch);
                posts.put(
                        camera,
                        new CameraPost(
                                entry,
                                epoch,
                                settings.relay(),
                                settings.work().frozenAfter(),
                                new CameraPost.Shared(crew, detectors, sink, governor, load)));
                LOG.atInfo()
                        .addKeyValue("event", "camera-taken")
                        .addKeyValue("camera", camera)
                        .addKeyValue("epoch", epoch)
                        .log("analysing");
            }
        });
    }

    private void leave(CameraId camera, String reason) {
        CameraPost post = posts.remove(camera);
        if (post != null) {
            post.close();
            LOG.atInfo()
                    .addKeyValue("event", "camera-left")
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", reason)
                    .log("analysis stopped");
        }
    }

    /** Judges the last second and sets the pace. */
    private void pace() {
        long now = System.nanoTime();
        double seconds = Math.max(0.1, (now - paceAt) / 1e9);
        paceAt = now;
        double worst = 0;
        for (CameraPost post : posts.values()) {
            worst = Math.max(worst, post.second());
        }
        double busy = load.takeBusyNanos() / 1e9 / seconds / settings.work().threads();
        if (governor.second(busy, worst)) {
            LOG.atInfo()
                    .addKeyValue("event", "pace")
                    .addKeyValue("level", governor.level())
                    .addKeyValue("busy", Math.round(busy * 100) / 100.0)
                    .addKeyValue("worstWaitMs", Math.round(worst * 1000))
                    .log(governor.words());
        }
    }

    List<CameraFigures> cameras() {
        List<CameraFigures> all = new ArrayList<>();
        posts.values().forEach(post -> all.add(post.figures()));
        all.sort(Comparator.comparing(CameraFigures::id));
        return all;
    }

    /** What is not as it should be; empty when all is well. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (databaseAway || sink.away()) {
            troubles.add("the database cannot be reached; " + sink.depth() + " facts wait");
        }
        detectors.problems().forEach((model, problem) -> troubles.add("model " + model + ": " + problem));
        if (governor.level() > 0) {
            troubles.add("too much to do: " + governor.words());
        }
        return troubles;
    }

    Map<String, Object> figures() {
        return Map.of(
                "cameras", posts.size(),
                "wanted", wanted.size(),
                "factsStored", sink.stored(),
                "factsWaiting", sink.depth(),
                "factsDropped", sink.dropped(),
                "loadLevel", governor.level(),
                "loadWords", governor.words());
    }

    PrometheusMeterRegistry metrics() {
        return metrics;
    }

    int port() {
        return http.port();
    }

    /** Ends all cameras, stores what waits and gives the leases back. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        http.close();
        clock.shutdown();
        try {
            clock.awaitTermination(8, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List.copyOf(posts.keySet()).forEach(camera -> leave(camera, "the worker ends"));
        ears.close();
        crew.shutdown();
        try {
            if (crew.awaitTermination(5, TimeUnit.SECONDS)) {
                detectors.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
        leases.close();
        store.close();
    }
}
