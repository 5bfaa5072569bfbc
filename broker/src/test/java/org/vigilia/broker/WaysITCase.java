package org.vigilia.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.sensing.DeviceAccess;

/** Further ways in and out: encryption, another broker, Debian's mosquitto, and subscriptions. */
class WaysITCase {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final char[] WORD = "only for tests".toCharArray();

    @TempDir
    Path data;

    private static boolean installed(String program) {
        return Files.isExecutable(Path.of("/usr/bin", program)) || Files.isExecutable(Path.of("/usr/sbin", program));
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private KeyStore identity(String name) throws Exception {
        Path file = data.resolve(name + ".p12");
        output(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(WORD));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, WORD);
        }
        return store;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    private Mqtt3AsyncClient encrypted(Town town, String id, @Nullable String password, @Nullable KeyStore own)
            throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, WORD);
        MqttClientSslConfig tls = MqttClientSslConfig.builder()
                .trustManagerFactory(InsecureTrustManagerFactory.INSTANCE)
                .keyManagerFactory(own == null ? null : keys)
                .hostnameVerifier((host, session) -> true)
                .build();
        var builder = MqttClient.builder()
                .useMqttVersion3()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(town.broker.mqttsPort())
                .sslConfig(tls);
        if (password != null) {
            builder = builder.simpleAuth()
                    .username(id)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return builder.buildAsync();
    }

    @Test
    void devicesComeEncryptedWithAPasswordOrTheirCertificate() throws Exception {
        KeyStore server = identity("broker");
        Path certificate = data.resolve("broker.pem");
        Path key = data.resolve("broker.key");
        Files.writeString(
                certificate, pem("CERTIFICATE", server.getCertificate("broker").getEncoded()));
        Files.writeString(key, pem("PRIVATE KEY", server.getKey("broker", WORD).getEncoded()));
        KeyStore own = identity("meter");
        String fingerprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(own.getCertificate("meter").getEncoded()));
        try (Town town = new Town(
                data, Map.of("tls.certificate", certificate.toString(), "tls.key", key.toString(), "tls.port", "0"))) {
            town.stream(20, "meter", Town.PARKS, "v", org.vigilia.contract.sensing.Quantity.OTHER);
            town.store
                    .devices()
                    .put("meter", new DeviceAccess("meter", Town.PARKS, null, fingerprint, "json", false, true));
            Mqtt3AsyncClient air = Town.connected(encrypted(town, "air-1", Town.password("air-1"), null));
            Town.publish(air, "vigilia/air-1/observations", Town.json(NOW, "pm25", 2))
                    .get(10, TimeUnit.SECONDS);
            assertThat(town.ask("select count(*) from facts.observation where datastream = 1"))
                    .isEqualTo(1);
            assertThat(Town.soon(() -> {
                        try {
                            Town.connected(encrypted(town, "meter", null, own)).disconnect();
                            return true;
                        } catch (Exception e) {
                            return false;
                        }
                    }))
                    .isTrue();
            KeyStore forged = identity("forger");
            assertThatThrownBy(() -> Town.connected(encrypted(town, "meter", null, forged)));
            assertThatThrownBy(() -> Town.connected(encrypted(town, "meter", null, null)));
            air.disconnect().get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoFollowsADatastreamIsToldOfEachObservationWhateverWayItCame() throws Exception {
        try (Town town = new Town(data, Map.of())) {
            Mqtt3AsyncClient follower = Town.connected(town.client("hub"));
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            follower.subscribeWith()
                    .topicFilter("v1.1/Datastreams(1)/Observations")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(m -> told.add(new String(m.getPayloadAsBytes(), StandardCharsets.UTF_8)))
                    .send()
                    .get(10, TimeUnit.SECONDS);
            // the log is followed from the moment of the subscription; whether that has begun, only a message tells
            assertThat(Town.soon(() -> {
                        town.store
                                .observations()
                                .append(List.of(new org.vigilia.contract.sensing.Observation(
                                        new org.vigilia.contract.id.DatastreamId(1), Instant.now(), 1)));
                        return !told.isEmpty();
                    }))
                    .isTrue();
            told.clear();
            Mqtt3AsyncClient air = Town.connected(town.client("air-1"));
            Town.publish(air, "vigilia/air-1/observations", Town.json(NOW.plusSeconds(3), "pm25", 8.5));
            String json = "";
            for (int i = 0; i < 100 && !json.contains("8.5"); i++) {
                json = String.valueOf(told.poll(10, TimeUnit.SECONDS));
            }
            String id = town.text("select id from facts.observation where datastream = 1 and value = 8.5");
            assertThat(json)
                    .isEqualTo("{\"@iot.id\":" + id + ",\"phenomenonTime\":\"" + NOW.plusSeconds(3)
                            + "\",\"resultTime\":null,\"result\":8.5}");
            assertThatThrownBy(() -> follower.subscribeWith()
                    .topicFilter("v1.1/Datastreams(5)/Observations")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send()
                    .get(10, TimeUnit.SECONDS));
            assertThatThrownBy(() -> follower.subscribeWith()
                    .topicFilter("#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send()
                    .get(10, TimeUnit.SECONDS));
            follower.disconnect().get(5, TimeUnit.SECONDS);
            air.disconnect().get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void mosquittoPubShowsUpInTheStore() throws Exception {
        assumeThat(installed("mosquitto_pub"))
                .as("skipped: there is no mosquitto_pub here (Debian: apt-get install mosquitto-clients)")
                .isTrue();
        try (Town town = new Town(data, Map.of())) {
            long begin = System.nanoTime();
            output(
                    "mosquitto_pub",
                    "-h",
                    "127.0.0.1",
                    "-p",
                    String.valueOf(town.broker.mqttPort()),
                    "-i",
                    "air-1",
                    "-u",
                    "air-1",
                    "-P",
                    Town.password("air-1"),
                    "-q",
                    "1",
                    "-t",
                    "vigilia/air-1/observations",
                    "-m",
                    "{\"pm25\":21.5}");
            assertThat(town.ask("select count(*) from facts.observation where datastream = 1 and value = 21.5"))
                    .isEqualTo(1);
            System.out.println("mosquitto_pub to the store: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
    }

    @Test
    void messagesOfAnotherBrokerAreTakenAlsoThoseThatCameWhileWeWereAway() throws Exception {
        assumeThat(installed("mosquitto"))
                .as("skipped: there is no mosquitto here (Debian: apt-get install mosquitto)")
                .isTrue();
        int port = freePort();
        Path config = data.resolve("mosquitto.conf");
        Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        Process mosquitto = new ProcessBuilder("mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("mosquitto.log").toFile())
                .start();
        try {
            assertThat(Town.soon(() -> reachable(port))).isTrue();
            try (Town town = new Town(data, Map.of("external.url", "mqtt://127.0.0.1:" + port))) {
                Mqtt3AsyncClient client = Town.connected(MqttClient.builder()
                        .useMqttVersion3()
                        .identifier("somebody")
                        .serverHost("127.0.0.1")
                        .serverPort(port)
                        .buildAsync());
                assertThat(Town.soon(() -> {
                            Town.publish(client, "vigilia/air-1/observations", Town.json(NOW, "pm25", 1));
                            return town.ask("select count(*) from facts.observation where datastream = 1") == 1;
                        }))
                        .isTrue();
                town.broker.close();
                for (int i = 1; i <= 50; i++) {
                    Town.publish(client, "vigilia/air-1/observations", Town.json(NOW.plusSeconds(i), "pm25", i))
                            .get(10, TimeUnit.SECONDS);
                }
                Town.publish(client, "vigilia/stranger/observations", Town.json(NOW, "pm25", 1))
                        .get(10, TimeUnit.SECONDS);
                town.broker = town.open();
                assertThat(Town.soon(
                                () -> town.ask("select count(*) from facts.observation where datastream = 1") == 51))
                        .isTrue();
                assertThat(Town.soon(() -> town.ask("select count(*) from facts.dead_letter where agency is null"
                                        + " and reason like 'there is no device ''stranger''%'")
                                == 1))
                        .isTrue();
                client.disconnect().get(5, TimeUnit.SECONDS);
            }
        } finally {
            mosquitto.destroy();
            mosquitto.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static boolean reachable(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
