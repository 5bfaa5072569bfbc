package org.vigilia.sim.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vigilia.sim.sensors.Device;
import org.vigilia.sim.sensors.Devices;
import org.vigilia.sim.sensors.Reading;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Devices speak MQTT over real sockets, to a broker that loses connections and acknowledgements. */
@Timeout(60)
class NetworkITCase {

    private static final Instant AT = Instant.parse("2026-11-25T10:00:00Z");

    private final PretendBroker broker = new PretendBroker();
    private final JsonMapper json = JsonMapper.builder().build();

    @AfterEach
    void end() {
        broker.close();
    }

    @Test
    void sendsEverythingInOrderWithItsOwnPassword() throws Exception {
        try (Line line = line(1000)) {
            for (int i = 0; i < 500; i++) {
                line.send("vigilia/air-01/observations", text(i));
            }

            assertThat(line.awaitWaiting(0, 20_000)).isTrue();
            assertThat(broker.got().stream().map(PretendBroker.Got::payload))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(String::valueOf).toList());
            assertThat(broker.passwords()).containsExactly("secret");
            assertThat(line.counts()).isEqualTo(new Line.Counts(500, 0, 0));
        }
    }

    @Test
    void comesBackAfterALostConnectionAndSendsWhatWasNotAcknowledged() throws Exception {
        try (Line line = line(1000)) {
            line.send("t", text(0));
            assertThat(line.awaitWaiting(0, 20_000)).isTrue();
            broker.acknowledge(false);
            for (int i = 1; i < 100; i++) {
                line.send("t", text(i));
            }
            broker.loseConnections();
            broker.acknowledge(true);

            assertThat(line.awaitWaiting(0, 30_000)).isTrue();
            Set<String> all =
                    broker.got().stream().map(PretendBroker.Got::payload).collect(Collectors.toSet());
            assertThat(all).hasSize(100);
            assertThat(line.counts().forgotten()).isZero();
            assertThat(broker.passwords()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void forgetsTheOldestWhenItsMemoryIsFullAndSaysHowMany() throws Exception {
        broker.acknowledge(false);
        try (Line line = line(10)) {
            for (int i = 0; i < 100; i++) {
                line.send("t", text(i));
            }
            await(() -> line.counts().waiting() <= 18);
            long forgotten = line.counts().forgotten();
            broker.loseConnections();
            broker.acknowledge(true);

            assertThat(line.awaitWaiting(0, 30_000)).isTrue();
            assertThat(line.counts().acknowledged() + line.counts().forgotten()).isEqualTo(100);
            assertThat(forgotten).isGreaterThanOrEqualTo(82);
            List<String> got =
                    broker.got().stream().map(PretendBroker.Got::payload).toList();
            assertThat(got).contains("99").doesNotContain("20");
        }
    }

    @Test
    void ownDevicesWritePlainJsonAndLorawanOnesTheWordsOfTheThingsStack() throws Exception {
        List<Device> devices = Devices.of(1);
        Credentials credentials = new Credentials();
        credentials.put(Registration.GATEWAY, new Credentials.Account("gateway-user", "secret"));
        devices.forEach(device -> credentials.put(device.id(), new Credentials.Account(device.id(), "secret")));
        Device air = device(devices, "air-01");
        Device bin = device(devices, "bin-01");
        try (Network network = new Network(broker.address(), credentials, devices)) {
            network.send(air, List.of(new Reading("air-01", AT, Map.of("pm25", 12.5))));
            network.send(bin, List.of(new Reading("bin-01", AT, Map.of("fill", 61.0, "signal", -88.0))));
            network.sendHistory(
                    bin,
                    List.of(
                            new Reading("bin-01", AT.minus(Duration.ofHours(1)), Map.of("fill", 60.0)),
                            new Reading("bin-01", AT.minus(Duration.ofMinutes(30)), Map.of("fill", 60.5))));
            await(() -> broker.got().size() == 3);
        }

        PretendBroker.Got own = got("vigilia/air-01/observations");
        assertThat(own.user()).isEqualTo("air-01");
        assertThat(json.readTree(own.payload()))
                .isEqualTo(json.readTree("{\"time\":\"2026-11-25T10:00:00Z\",\"pm25\":12.5}"));
        PretendBroker.Got uplink = got("v3/port-vigilia@town/devices/bin-01/up");
        assertThat(uplink.user()).isEqualTo("gateway-user");
        JsonNode message = json.readTree(uplink.payload());
        assertThat(message.at("/end_device_ids/device_id").asString()).isEqualTo("bin-01");
        assertThat(message.at("/uplink_message/decoded_payload/fill").asDouble())
                .isEqualTo(61);
        assertThat(message.at("/uplink_message/decoded_payload/signal").isMissingNode())
                .isTrue();
        assertThat(message.at("/uplink_message/rx_metadata/0/rssi").asInt()).isEqualTo(-88);
        assertThat(message.at("/uplink_message/received_at").asString()).isEqualTo("2026-11-25T10:00:00Z");
        JsonNode history =
                json.readTree(got("vigilia/town-gateway/bin-01/observations").payload());
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.at("/1/fill").asDouble()).isEqualTo(60.5);
    }

    @Test
    void theWholeTownConnectsEachDeviceForItself() throws Exception {
        List<Device> devices = Devices.of(1);
        Credentials credentials = new Credentials();
        credentials.put(Registration.GATEWAY, new Credentials.Account("gateway-user", "secret"));
        devices.forEach(device -> credentials.put(device.id(), new Credentials.Account(device.id(), "secret")));
        Set<String> own = new HashSet<>();
        devices.stream().filter(d -> d.link() == Device.Link.OWN).forEach(device -> own.add(device.id()));
        try (Network network = new Network(broker.address(), credentials, devices)) {
            await(() -> broker.connections() == own.size() + 1);
            devices.forEach(device ->
                    network.send(device, List.of(new Reading(device.id(), AT, Map.of("value", 1.0)))));
            await(() -> broker.got().size() == devices.size());
            // the acknowledgement is on its way when the broker has noted the message
            await(() -> network.counts().equals(new Line.Counts(devices.size(), 0, 0)));
        }
    }

    private PretendBroker.Got got(String topic) {
        return broker.got().stream()
                .filter(got -> got.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private Line line(int memory) {
        return new Line(broker.address(), new Credentials.Account("air-01", "secret"), memory, 8);
    }

    private static byte[] text(int number) {
        return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
    }

    private static Device device(List<Device> devices, String id) {
        return devices.stream().filter(d -> d.id().equals(id)).findFirst().orElseThrow();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 40 s").isLessThan(until);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
