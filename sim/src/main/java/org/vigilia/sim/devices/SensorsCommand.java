package org.vigilia.sim.devices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.sim.people.Api;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.sensors.Devices;
import org.vigilia.sim.sensors.Faults;
import org.vigilia.sim.sensors.Script;
import org.vigilia.sim.sensors.World;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sim sensors --server URL --account FILE --broker HOST:PORT --credentials FILE [--seed N] [--demo]
 * [--history-hours N [--history-every SECONDS]] [--truth FILE] [--control-port N] [--die-with-parent]}: the town's
 * sensors, until told to end.
 *
 * <p>Registers about two hundred devices and the town's rules with the account that {@code sim people} wrote, sends the
 * history that is asked for as fast as the city takes it (but not again after a restart), then lets every device tell over MQTT at its pace. When all are
 * registered, one line {@code {"devices":N,"control":PORT}} goes to standard output; at the end, one JSON line with what
 * became of the messages.
 */
public final class SensorsCommand {

    private static final Logger LOG = LoggerFactory.getLogger(SensorsCommand.class);
    private static final String SEED = "20261125";
    private static final String USUAL_HISTORY_PACE = "300";

    private final Map<String, String> options;
    private final List<String> flags;

    private SensorsCommand(Map<String, String> options, List<String> flags) {
        this.options = options;
        this.flags = flags;
    }

    /** The exit status: 0, 1 when the city refused, 2 for wrong words. */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--demo") || argument.equals("--die-with-parent")) {
                flags.add(argument);
            } else if (argument.startsWith("--") && i + 1 < arguments.size()) {
                i++;
                options.put(argument, arguments.get(i));
            } else {
                System.err.println("sensors: do not understand '" + argument + "'");
                return 2;
            }
        }
        for (String needed : List.of("--server", "--account", "--broker", "--credentials")) {
            if (!options.containsKey(needed)) {
                System.err.println("sensors: " + needed + " is missing");
                return 2;
            }
        }
        try {
            return new SensorsCommand(options, flags).run();
        } catch (Api.Refused e) {
            System.err.println("sensors: the city refused: " + e.getMessage());
            return 1;
        }
    }

    private int run() throws IOException, InterruptedException {
        if (flags.contains("--die-with-parent")) {
            dieWithParent();
        }
        long seed = Long.parseLong(options.getOrDefault("--seed", SEED));
        Duration pace = Duration.ofSeconds(Long.parseLong(options.getOrDefault("--history-every", USUAL_HISTORY_PACE)));
        Duration history = Duration.ofHours(Long.parseLong(options.getOrDefault("--history-hours", "0")));
        List<Device> devices = Devices.of(seed);
        boolean known = Files.exists(Path.of(options.getOrDefault("--credentials", "")));
        Credentials credentials = moveIn(devices, history.isZero() ? Duration.ZERO : pace);
        Faults faults = new Faults();
        World world = new World(seed, new Script());
        String truthFile = options.get("--truth");
        try (Truth truth = new Truth(truthFile == null ? null : Path.of(truthFile));
                Network network = new Network(broker(), credentials, devices)) {
            LiveTown town = new LiveTown(seed, devices, world, faults, network, truth);
            int port = Integer.parseInt(options.getOrDefault("--control-port", "0"));
            try (Control control = new Control(port, town, network, faults, devices)) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(network, truth), "sensors-stop"));
                System.out.println("{\"devices\":" + devices.size() + ",\"control\":" + control.port() + "}");
                if (!history.isZero() && !known) {
                    town.history(Instant.now().minus(history), pace);
                }
                town.live(flags.contains("--demo"));
            }
        }
        return 0;
    }

    private Credentials moveIn(List<Device> devices, Duration pace) throws IOException, InterruptedException {
        Api api = new Api(options.getOrDefault("--server", ""));
        api.signIn(Path.of(options.getOrDefault("--account", "")));
        Credentials credentials =
                new Registration(api, Path.of(options.getOrDefault("--credentials", ""))).register(devices, pace);
        LOG.atInfo().addKeyValue("devices", devices.size()).log("devices registered");
        try (InputStream in = SensorsCommand.class.getResourceAsStream("/town/rules.yml")) {
            if (in == null) {
                throw new IllegalStateException("the town's rules are not in the program");
            }
            api.post("/rules/import", "text/plain", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            LOG.atInfo().log("rules imported");
        } catch (Api.Refused e) {
            // the sensors are worth seeing without them
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("the city does not take the town's rules");
        }
        return credentials;
    }

    private InetSocketAddress broker() {
        String[] parts = options.getOrDefault("--broker", "").split(":", 2);
        return InetSocketAddress.createUnresolved(parts[0], parts.length < 2 ? 1883 : Integer.parseInt(parts[1]));
    }

    private static void tell(Network network, Truth truth) {
        Line.Counts counts = network.counts();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("acknowledged", counts.acknowledged());
        summary.put("waiting", counts.waiting());
        summary.put("forgotten", counts.forgotten());
        summary.put("happenings", truth.happenings());
        summary.put("faults", truth.faults());
        System.out.println(JsonMapper.builder().build().writeValueAsString(summary));
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
