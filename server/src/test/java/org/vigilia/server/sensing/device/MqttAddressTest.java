package org.vigilia.server.sensing.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MqttAddressTest {

    private static MqttAddress read(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("broker", MqttAddress.class);
    }

    @Test
    void theUsualPortHasNoEncryption() {
        assertThat(read(Map.of())).isEqualTo(new MqttAddress(1883, null));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read(Map.of("broker.mqtt.port", "1884", "broker.tls.port", "8884")))
                .isEqualTo(new MqttAddress(1884, 8884));
    }
}
