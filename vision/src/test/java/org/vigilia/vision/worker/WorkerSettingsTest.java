package org.vigilia.vision.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.StreamChoice;

class WorkerSettingsTest {

    private final Map<String, String> least = new HashMap<>(Map.of("token.file", "t", "media.socket", "m.sock"));

    @Test
    void hasUsualValues() {
        WorkerSettings settings = WorkerSettings.of(least);

        assertThat(settings.name()).isEqualTo("vision");
        assertThat(settings.http()).isEqualTo(new WorkerSettings.Http(7020, Path.of("t")));
        assertThat(settings.relay().stream()).isEqualTo(StreamChoice.SUB);
        assertThat(settings.work()).isEqualTo(new WorkerSettings.Work(16, 2, 2, Duration.ofSeconds(15)));
    }

    @Test
    void readsEverySetting() {
        least.putAll(Map.of(
                "name",
                "vision-2",
                "http.port",
                "7021",
                "stream",
                "main",
                "models.dir",
                "mm",
                "cameras.max",
                "8",
                "threads",
                "4",
                "fps.min",
                "1.5",
                "frozen.seconds",
                "30"));

        WorkerSettings settings = WorkerSettings.of(least);

        assertThat(settings.name()).isEqualTo("vision-2");
        assertThat(settings.http().port()).isEqualTo(7021);
        assertThat(settings.relay().socket()).isEqualTo(Path.of("m.sock"));
        assertThat(settings.relay().stream()).isEqualTo(StreamChoice.MAIN);
        assertThat(settings.models()).isEqualTo(Path.of("mm"));
        assertThat(settings.work()).isEqualTo(new WorkerSettings.Work(8, 4, 1.5, Duration.ofSeconds(30)));
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThatThrownBy(() -> WorkerSettings.of(Map.of("media.socket", "m"))).hasMessageContaining("token.file");
        least.put("threads", "many");
        assertThatThrownBy(() -> WorkerSettings.of(least))
                .hasMessageContaining("threads")
                .hasMessageContaining("many");
        least.put("threads", "2");
        least.put("stream", "third");
        assertThatThrownBy(() -> WorkerSettings.of(least)).hasMessageContaining("main or sub");
    }
}
