package org.vigilia.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.broker.bench.BenchCommand;

/**
 * Starts the broker process: {@code run --settings FILE [--die-with-parent]}, which ends on SIGTERM; or {@code bench}, which
 * measures it.
 */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Ends with 0 when told to end, 1 when it could not start, 2 on a wrong command line. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = Arrays.asList(arguments);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        switch (words.isEmpty() ? "" : words.get(0)) {
            case "run" -> System.exit(run(rest));
            case "bench" -> System.exit(bench(rest));
            default -> {
                System.err.println("usage: broker run --settings FILE [--die-with-parent] | broker bench …");
                System.exit(2);
            }
        }
    }

    private static int bench(List<String> arguments) throws Exception {
        if (!arguments.isEmpty() && arguments.get(0).equals("bare")) {
            BareBroker.run(Path.of(arguments.get(1)));
            return 0;
        }
        int at = arguments.indexOf("--settings");
        return BenchCommand.run(arguments, at < 0 ? Map.of() : read(Path.of(arguments.get(at + 1))));
    }

    private static int run(List<String> arguments) throws InterruptedException {
        int at = arguments.indexOf("--settings");
        if (at < 0 || at + 1 >= arguments.size()) {
            System.err.println("usage: run --settings FILE [--die-with-parent]");
            return 2;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            main.interrupt();
                            try {
                                stopped.await(8, TimeUnit.SECONDS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop"));
        if (arguments.contains("--die-with-parent")) {
            dieWithParent();
        }
        try (BrokerProcess process = BrokerProcess.start(read(Path.of(arguments.get(at + 1))))) {
            LOG.atDebug().addKeyValue("port", process.httpPort()).log("running");
            stop.await();
            return 0;
        } catch (InterruptedException e) {
            return 0;
        } catch (Exception e) {
            LOG.atError()
                    .addKeyValue("event", "broker-failed")
                    .addKeyValue("reason", e.toString())
                    .log("cannot go on");
            return 1;
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

    private static void dieWithParent() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            continue;
                        }
                    } catch (IOException gone) {
                        LOG.atDebug().log("parent gone");
                    }
                    Runtime.getRuntime().exit(0);
                },
                "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
    }
}
