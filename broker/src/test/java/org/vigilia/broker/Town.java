package org.vigilia.broker;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.DatastreamId;
import org.vigilia.contract.sensing.DatastreamCard;
import org.vigilia.contract.sensing.DeviceAccess;
import org.vigilia.contract.sensing.Quantity;
import org.vigilia.contract.sensing.SensorKind;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;

/** A real PostgreSQL with two agencies' devices, and a broker in front of it. */
final class Town implements AutoCloseable {

    static final AgencyId PARKS = new AgencyId("parks");
    static final AgencyId ROADS = new AgencyId("roads");
    static final Duration LIMIT = Duration.ofSeconds(30);

    final EmbeddedPostgres postgres;
    final FactStore store;
    private final Path data;
    private final Map<String, String> extra;
    BrokerProcess broker;

    Town(Path data, Map<String, String> extra) throws Exception {
        this.data = data;
        this.extra = extra;
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start();
        store = FactStore.open(new FactsSettings(url(), "postgres", null, 4, FactsSettings.Retention.USUAL));
        device("air-1", PARKS, "json", false, 1, "pm25", Quantity.PM25);
        stream(2, "air-1", PARKS, "no2", Quantity.NO2);
        device("air-2", PARKS, "json", false, 3, "pm25", Quantity.PM25);
        device("hub", PARKS, "json", true, 4, "battery", Quantity.BATTERY);
        device("road-1", ROADS, "json", false, 5, "flow", Quantity.FLOW);
        broker = open();
    }

    BrokerProcess open() throws Exception {
        Map<String, String> properties = new HashMap<>(Map.of(
                "db.url",
                url(),
                "db.user",
                "postgres",
                "http.port",
                "0",
                "mqtt.port",
                "0",
                "data.dir",
                data.toString()));
        properties.putAll(extra);
        return BrokerProcess.start(properties);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    static String password(String device) {
        return "secret of " + device;
    }

    void device(String id, AgencyId agency, String mapping, boolean gateway, long stream, String channel, Quantity what)
            throws Exception {
        stream(stream, id, agency, channel, what);
        store.devices().put(id, access(id, agency, mapping, gateway, true));
    }

    static DeviceAccess access(String id, AgencyId agency, String mapping, boolean gateway, boolean enabled)
            throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(password(id).getBytes(StandardCharsets.UTF_8));
        return new DeviceAccess(
                id, agency, "sha256:" + HexFormat.of().formatHex(hash), null, mapping, gateway, enabled);
    }

    void stream(long id, String device, AgencyId agency, String channel, Quantity quantity) {
        store.datastreams()
                .put(
                        String.valueOf(id),
                        new DatastreamCard(
                                new DatastreamId(id),
                                agency,
                                device + " " + channel,
                                device,
                                channel,
                                SensorKind.GENERIC,
                                quantity,
                                quantity.unit(),
                                null,
                                0,
                                quantity.min(),
                                quantity.max(),
                                quantity.usualSilence(),
                                List.of(),
                                true));
    }

    Mqtt3AsyncClient client(String device) {
        return client(device, device, password(device));
    }

    Mqtt3AsyncClient client(String id, String user, String password) {
        return MqttClient.builder()
                .useMqttVersion3()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(broker.mqttPort())
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
    }

    static Mqtt3AsyncClient connected(Mqtt3AsyncClient client) throws Exception {
        client.connect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return client;
    }

    static java.util.concurrent.CompletableFuture<?> publish(Mqtt3AsyncClient client, String topic, String payload) {
        return client.publishWith()
                .topic(topic)
                .qos(com.hivemq.client.mqtt.datatypes.MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    static String json(Instant at, String channel, double value) {
        return "{\"time\":\"" + at + "\",\"" + channel + "\":" + value + "}";
    }

    long ask(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a condition; false when it does not come true in time. */
    static boolean soon(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < until) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.sleep(20);
        }
        return condition.getAsBoolean();
    }

    @Override
    public void close() throws Exception {
        broker.close();
        store.close();
        postgres.close();
    }
}
