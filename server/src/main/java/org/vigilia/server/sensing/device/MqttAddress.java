package org.vigilia.server.sensing.device;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where devices reach the MQTT broker, told to whoever enters one.
 *
 * @param host name or address; null: the same as this server's
 * @param port without TLS
 * @param tlsPort with TLS; null: there is none
 */
@ConfigurationProperties("mqtt")
record MqttAddress(
        @Nullable String host,
        @DefaultValue("1883") int port,
        @Name("tls.port") @Nullable Integer tlsPort) {}
