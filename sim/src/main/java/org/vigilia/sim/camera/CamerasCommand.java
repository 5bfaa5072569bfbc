package org.vigilia.sim.camera;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sim cameras [--settings FILE] [--port N] [--control-port N] [--auth basic|digest|digest_sha256]
 * [--die-with-parent] [name=clip[,fps][,user:password][,small clip]]...}: pretend cameras until told to end.
 *
 * <p>The settings file may hold {@code rtsp.port}, {@code control.port}, {@code auth} and one line
 * {@code camera.NAME=...} a camera. When all ports are bound, one line {@code {"rtsp":PORT,"control":PORT}} goes to
 * standard output.
 */
public final class CamerasCommand {
    private static final Logger LOG = LoggerFactory.getLogger(CamerasCommand.class);
    private static final String CAMERA = "camera.";

    private CamerasCommand() {}

    /** Runs until SIGTERM; the exit status. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Properties settings = new Properties();
        List<String> wanted = new ArrayList<>();
        boolean dieWithParent = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--die-with-parent")) {
                dieWithParent = true;
            } else if (argument.startsWith("--") && i + 1 < arguments.size()) {
                i++;
                option(settings, argument, arguments.get(i));
            } else if (argument.indexOf('=') > 0) {
                wanted.add(argument);
            } else {
                System.err.println("cameras: do not understand '" + argument + "'");
                return 2;
            }
        }
        Credentials.Scheme scheme = Credentials.Scheme.valueOf(
                settings.getProperty("auth", "digest").toUpperCase(Locale.ROOT));
        List<CameraPlan> plans = new ArrayList<>();
        for (String name : settings.stringPropertyNames().stream().sorted().toList()) {
            if (name.startsWith(CAMERA)) {
                plans.add(CameraPlan.parse(name.substring(CAMERA.length()), settings.getProperty(name), scheme));
            }
        }
        for (String camera : wanted) {
            int equals = camera.indexOf('=');
            plans.add(CameraPlan.parse(camera.substring(0, equals), camera.substring(equals + 1), scheme));
        }
        int rtspPort = Integer.parseInt(settings.getProperty("rtsp.port", "8554"));
        int controlPort = Integer.parseInt(settings.getProperty("control.port", "8553"));
        try (CameraServer server = new CameraServer(plans, rtspPort, controlPort)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "cameras-stop"));
            if (dieWithParent) {
                dieWithParent();
            }
            LOG.atInfo()
                    .addKeyValue("cameras", plans.size())
                    .addKeyValue("rtspPort", server.rtspPort())
                    .addKeyValue("controlPort", server.controlPort())
                    .log("cameras ready");
            System.out.println("{\"rtsp\":" + server.rtspPort() + ",\"control\":" + server.controlPort() + "}");
            server.await();
        }
        return 0;
    }

    private static void option(Properties settings, String name, String value) throws IOException {
        switch (name) {
            case "--settings" -> {
                try (Reader reader = Files.newBufferedReader(Path.of(value))) {
                    settings.load(reader);
                }
            }
            case "--port" -> settings.setProperty("rtsp.port", value);
            case "--control-port" -> settings.setProperty("control.port", value);
            case "--auth" -> settings.setProperty("auth", value);
            default -> throw new IllegalArgumentException("unknown option " + name);
        }
    }

    private static void dieWithParent() {
        InputStream in = System.in;
        Thread watcher = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                        while (reader.readLine() != null) {
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
