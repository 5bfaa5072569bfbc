package org.vigilia.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.SpringApplication;

/**
 * Starts the server: {@code Main --settings FILE [--die-with-parent]}.
 *
 * <p>FILE is a flat properties file, see {@link ServerSettings}. With {@code --die-with-parent} the process ends when
 * its standard input does.
 */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Path settings = null;
        boolean dieWithParent = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--settings" ->
                    settings = i + 1 < arguments.length ? Path.of(arguments[++i]) : fail("--settings needs a file");
                case "--die-with-parent" -> dieWithParent = true;
                default ->
                    fail("unknown argument '" + arguments[i] + "'; known are --settings FILE and --die-with-parent");
            }
        }
        if (settings == null || !Files.isReadable(settings)) {
            fail("--settings must name a readable properties file, but is " + settings);
        }
        SpringApplication application = ServerApplication.application();
        application.setDefaultProperties(Map.of("spring.config.additional-location", "file:" + settings));
        if (dieWithParent) {
            dieWithParent();
        }
        application.run();
    }

    private static Path fail(String message) {
        System.err.println("server: " + message);
        System.exit(2);
        throw new IllegalStateException(message);
    }

    private static void dieWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // only the end matters
                        }
                    } catch (IOException e) {
                        // the parent is gone, too
                    }
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
