package org.vigilia.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.vigilia.server.footage.FootageSettings;

class ServerSettingsTest {

    private static <T> T read(Class<T> section, Map<String, String> settings) {
        String prefix = section.getAnnotation(ConfigurationProperties.class).value();
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, section);
    }

    @Test
    void theUsualValuesAreThese() {
        Map<String, String> none = Map.of();
        assertThat(read(ServerSettings.Data.class, none).dir()).isEqualTo(Path.of("data"));
        assertThat(read(ServerSettings.Token.class, none).file()).isNull();
        assertThat(read(ServerSettings.Media.class, none))
                .isEqualTo(new ServerSettings.Media(URI.create("http://127.0.0.1:7010"), Path.of("run/media.sock")));
        assertThat(read(ServerSettings.Vision.class, none).urls()).containsExactly(URI.create("http://127.0.0.1:7020"));
        assertThat(read(ServerSettings.Db.class, none))
                .isEqualTo(new ServerSettings.Db("jdbc:postgresql://127.0.0.1:5433/vigilia", "vigilia", null, 10));
        assertThat(read(ServerSettings.Stream.class, none).url()).isEqualTo(URI.create("http://127.0.0.1:7030"));
        assertThat(read(ServerSettings.Node.class, none).url()).isEqualTo(URI.create("http://127.0.0.1:7000"));
        assertThat(read(ServerSettings.FirstAgency.class, none).name()).isEqualTo("City");
        assertThat(read(ServerSettings.BaseMap.class, none))
                .isEqualTo(new ServerSettings.BaseMap(null, "", null, null, 15));
        assertThat(read(ServerSettings.Web.class, none).dir()).isEqualTo(Path.of("web/dist"));
        assertThat(read(ServerSettings.Identity.class, none))
                .isEqualTo(
                        new ServerSettings.Identity(false, Duration.ofHours(12), 5, Duration.ofMinutes(1), List.of()));
        assertThat(read(ServerSettings.CameraAddresses.class, none))
                .isEqualTo(new ServerSettings.CameraAddresses(false, false));
    }

    @Test
    void settingsOfFootageAreRead() {
        assertThat(read(FootageSettings.class, Map.of()))
                .isEqualTo(new FootageSettings(
                        Duration.ofMillis(500),
                        0.15,
                        0.05,
                        Duration.ofHours(1),
                        2_000,
                        2,
                        200,
                        ZoneId.of("UTC"),
                        new FootageSettings.Card(
                                Duration.ofMinutes(1),
                                Duration.ofHours(24),
                                Duration.ofSeconds(30),
                                4,
                                Duration.ofMinutes(2)),
                        Map.of()));
        FootageSettings set = read(
                FootageSettings.class,
                Map.of(
                        "footage.poll", "1s",
                        "footage.low", "0.2",
                        "footage.grace", "2h",
                        "footage.zone", "Europe/Athens",
                        "footage.pool.big.dir", "/mnt/big",
                        "footage.pool.big.fill", "0.8",
                        "footage.pool.cloud.url", "https://s3.example.org",
                        "footage.pool.cloud.bucket", "b",
                        "footage.pool.cloud.key.file", "/k",
                        "footage.pool.cloud.after", "30d"));
        assertThat(set.poll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(set.zone()).isEqualTo(ZoneId.of("Europe/Athens"));
        assertThat(set.pool())
                .containsEntry(
                        "big",
                        new FootageSettings.Pool(
                                Path.of("/mnt/big"), null, null, "us-east-1", null, Duration.ofDays(7), 0.8))
                .containsEntry(
                        "cloud",
                        new FootageSettings.Pool(
                                null,
                                "https://s3.example.org",
                                "b",
                                "us-east-1",
                                Path.of("/k"),
                                Duration.ofDays(30),
                                1));
        assertThat(read(
                                FootageSettings.class,
                                Map.of(
                                        "footage.card.every", "10s",
                                        "footage.card.reach", "7d",
                                        "footage.card.settle", "1m",
                                        "footage.card.tries", "2",
                                        "footage.card.pause", "5m"))
                        .card())
                .isEqualTo(new FootageSettings.Card(
                        Duration.ofSeconds(10), Duration.ofDays(7), Duration.ofMinutes(1), 2, Duration.ofMinutes(5)));
        assertThat(read(FootageSettings.Recordings.class, Map.of("recordings.dir", "/r"))
                        .dir())
                .isEqualTo(Path.of("/r"));
        assertThat(read(FootageSettings.Ffmpeg.class, Map.of("ffmpeg.path", "/f"))
                        .path())
                .isEqualTo(Path.of("/f"));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(read(ServerSettings.Token.class, Map.of("token.file", "/t")).file())
                .isEqualTo(Path.of("/t"));
        assertThat(read(
                        ServerSettings.Db.class,
                        Map.of(
                                "db.url", "u",
                                "db.user", "v",
                                "db.password.file", "/p",
                                "db.connections", "3")))
                .isEqualTo(new ServerSettings.Db("u", "v", Path.of("/p"), 3));
        assertThat(read(ServerSettings.Vision.class, Map.of("vision.urls", "http://a:1,http://b:2"))
                        .urls())
                .containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(read(
                        ServerSettings.Identity.class,
                        Map.of(
                                "identity.secure.cookies", "true",
                                "identity.session.idle", "30m",
                                "identity.attempts", "3",
                                "identity.lockout", "5m",
                                "identity.origins", "https://a,https://b")))
                .isEqualTo(new ServerSettings.Identity(
                        true, Duration.ofMinutes(30), 3, Duration.ofMinutes(5), List.of("https://a", "https://b")));
        assertThat(read(
                        ServerSettings.BaseMap.class,
                        Map.of(
                                "map.file", "/m.geojson",
                                "map.attribution", "us",
                                "map.latitude", "1.5",
                                "map.longitude", "2.5",
                                "map.zoom", "12")))
                .isEqualTo(new ServerSettings.BaseMap(Path.of("/m.geojson"), "us", 1.5, 2.5, 12));
        assertThat(read(
                        ServerSettings.CameraAddresses.class,
                        Map.of("cameras.allow.files", "true", "cameras.allow.local", "true")))
                .isEqualTo(new ServerSettings.CameraAddresses(true, true));
        assertThat(read(ServerSettings.FirstAgency.class, Map.of("agency.name", "Port"))
                        .name())
                .isEqualTo("Port");
    }
}
