package org.vigilia.sim.devices;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.sensors.Reading;

/** All connections of the town's devices: one each, and one of the network server for the LoRaWAN ones. */
final class Network implements AutoCloseable {

    private static final int DEVICE_MEMORY = 500;
    private static final int DEVICE_WINDOW = 8;
    private static final int GATEWAY_MEMORY = 20_000;
    private static final int GATEWAY_WINDOW = 200;
    /** How many messages of history may wait before the next are made. */
    private static final int HISTORY_AHEAD = 2_000;

    private final Payloads payloads = new Payloads();
    private final Map<String, Line> lines = new HashMap<>();
    private final Line gateway;
    private long uplinks;

    Network(InetSocketAddress broker, Credentials credentials, List<Device> devices) {
        this.gateway = new Line(broker, account(credentials, Registration.GATEWAY), GATEWAY_MEMORY, GATEWAY_WINDOW);
        for (Device device : devices) {
            if (device.link() == Device.Link.OWN) {
                lines.put(
                        device.id(), new Line(broker, account(credentials, device.id()), DEVICE_MEMORY, DEVICE_WINDOW));
            }
        }
    }

    /** Sends what a device tells now, by its own way. */
    void send(Device device, List<Reading> readings) {
        Line line = lines.get(device.id());
        for (Reading reading : readings) {
            if (line == null) {
                uplinks++;
                gateway.send(Payloads.uplinkTopic(device.id()), payloads.uplink(reading, uplinks));
            } else {
                line.send(Payloads.topic(device.id()), payloads.plain(reading));
            }
        }
    }

    /** Sends what a device told long ago, through the gateway and many readings at once; waits when the city is slower. */
    void sendHistory(Device device, List<Reading> readings) throws InterruptedException {
        if (!readings.isEmpty()) {
            while (!gateway.awaitWaiting(HISTORY_AHEAD, 60_000)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            gateway.send(Payloads.topic(Registration.GATEWAY, device.id()), payloads.plain(readings));
        }
    }

    /** Waits until the city has acknowledged all history; false when the time is over. */
    boolean awaitHistory(long limitMs) throws InterruptedException {
        return gateway.awaitWaiting(0, limitMs);
    }

    /** The gateway's word on itself. */
    void sendGateway(double uplinksAMinute) {
        gateway.send(Payloads.topic(Registration.GATEWAY), payloads.plain(Map.of("uplinks", uplinksAMinute)));
    }

    long uplinks() {
        return uplinks;
    }

    Line.Counts counts() {
        Line.Counts counts = gateway.counts();
        for (Line line : lines.values()) {
            counts = counts.plus(line.counts());
        }
        return counts;
    }

    @Override
    public void close() {
        gateway.close();
        lines.values().forEach(Line::close);
    }

    private static Credentials.Account account(Credentials credentials, String device) {
        return credentials
                .find(device)
                .orElseThrow(() -> new IllegalStateException("the city gave no account for " + device));
    }
}
