package org.vigilia.stream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

    @Test
    void leftOutSettingsHaveTheirUsualValues() {
        assertThat(StreamSettings.of(Map.of()))
                .isEqualTo(new StreamSettings(
                        7030, Path.of("data/stream"), Duration.ofSeconds(2), Duration.ofMillis(20), 1, 1000));
    }

    @Test
    void everySettingIsReadFromItsKey() {
        assertThat(StreamSettings.of(Map.of(
                        "http.port",
                        "0",
                        "data.dir",
                        "/var/lib/vigilia",
                        "checkpoint.ms",
                        "1000",
                        "poll.ms",
                        "50",
                        "parallelism",
                        "4",
                        "detectors",
                        "10")))
                .isEqualTo(new StreamSettings(
                        0, Path.of("/var/lib/vigilia/stream"), Duration.ofSeconds(1), Duration.ofMillis(50), 4, 10));
    }

    @Test
    void wrongSettingsAreRefusedByName() {
        assertThatThrownBy(() -> StreamSettings.of(Map.of("poll.ms", "fast")))
                .hasMessage("poll.ms must be a whole number, but is 'fast'");
        assertThatThrownBy(() -> StreamSettings.of(Map.of("checkpoint.ms", "1")))
                .hasMessage("checkpoint.ms must be 500 to 60000, but is 1");
    }
}
