package org.vigilia.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    @TempDir
    private Path folder;

    @Test
    void flattensTheTreeToDottedKeys() throws IOException {
        ConfigFile config = read("media:\n  http:\n    port: 7011\n  hosts: [a, b]\n");

        assertThat(config.number("media.http.port", 1)).isEqualTo(7011);
        assertThat(config.section("media")).isEqualTo(Map.of("http.port", "7011", "hosts", "a,b"));
    }

    @Test
    void anOverrideIsStrongerThanTheFile() throws IOException {
        ConfigFile config = read("media:\n  http:\n    port: 7011\n", "media.http.port=0");

        assertThat(config.number("media.http.port", 1)).isZero();
    }

    @Test
    void whatIsNotSetHasItsUsualValue() throws IOException {
        assertThat(read("").number("media.http.port", 7010)).isEqualTo(7010);
        assertThat(read("").text("server.jvm", "-Xmx1g")).isEqualTo("-Xmx1g");
    }

    @Test
    void saysWhatIsWrongAndWhere() throws IOException {
        assertThatThrownBy(() -> read("media:\n  port: [1\n")).hasMessageContaining("line");
        assertThatThrownBy(() -> read("", "nonsense")).hasMessageContaining("--set needs key=value");
        ConfigFile config = read("media:\n  http:\n    port: many\n");
        assertThatThrownBy(() -> config.number("media.http.port", 1))
                .hasMessageContaining("media.http.port must be a whole number, but is 'many'");
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("absent.yml"), List.of()))
                .hasMessageContaining("absent.yml");
    }

    @Test
    void theConfigurationWeShipCanBeRead() {
        Path shipped = Path.of("..", "config", "vigilia.yml").toAbsolutePath().normalize();

        ConfigFile config = ConfigFile.read(shipped, List.of());

        assertThat(config.number("server.http.port", 0)).isEqualTo(8080);
        assertThat(config.number("vision.workers", 0)).isEqualTo(1);
    }

    private ConfigFile read(String yaml, String... overrides) throws IOException {
        Path file = folder.resolve("vigilia.yml");
        Files.writeString(file, yaml);
        return ConfigFile.read(file, List.of(overrides));
    }
}
