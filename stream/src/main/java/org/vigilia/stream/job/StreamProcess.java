package org.vigilia.stream.job;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code run --settings FILE [--die-with-parent]}: the job in an embedded cluster, going on from the newest checkpoint.
 *
 * <p>Ends with code 0 on SIGTERM or when its parent goes, and with 1 when the job failed for good, so that the
 * supervisor starts it again.
 */
public final class StreamProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ASK_LIMIT = Duration.ofSeconds(10);

    private final StreamSettings settings;
    private final Stores stores;
    private final MiniCluster cluster;
    private final JobID job;
    private final HealthPage page;

    private StreamProcess(Map<String, String> properties) throws Exception {
        settings = StreamSettings.of(properties);
        Map<String, String> withUpkeep = new HashMap<>(properties);
        withUpkeep.put("db.upkeep", "true");
        withUpkeep.putIfAbsent("db.pool", "8");
        stores = Stores.of(withUpkeep);
        Files.createDirectories(settings.directory().resolve("tmp"));
        stores.open();
        page = HealthPage.start(settings.port());
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(clusterConfiguration(settings))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .build());
        cluster.start();
        Optional<Path> checkpoint = Checkpoints.findNewest(settings);
        JobGraph graph = StreamJob.graph(settings, stores, checkpoint.orElse(null));
        job = cluster.submitJob(graph)
                .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .getJobID();
        page.ask(this::statusName);
        LOG.atInfo()
                .addKeyValue("event", "job-started")
                .addKeyValue("job", job)
                .addKeyValue("checkpoint", checkpoint.map(Path::toString).orElse("none"))
                .addKeyValue("port", page.port())
                .log("facts are judged");
    }

    /** Starts the process; returns when the job is submitted. */
    public static StreamProcess start(Map<String, String> properties) throws Exception {
        return new StreamProcess(properties);
    }

    /** The command; returns the exit code when the process is to end. */
    public static int run(List<String> arguments) throws Exception {
        int at = arguments.indexOf("--settings");
        if (at < 0 || at + 1 >= arguments.size()) {
            System.err.println("usage: run --settings FILE [--die-with-parent]");
            return 2;
        }
        Map<String, String> properties;
        try {
            properties = read(Path.of(arguments.get(at + 1)));
        } catch (IOException e) {
            System.err.println("settings cannot be read: " + e.getMessage());
            return 2;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            try {
                                stopped.await(8, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop"));
        if (arguments.contains("--die-with-parent")) {
            dieWithParent(stop);
        }
        try (StreamProcess process = start(properties)) {
            return process.watch(stop);
        } finally {
            stopped.countDown();
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    private static void dieWithParent(CountDownLatch stop) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // the parent says nothing; it only hangs up
                        }
                    } catch (IOException e) {
                        LOG.atDebug().log("standard input is gone");
                    }
                    stop.countDown();
                },
                "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private int watch(CountDownLatch stop) throws Exception {
        boolean cleaned = false;
        while (!stop.await(1, TimeUnit.SECONDS)) {
            JobStatus status = status();
            if (status.isGloballyTerminalState()) {
                LOG.atError()
                        .addKeyValue("event", "job-ended")
                        .addKeyValue("status", status)
                        .log("the job ended; the process ends with it");
                return 1;
            }
            if (!cleaned) {
                cleaned = Checkpoints.removeOthers(settings, job.toHexString());
            }
        }
        return 0;
    }

    private JobStatus status() throws Exception {
        return cluster.getJobStatus(job).get(ASK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private String statusName() {
        try {
            return status().name();
        } catch (Exception e) {
            return "UNKNOWN";
        }
    }

    /** The port of the health page. */
    public int port() {
        return page.port();
    }

    private static Configuration clusterConfiguration(StreamSettings settings) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(JobManagerOptions.ADDRESS, "127.0.0.1");
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(WebOptions.CANCEL_ENABLE, false);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(8));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
        configuration.set(
                CoreOptions.TMP_DIRS,
                settings.directory().resolve("tmp").toAbsolutePath().toString());
        return configuration;
    }

    /** Stops the job where it is; the checkpoints stay. */
    @Override
    public void close() throws Exception {
        try {
            cluster.cancelJob(job).get(ASK_LIMIT.toSeconds(), TimeUnit.SECONDS);
            cluster.closeAsync().get(ASK_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            page.close();
            stores.close();
        }
    }
}
