package org.vigilia.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * The server process: the interface for people and machines, with every room of the house behind it. Started as {@code
 * ServerApplication --settings FILE [--die-with-parent]}.
 *
 * <p>FILE is a flat properties file, see {@link ServerSettings}. With {@code --die-with-parent} the process ends when
 * its standard input does.
 */
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@ConfigurationPropertiesScan
@EnableScheduling
@Modulithic(systemName = "Vigilia server")
public class ServerApplication {

    /** See above; exit code 2 when the arguments are wrong. */
    public static void main(String[] arguments) {
        Path settings = null;
        boolean dieWithParent = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--settings" -> settings = i + 1 < arguments.length ? Path.of(arguments[++i]) : null;
                case "--die-with-parent" -> dieWithParent = true;
                default ->
                    fail("unknown argument '" + arguments[i] + "'; known are --settings FILE and --die-with-parent");
            }
        }
        if (dieWithParent) {
            dieWithParent();
        }
        application().run("--spring.config.additional-location=file:" + readable(settings));
    }

    /** The application, not yet started. */
    public static SpringApplication application() {
        return new SpringApplication(ServerApplication.class);
    }

    private static Path readable(@Nullable Path settings) {
        if (settings == null || !Files.isReadable(settings)) {
            throw fail("--settings must name a readable properties file, but is " + settings);
        }
        return settings.toAbsolutePath();
    }

    private static IllegalStateException fail(String message) {
        System.err.println("server: " + message);
        System.exit(2);
        return new IllegalStateException(message);
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
