package org.vigilia.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Finds the TCP ports that processes will listen on. */
final class Ports {

    private Ports() {}

    /** Settings that let every process take a free port: for a second Vigilia beside one that runs. */
    static List<String> any() {
        List<String> anyPorts = new ArrayList<>();
        for (String setting : List.of(
                "server.http.port",
                "media.http.port",
                "vision.http.port",
                "stream.http.port",
                "broker.http.port",
                "broker.mqtt.port",
                "node.http.port",
                "postgres.port",
                "sim.rtsp.port",
                "sim.control.port")) {
            anyPorts.add(setting + "=0");
        }
        return anyPorts;
    }

    /** Below the ports that systems give to outgoing connections: one of those may be taken before its process is up. */
    private static final int FIRST_FREE = 12_000;

    private static final int LAST_FREE = 30_000;
    private static final int ATTEMPTS = 200;

    /** Chosen already, though their processes may not listen yet. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    /**
     * The wanted port if it is free, any free one for 0.
     *
     * @throws UserError when it is taken, naming the setting to change
     */
    static int choose(String setting, int wanted) {
        for (int attempt = 0; wanted == 0 && attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_FREE, LAST_FREE);
            if (!GIVEN.add(port)) {
                continue;
            }
            try {
                return bind(port);
            } catch (IOException taken) {
                continue;
            }
        }
        try {
            return bind(wanted);
        } catch (IOException e) {
            throw new UserError(
                    "Port " + wanted + " is taken by another program. Stop it, or choose another port: --set " + setting
                            + "=PORT (0 picks a free one)",
                    e);
        }
    }

    private static int bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return socket.getLocalPort();
        }
    }
}
