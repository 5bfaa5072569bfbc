package org.vigilia.media;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.media.bench.MediaBench;

/**
 * Starts media: {@code --settings FILE [--die-with-parent]}, which ends on SIGTERM; or {@code bench}, which measures it.
 */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Ends with 0 when told to end, 1 when it could not start, 2 on a wrong command line. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(arguments);
        if (!words.isEmpty() && words.get(0).equals("bench")) {
            System.exit(MediaBench.run(words.subList(1, words.size())));
        }
        int at = words.indexOf("--settings");
        if (at < 0 || at + 1 >= words.size()) {
            System.err.println("usage: media --settings FILE [--die-with-parent]");
            System.exit(2);
        }
        try {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(Path.of(words.get(at + 1)))) {
                properties.load(reader);
            }
            MediaNode node = new MediaNode(MediaSettings.from(properties));
            CountDownLatch over = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                node.close();
                                over.countDown();
                            },
                            "media-stop"));
            if (words.contains("--die-with-parent")) {
                dieWithParent();
            }
            LOG.atInfo().addKeyValue("controlPort", node.controlPort()).log("media ready");
            System.out.println("{\"control\":" + node.controlPort() + "}");
            over.await();
        } catch (IOException | IllegalArgumentException e) {
            LOG.atError().addKeyValue("reason", e.toString()).log("media cannot start");
            System.exit(1);
        }
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
