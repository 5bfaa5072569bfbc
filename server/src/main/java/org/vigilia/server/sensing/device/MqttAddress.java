package org.vigilia.server.sensing.device;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where devices reach the MQTT broker of this machine, told to whoever enters one.
 *
 * @param port without TLS
 * @param tlsPort with TLS; null: there is none
 */
@ConfigurationProperties("broker")
record MqttAddress(
        @Name("mqtt.port") @DefaultValue("1883") int port,
        @Name("tls.port") @Nullable Integer tlsPort) {}
