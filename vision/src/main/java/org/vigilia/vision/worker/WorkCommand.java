package org.vigilia.vision.worker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code work --settings FILE [--die-with-parent]}: analyses cameras until told to end. */
public final class WorkCommand {

    private static final Logger LOG = LoggerFactory.getLogger(WorkCommand.class);

    private WorkCommand() {}

    /** Returns 0 when told to end, 1 when it could not start, 2 on a wrong command line. */
    public static int run(List<String> arguments, PrintStream err) {
        int at = arguments.indexOf("--settings");
        if (at < 0 || at + 1 >= arguments.size()) {
            err.println("usage: work --settings FILE [--die-with-parent]");
            return 2;
        }
        try {
            Worker worker = new Worker(WorkerSettings.read(Path.of(arguments.get(at + 1))));
            CountDownLatch over = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                worker.close();
                                over.countDown();
                            },
                            "vision-stop"));
            if (arguments.contains("--die-with-parent")) {
                dieWithParent();
            }
            LOG.atInfo()
                    .addKeyValue("event", "ready")
                    .addKeyValue("port", worker.port())
                    .log("vision ready");
            over.await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("event", "cannot-start")
                    .addKeyValue("reason", e.getMessage())
                    .log("vision cannot start");
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void dieWithParent() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            continue;
                        }
                    } catch (IOException e) {
                        LOG.atDebug().setCause(e).log("the parent is gone");
                    }
                    Runtime.getRuntime().exit(0);
                },
                "parent-watch");
        watcher.setDaemon(true);
        watcher.start();
    }
}
