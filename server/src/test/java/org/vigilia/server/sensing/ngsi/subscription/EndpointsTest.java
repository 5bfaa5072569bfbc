package org.vigilia.server.sensing.ngsi.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.vigilia.server.ServerSettings;

/** Which receivers may be told, and how their secrets are kept. */
class EndpointsTest {

    private static NgsiSettings settings(Map<String, String> told) {
        return new Binder(new MapConfigurationPropertySource(told)).bindOrCreate("sensing.ngsi", NgsiSettings.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "198.18.0.1",
                "255.255.255.255",
                "::1",
                "fe80::1",
                "fd12::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1"
            })
    void privateAddressesAreKnown(String address) throws UnknownHostException {
        assertThat(Endpoints.isPrivate(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111"})
    void publicAddressesAreNotPrivate(String address) throws UnknownHostException {
        assertThat(Endpoints.isPrivate(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void theSettingsHaveTheseValues() {
        assertThat(settings(Map.of())).isEqualTo(new NgsiSettings(false, 10_000));
        NgsiSettings told = settings(Map.of("sensing.ngsi.endpoints.private", "true", "sensing.ngsi.waiting", "7"));
        assertThat(told).isEqualTo(new NgsiSettings(true, 7));
        assertThat(new Endpoints(told).refusal(URI.create("http://127.0.0.1/"))).isEmpty();
        assertThat(new Endpoints(settings(Map.of())).refusal(URI.create("http://127.0.0.1/")))
                .isPresent();
    }

    @Test
    void secretsOpenOnlyForTheirSubscriptionAndWithTheirKey(@TempDir Path one, @TempDir Path other) {
        SecretBox box = new SecretBox(new ServerSettings.Data(one));
        byte[] sealed = box.seal("urn:a", "Bearer x");
        assertThat(new SecretBox(new ServerSettings.Data(one)).open("urn:a", sealed))
                .contains("Bearer x");
        assertThat(box.open("urn:b", sealed)).isEmpty();
        assertThat(new SecretBox(new ServerSettings.Data(other)).open("urn:a", sealed))
                .isEmpty();
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("Bearer");
    }
}
