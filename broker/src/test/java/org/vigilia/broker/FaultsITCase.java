package org.vigilia.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to acknowledged messages when the database goes, when the broker is killed, and when a device goes mad. */
class FaultsITCase {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final String AIR = "vigilia/air-1/observations";

    @TempDir
    Path data;

    /** The way to the database, which can be shut. */
    private static final class Gateway implements AutoCloseable {
        private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final int to;
        private volatile boolean shut;

        Gateway(int to) throws IOException {
            this.to = to;
            spawn(this::accept);
        }

        int port() {
            return door.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket from = door.accept();
                    if (shut) {
                        from.close();
                        continue;
                    }
                    Socket onward = new Socket(InetAddress.getLoopbackAddress(), to);
                    open.add(from);
                    open.add(onward);
                    spawn(() -> copy(from, onward));
                    spawn(() -> copy(onward, from));
                }
            } catch (IOException e) {
                // closed at the end
            }
        }

        private void copy(Socket from, Socket to) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                in.transferTo(out);
            } catch (IOException e) {
                // cut
            } finally {
                open.remove(from);
                open.remove(to);
            }
        }

        private static void spawn(Runnable work) {
            Thread thread = new Thread(work, "gateway");
            thread.setDaemon(true);
            thread.start();
        }

        void shut() throws IOException {
            shut = true;
            for (Socket socket : open) {
                socket.close();
            }
        }

        void open() {
            shut = false;
        }

        @Override
        public void close() throws IOException {
            door.close();
            shut();
        }
    }

    @Test
    void nothingIsAcknowledgedWhileTheDatabaseIsAwayAndAllIsStoredAfterwards() throws Exception {
        try (Town town = new Town(data, Map.of());
                Gateway gateway = new Gateway(town.postgres.getPort())) {
            town.broker.close();
            town.broker = BrokerProcess.start(Map.of(
                    "db.url", "jdbc:postgresql://127.0.0.1:" + gateway.port() + "/postgres",
                    "db.user", "postgres",
                    "http.port", "0",
                    "mqtt.port", "0",
                    "data.dir", data.resolve("second").toString()));
            Mqtt3AsyncClient client = Town.connected(town.client("air-1"));
            Town.publish(client, AIR, Town.json(NOW, "pm25", 1)).get(10, TimeUnit.SECONDS);
            gateway.shut();
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                waiting.add(Town.publish(client, AIR, Town.json(NOW.plusMillis(i), "pm25", i)));
            }
            Town.publish(client, AIR, "broken");
            assertThat(Town.soon(() -> health(town).contains("the database is away")))
                    .isTrue();
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            gateway.open();
            CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(town.ask("select count(*) from facts.observation where datastream = 1"))
                    .isEqualTo(201);
            assertThat(Town.soon(() -> town.ask("select count(*) from facts.dead_letter") == 1))
                    .isTrue();
            assertThat(Town.soon(() -> health(town).contains("\"UP\""))).isTrue();
            client.disconnect().get(5, TimeUnit.SECONDS);
        }
    }

    private static String health(Town town) {
        try (InputStream in = java.net
                .URI
                .create("http://127.0.0.1:" + town.broker.httpPort() + "/health")
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatWasAcknowledgedBeforeTheBrokerWasKilledIsStoredOnce() throws Exception {
        try (Town town = new Town(data, Map.of())) {
            town.broker.close();
            int mqtt = freePort();
            Path settings = data.resolve("broker.properties");
            Files.writeString(
                    settings,
                    "db.url=" + town.url() + "\ndb.user=postgres\nhttp.port=0\nmqtt.port=" + mqtt + "\ndata.dir="
                            + data.resolve("killed") + "\ndevice.readings=1000000\n");
            Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
            Process process = broker(settings);
            int sent = 0;
            try {
                Mqtt3AsyncClient client = connect(mqtt);
                while (acknowledged.size() < 2_000) {
                    sent = send(client, sent, acknowledged);
                }
                sent = send(client, sent, acknowledged);
                process.destroyForcibly().waitFor();
            } finally {
                process.destroyForcibly();
            }
            Set<Integer> before = Set.copyOf(acknowledged);
            assertThat(stored(town)).containsAll(before);
            Process again = broker(settings);
            try {
                Mqtt3AsyncClient client = connect(mqtt);
                List<CompletableFuture<?>> all = new ArrayList<>();
                for (int i = 0; i < sent; i++) {
                    all.add(Town.publish(client, AIR, Town.json(NOW.plusMillis(i), "pm25", i % 500)));
                }
                CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
                client.disconnect().get(5, TimeUnit.SECONDS);
            } finally {
                again.destroy();
                assertThat(again.waitFor(15, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(again.exitValue()).isIn(0, 143);
            assertThat(town.ask("select count(*) from facts.observation where datastream = 1"))
                    .isEqualTo(sent);
            town.broker = town.open();
        }
    }

    private static int send(Mqtt3AsyncClient client, int from, Set<Integer> acknowledged) throws InterruptedException {
        for (int i = from; i < from + 500; i++) {
            int number = i;
            Town.publish(client, AIR, Town.json(NOW.plusMillis(i), "pm25", i % 500))
                    .whenComplete((done, error) -> {
                        if (error == null) {
                            acknowledged.add(number);
                        }
                    });
        }
        Town.soon(() -> acknowledged.size() > from - 500);
        return from + 500;
    }

    private Set<Integer> stored(Town town) {
        Set<Integer> found = new HashSet<>();
        for (String at : town.text("select coalesce(string_agg((extract(epoch from at - '" + NOW
                        + "') * 1000)::int::text, ','), '') from facts.observation where datastream = 1")
                .split(",")) {
            if (!at.isEmpty()) {
                found.add(Integer.parseInt(at));
            }
        }
        return found;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process broker(Path settings) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.vigilia.broker.Main",
                        "run",
                        "--settings",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("broker.log").toFile()))
                .start();
    }

    private static Mqtt3AsyncClient connect(int port) throws InterruptedException {
        Mqtt3AsyncClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier("air-1")
                .serverHost("127.0.0.1")
                .serverPort(port)
                .simpleAuth()
                .username("air-1")
                .password(Town.password("air-1").getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        assertThat(Town.soon(() -> {
                    try {
                        client.connect().get(5, TimeUnit.SECONDS);
                        return true;
                    } catch (Exception e) {
                        return false;
                    }
                }))
                .isTrue();
        return client;
    }

    @Test
    void thousandsOfUnknownDevicesAndAFloodAreToldAndHarmNobody() throws Exception {
        try (Town town = new Town(data, Map.of("device.readings", "100"))) {
            Mqtt3AsyncClient hub = Town.connected(town.client("hub"));
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                all.add(Town.publish(hub, "vigilia/hub/new-" + i + "/observations", Town.json(NOW, "pm25", 1)));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertThat(town.ask("select count(*) from facts.dead_letter where reason like 'there is no device%'"))
                    .isEqualTo(5_000);
            Mqtt3AsyncClient mad = Town.connected(town.client("air-1"));
            for (int i = 0; i < 900; i++) {
                Town.publish(mad, AIR, Town.json(NOW.plusMillis(i), "pm25", i % 400));
            }
            Mqtt3AsyncClient calm = Town.connected(town.client("air-2"));
            Town.publish(calm, "vigilia/air-2/observations", Town.json(NOW, "pm25", 5))
                    .get(5, TimeUnit.SECONDS);
            assertThat(Town.soon(() -> town.ask("select count(*) from facts.dead_letter where reason like"
                                    + " '%sends faster than it may and is slowed down%'")
                            > 0))
                    .isTrue();
            assertThat(Town.soon(() -> town.ask("select count(*) from facts.observation where datastream = 1") == 900))
                    .isTrue();
            for (Mqtt3AsyncClient client : List.of(hub, mad, calm)) {
                client.disconnect().get(5, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void anMqtt5DeviceIsToldWhyAndRepeatsOfTheSameFaultAreCounted() throws Exception {
        try (Town town = new Town(data, Map.of())) {
            var client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("air-1")
                    .serverHost("127.0.0.1")
                    .serverPort(town.broker.mqttPort())
                    .simpleAuth()
                    .username("air-1")
                    .password(Town.password("air-1").getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .buildBlocking();
            client.connect();
            for (int i = 0; i < 30; i++) {
                byte code;
                try {
                    client.publishWith()
                            .topic(AIR)
                            .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
                            .payload("{".getBytes(StandardCharsets.UTF_8))
                            .send();
                    code = 0;
                } catch (Mqtt5PubAckException e) {
                    code = (byte) e.getMqttMessage().getReasonCode().getCode();
                }
                assertThat(code).isEqualTo(Reasons.PAYLOAD_FORMAT_INVALID);
            }
            client.publishWith()
                    .topic(AIR)
                    .qos(com.hivemq.client.mqtt.datatypes.MqttQos.EXACTLY_ONCE)
                    .payload(Town.json(NOW, "pm25", 4).getBytes(StandardCharsets.UTF_8))
                    .send();
            assertThat(town.ask("select count(*) from facts.observation where datastream = 1"))
                    .isEqualTo(1);
            assertThat(town.ask("select count(*) from facts.dead_letter")).isEqualTo(20);
            assertThat(town.ask("select sum(repeats + 1) from facts.dead_letter"))
                    .isEqualTo(30);
            client.disconnect();
        }
    }
}
