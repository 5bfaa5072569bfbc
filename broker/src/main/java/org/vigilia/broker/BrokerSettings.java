package org.vigilia.broker;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vigilia.intake.Limits;

/**
 * Settings of the broker process. Those of the store are {@link org.vigilia.facts.FactsSettings}.
 *
 * @param httpPort for health and metrics on 127.0.0.1; 0 picks a free one
 * @param directory where the broker keeps its sessions, {@code data.dir/broker}
 * @param mappings folder of the city's own payload mappings; need not be there
 * @param plain where MQTT without encryption listens
 * @param tls where MQTT with encryption listens; null: nowhere
 * @param messageBytes largest message, 1 kB to 4 MB
 * @param queue readings that may wait for the store before devices are slowed down, 1,000 to 1,000,000
 * @param limits how fast devices may send
 * @param external another broker to take messages from; null: none
 */
public record BrokerSettings(
        int httpPort,
        Path directory,
        Path mappings,
        Listener plain,
        @Nullable Tls tls,
        int messageBytes,
        int queue,
        Limits limits,
        @Nullable External external) {

    public BrokerSettings {
        check("http.port", httpPort, 0, 65_535);
        check("message.bytes", messageBytes, 1_024, 4_194_304);
        check("queue", queue, 1_000, 1_000_000);
    }

    /**
     * An address to listen at.
     *
     * @param host interface address
     * @param port TCP port; 0 picks a free one; -1: does not listen
     */
    public record Listener(String host, int port) {
        public Listener {
            check("mqtt.port", port, -1, 65_535);
        }
    }

    /**
     * Encryption.
     *
     * @param listener where
     * @param certificate PEM file with the chain
     * @param key PEM file with the private key, PKCS #8
     * @param authorities PEM file with the authorities of client certificates; null: any certificate whose fingerprint a
     *     device's settings name
     */
    public record Tls(
            Listener listener,
            Path certificate,
            Path key,
            @Nullable Path authorities) {}

    /**
     * Another broker.
     *
     * @param url {@code mqtt://host:port} or {@code mqtts://host:port}
     * @param user to sign in; null: nobody
     * @param passwordFile that holds the password; null: none
     * @param clientId our name there; must stay the same, so that it keeps messages while we are away
     * @param share name of the shared subscription when several of us take from it; null: alone
     */
    public record External(
            java.net.URI url,
            @Nullable String user,
            @Nullable Path passwordFile,
            String clientId,
            @Nullable String share) {
        public External {
            if (!"mqtt".equals(url.getScheme()) && !"mqtts".equals(url.getScheme()) || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "external.url must be mqtt://host:port or mqtts://host:port, but is '" + url + "'");
            }
        }
    }

    /** @throws IllegalArgumentException naming the key that is wrong */
    public static BrokerSettings of(Map<String, String> properties) {
        Path data = Path.of(properties.getOrDefault("data.dir", "data"));
        return new BrokerSettings(
                number(properties, "http.port", 7040),
                data.resolve("broker"),
                Path.of(text(properties, "mappings.dir", "config/mappings")),
                new Listener(text(properties, "mqtt.address", "127.0.0.1"), number(properties, "mqtt.port", 1883)),
                tls(properties),
                number(properties, "message.bytes", 262_144),
                number(properties, "queue", 50_000),
                new Limits(
                        number(properties, "device.readings", Limits.USUAL.devicePerSecond()),
                        number(properties, "agency.readings", Limits.USUAL.agencyPerSecond())),
                external(properties));
    }

    private static @Nullable Tls tls(Map<String, String> properties) {
        String certificate = text(properties, "tls.certificate", "");
        if (certificate.isEmpty()) {
            return null;
        }
        String key = text(properties, "tls.key", "");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("tls.certificate needs tls.key, the file with its private key");
        }
        String authorities = text(properties, "tls.authorities", "");
        return new Tls(
                new Listener(text(properties, "tls.address", "0.0.0.0"), number(properties, "tls.port", 8883)),
                Path.of(certificate),
                Path.of(key),
                authorities.isEmpty() ? null : Path.of(authorities));
    }

    private static @Nullable External external(Map<String, String> properties) {
        String url = text(properties, "external.url", "");
        if (url.isEmpty()) {
            return null;
        }
        String user = text(properties, "external.user", "");
        String file = text(properties, "external.password.file", "");
        String share = text(properties, "external.share", "");
        return new External(
                java.net.URI.create(url),
                user.isEmpty() ? null : user,
                file.isEmpty() ? null : Path.of(file),
                text(properties, "external.client", "vigilia"),
                share.isEmpty() ? null : share);
    }

    private static String text(Map<String, String> properties, String key, String usual) {
        String text = properties.get(key);
        return text == null || text.isBlank() ? usual : text.strip();
    }

    private static int number(Map<String, String> properties, String key, int usual) {
        String text = text(properties, key, "");
        if (text.isEmpty()) {
            return usual;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, but is '" + text + "'", e);
        }
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " must be " + min + " to " + max + ", but is " + value);
        }
    }
}
