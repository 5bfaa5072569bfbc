package org.vigilia.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Devices publish to the broker with a real MQTT client; a real PostgreSQL is behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerITCase {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @SuppressWarnings("NullAway.Init")
    private Town town;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        town = new Town(data, Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        town.close();
    }

    private long stored(long stream) {
        return town.ask("select count(*) from facts.observation where datastream = " + stream);
    }

    private long letters(String reason) {
        return town.ask(
                "select coalesce(sum(repeats + 1), 0) from facts.dead_letter where reason like '%" + reason + "%'");
    }

    private static void acknowledged(Mqtt3AsyncClient client, String topic, String payload) throws Exception {
        Town.publish(client, topic, payload).get(Town.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whatIsAcknowledgedIsStored() throws Exception {
        Mqtt3AsyncClient client = Town.connected(town.client("air-1"));
        acknowledged(client, "vigilia/air-1/observations", "{\"time\":\"" + NOW + "\",\"pm25\":12.5,\"no2\":33}");
        assertThat(town.text("select value from facts.observation where datastream = 1 and at = '" + NOW + "'"))
                .isEqualTo("12.5");
        assertThat(town.text("select value from facts.observation where datastream = 2 and at = '" + NOW + "'"))
                .isEqualTo("33");
        long before = stored(1);
        acknowledged(client, "vigilia/air-1/observations", "{\"time\":\"" + NOW + "\",\"pm25\":99}");
        assertThat(stored(1)).isEqualTo(before);
        client.disconnect().get(5, TimeUnit.SECONDS);
    }

    @Test
    void aDeviceWritesOnlyItsOwnValuesAndAGatewayThoseOfItsAgency() throws Exception {
        Mqtt3AsyncClient two = Town.connected(town.client("air-2"));
        acknowledged(two, "vigilia/air-1/observations", Town.json(NOW.plusSeconds(1), "pm25", 1));
        assertThat(letters("a device writes only its own values")).isEqualTo(1);
        Mqtt3AsyncClient hub = Town.connected(town.client("hub"));
        acknowledged(hub, "vigilia/hub/air-2/observations", Town.json(NOW.plusSeconds(2), "pm25", 7));
        assertThat(town.ask("select count(*) from facts.observation where datastream = 3 and value = 7"))
                .isEqualTo(1);
        acknowledged(hub, "vigilia/hub/road-1/observations", Town.json(NOW.plusSeconds(2), "flow", 7));
        assertThat(stored(5)).isZero();
        assertThat(letters("it is not of its agency")).isEqualTo(1);
        two.disconnect().get(5, TimeUnit.SECONDS);
        hub.disconnect().get(5, TimeUnit.SECONDS);
    }

    @Test
    void badMessagesAreRefusedWithAReasonAndTheRestOfThemIsStored() throws Exception {
        Mqtt3AsyncClient client = Town.connected(town.client("road-1"));
        String topic = "vigilia/road-1/observations";
        acknowledged(client, topic, "{\"flow\":");
        acknowledged(client, topic, "{\"flow\":NaN}");
        acknowledged(client, topic, "{\"flow\":\"NaN\"}");
        acknowledged(client, topic, "{\"time\":\"1970-01-01T00:00:10Z\",\"flow\":1}");
        acknowledged(client, topic, "{\"time\":\"2100-01-01T00:00:10Z\",\"flow\":1}");
        acknowledged(client, "somewhere/else", "{}");
        acknowledged(client, topic, "{\"time\":\"" + NOW + "\",\"flow\":120,\"speeed\":30}");
        assertThat(letters("this is not JSON")).isEqualTo(2);
        assertThat(letters("must be a number")).isEqualTo(1);
        assertThat(letters("before the year 2000")).isEqualTo(1);
        assertThat(letters("more than a day ahead")).isEqualTo(1);
        assertThat(letters("no payload mapping takes the topic")).isEqualTo(1);
        assertThat(letters("has no channel ''speeed''")).isEqualTo(1);
        assertThat(stored(5)).isEqualTo(1);
        assertThat(town.text("select agency from facts.dead_letter where reason like '%year 2000%'"))
                .isEqualTo("roads");
        client.disconnect().get(5, TimeUnit.SECONDS);
    }

    @Test
    void wrongPasswordsAndSwitchedOffDevicesAreTurnedAway() throws Exception {
        assertThatThrownBy(() -> Town.connected(town.client("air-1", "air-1", "guess")));
        assertThatThrownBy(() -> Town.connected(town.client("x", "nobody", "guess")));
        town.store.devices().put("off", Town.access("off", Town.PARKS, "json", false, false));
        assertThatThrownBy(() -> Town.connected(town.client("off")));
    }

    @Test
    void aDeviceThatIsSwitchedOffLosesItsConnection() throws Exception {
        town.device("late", Town.PARKS, "json", false, 90, "v", org.vigilia.contract.sensing.Quantity.OTHER);
        assertThat(Town.soon(() -> {
                    try {
                        Town.connected(town.client("late")).disconnect();
                        return true;
                    } catch (Exception e) {
                        return false;
                    }
                }))
                .isTrue();
        Mqtt3AsyncClient client = Town.connected(town.client("late"));
        town.store.devices().put("late", Town.access("late", Town.PARKS, "json", false, false));
        assertThat(Town.soon(() -> !client.getState().isConnected())).isTrue();
    }

    @Test
    void aDeviceCannotTakeOverTheConnectionOfAnother() throws Exception {
        Mqtt3AsyncClient client = Town.connected(town.client("air-1"));
        assertThatThrownBy(() -> Town.connected(town.client("air-1", "air-2", Town.password("air-2"))));
        acknowledged(client, "vigilia/air-1/observations", Town.json(NOW.plusSeconds(40), "pm25", 3));
        client.disconnect().get(5, TimeUnit.SECONDS);
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTold() throws Exception {
        Mqtt3AsyncClient client = Town.connected(town.client("air-2"));
        Town.publish(client, "vigilia/air-2/observations", "[" + " ".repeat(10_000_000) + "]");
        assertThat(Town.soon(() -> letters("is larger than 256 kB") == 1)).isTrue();
        assertThat(Town.soon(() -> !client.getState().isConnected())).isTrue();
        assertThat(town.ask("select length(payload) from facts.dead_letter where reason like '%larger than%'"))
                .isZero();
    }
}
