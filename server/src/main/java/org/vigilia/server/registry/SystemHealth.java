package org.vigilia.server.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.vigilia.server.Database;
import org.vigilia.server.ServerSettings;
import tools.jackson.databind.JsonNode;

/**
 * How the processes of the system are: as the supervisor tells, or by asking each where no supervisor answers. Looks
 * every second beside all requests, so that telling it costs nothing and works while anything is down.
 */
@Component
class SystemHealth {

    private static final Logger LOG = LoggerFactory.getLogger(SystemHealth.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** Whom to ask. */
    @Component
    record Sources(
            Machines machines,
            ServerSettings.Node node,
            ServerSettings.Media media,
            ServerSettings.Vision vision,
            ServerSettings.Stream stream,
            ObjectProvider<HealthNote> notes) {}

    private final Sources sources;
    private final Database database;
    private final JdbcClient jdbc;
    private final ServerSettings.Data data;
    private final Clock clock;
    private final Instant started;
    private volatile Snapshot snapshot;
    private volatile boolean databaseAnswers;

    SystemHealth(Sources sources, Database database, JdbcClient jdbc, ServerSettings.Data data, Clock clock) {
        this.sources = sources;
        this.database = database;
        this.jdbc = jdbc;
        this.data = data;
        this.clock = clock;
        this.started = clock.instant();
        this.snapshot = new Snapshot(Status.DEGRADED, started, List.of(), List.of(), null);
    }

    /** How something is. */
    enum Status {
        UP,
        DEGRADED,
        DOWN
    }

    /**
     * One process.
     *
     * @param since since when it is so, UTC; null when unknown
     * @param restarts how often it was started again; null when no supervisor tells
     * @param rssBytes memory; null when unknown
     * @param cpuPercent of one core; null when unknown
     * @param detail one line for people; may be empty
     */
    record ProcessState(
            String name,
            Status status,
            @Nullable Instant since,
            @Nullable Integer restarts,
            @Nullable Long pid,
            @Nullable Long rssBytes,
            @Nullable Double cpuPercent,
            String detail) {}

    /** Something that waits, as the processes tell. */
    record Queue(String name, long depth, long limit, long dropped) {}

    /** The disk that holds the data. */
    record Disk(long freeBytes, long totalBytes) {}

    /** All of it at one moment. */
    record Snapshot(
            Status status,
            Instant at,
            List<ProcessState> processes,
            List<Queue> queues,
            @Nullable Disk disk) {}

    Snapshot now() {
        return snapshot;
    }

    @Scheduled(fixedDelay = 1_000)
    void look() {
        try {
            List<ProcessState> processes = new ArrayList<>();
            List<Queue> queues = new ArrayList<>();
            Optional<JsonNode> node = ask(sources.node().url());
            if (node.isPresent()) {
                node.get().path("processes").forEach(p -> processes.add(process(p)));
            } else {
                processes.add(own());
            }
            askEach(node.isEmpty(), processes, queues);
            Status databaseState = database();
            databaseAnswers = databaseState == Status.UP;
            if (processes.stream().noneMatch(p -> p.name().equals("postgres"))) {
                processes.add(plain("database", databaseState, ""));
            }
            for (HealthNote note : sources.notes()) {
                processes.add(
                        plain(note.name(), note.trouble().isEmpty() ? Status.UP : Status.DEGRADED, note.trouble()));
            }
            boolean well = databaseState == Status.UP && processes.stream().allMatch(p -> p.status() == Status.UP);
            snapshot = new Snapshot(
                    well ? Status.UP : Status.DEGRADED,
                    clock.instant(),
                    List.copyOf(processes),
                    List.copyOf(queues),
                    disk());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("health of the system cannot be read");
        }
    }

    /** Processes tell their queues themselves; without a supervisor also whether they live. */
    private void askEach(boolean alone, List<ProcessState> processes, List<Queue> queues) {
        List<URI> vision = sources.vision().urls();
        askOne("media", sources.media().url(), alone, processes, queues);
        for (int i = 0; i < vision.size(); i++) {
            askOne(vision.size() == 1 ? "vision" : "vision-" + (i + 1), vision.get(i), alone, processes, queues);
        }
        askOne("stream", sources.stream().url(), alone, processes, queues);
    }

    private void askOne(String name, URI url, boolean alone, List<ProcessState> processes, List<Queue> queues) {
        Optional<JsonNode> health = ask(url);
        health.ifPresent(told -> told.path("queues").forEach(q -> queues.add(queue(name, q))));
        if (alone) {
            processes.add(health.map(told -> plain(name, status(told), HealthWords.reason(told)))
                    .orElseGet(() -> plain(name, Status.DOWN, "does not answer at " + url)));
        }
    }

    private Optional<JsonNode> ask(URI process) {
        try {
            return Optional.of(sources.machines().get(process, "/health", LIMIT));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a query was answered when last looked; never waits, for whoever asks may take silence for death. */
    boolean databaseAnswers() {
        return databaseAnswers;
    }

    private Status database() {
        if (!database.ready()) {
            return Status.DOWN;
        }
        try {
            jdbc.sql("select 1").query(Integer.class).single();
            return Status.UP;
        } catch (DataAccessException | TransactionException e) {
            return Status.DOWN;
        }
    }

    private ProcessState own() {
        return new ProcessState(
                "server", Status.UP, started, null, ProcessHandle.current().pid(), null, null, "");
    }

    private @Nullable Disk disk() {
        try {
            FileStore store = Files.getFileStore(data.dir().toAbsolutePath());
            return new Disk(store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return null;
        }
    }

    private static ProcessState plain(String name, Status status, String detail) {
        return new ProcessState(name, status, null, null, null, null, null, detail);
    }

    private static ProcessState process(JsonNode told) {
        return new ProcessState(
                told.path("name").asString("?"),
                status(told),
                HealthWords.time(told.path("since")).orElse(null),
                HealthWords.size(told, "restarts"),
                HealthWords.whole(told, "pid"),
                HealthWords.whole(told, "rssBytes"),
                HealthWords.number(told, "cpuPercent"),
                HealthWords.reason(told));
    }

    private static Queue queue(String process, JsonNode told) {
        return new Queue(
                process + ": " + told.path("name").asString("?"),
                told.path("depth").asLong(0),
                told.path("limit").asLong(0),
                told.path("dropped").asLong(0));
    }

    /** What is neither up nor down is on its way: STARTING, RESTARTING, …. */
    private static Status status(JsonNode told) {
        return switch (told.path("status").asString("")) {
            case "UP" -> Status.UP;
            case "DOWN" -> Status.DOWN;
            default -> Status.DEGRADED;
        };
    }
}
