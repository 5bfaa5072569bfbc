package org.vigilia.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * The wanted port if it is free, any free one for 0.
     *
     * @throws UserError when it is taken, naming the setting to change
     */
    static int choose(String setting, int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UserError(
                    "Port " + wanted + " is taken by another program. Stop it, or choose another port: --set " + setting
                            + "=PORT (0 picks a free one)",
                    e);
        }
    }
}
