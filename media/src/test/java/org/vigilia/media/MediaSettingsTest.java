package org.vigilia.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.vigilia.media.record.RecordSettings;

final class MediaSettingsTest {

    @Test
    void hasADefaultForEverySetting() {
        MediaSettings settings = MediaSettings.from(new Properties());
        assertThat(settings.doors().controlPort()).isEqualTo(7010);
        assertThat(settings.doors().relayTcp()).isNull();
        assertThat(settings.files().ffmpeg()).isNull();
        assertThat(settings.patience().stall()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.patience().firstRetry()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.patience().longestRetry()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.queue().bytes()).isEqualTo(16L << 20);
        assertThat(settings.cacheMaxBytes()).isEqualTo(8L << 20);
        assertThat(settings.recordings())
                .isEqualTo(new RecordSettings(
                        Path.of("data/recordings"),
                        Path.of("data/secrets"),
                        64L << 20,
                        Duration.ofSeconds(10),
                        new RecordSettings.Space(2L << 30, 5, 64L << 20),
                        Duration.ofSeconds(3)));
    }

    @Test
    void readsEverySetting() {
        Properties properties = new Properties();
        properties.setProperty("control.port", "1");
        properties.setProperty("relay.socket", "/r/s");
        properties.setProperty("relay.tcp.port", "2");
        properties.setProperty("relay.tcp.host", "127.0.0.2");
        properties.setProperty("relay.queue.bytes", "3");
        properties.setProperty("relay.queue.seconds", "0.25");
        properties.setProperty("relay.cache.bytes", "4");
        properties.setProperty("recordings.dir", "/v");
        properties.setProperty("secrets.dir", "/s");
        properties.setProperty("recordings.queue.bytes", "11");
        properties.setProperty("recordings.segment.seconds", "12");
        properties.setProperty("recordings.low.bytes", "13");
        properties.setProperty("recordings.low.percent", "14");
        properties.setProperty("recordings.reserve.bytes", "15");
        properties.setProperty("recordings.retry.seconds", "16");
        properties.setProperty("token.file", "/t");
        properties.setProperty("cameras.file", "/c");
        properties.setProperty("key.file", "/k");
        properties.setProperty("ffmpeg.path", "/f");
        properties.setProperty("camera.answer.seconds", "5");
        properties.setProperty("camera.stall.seconds", "6");
        properties.setProperty("camera.retry.first.seconds", "7");
        properties.setProperty("camera.retry.longest.seconds", "8");
        properties.setProperty("camera.retry.refused.seconds", "9");
        properties.setProperty("camera.clock.limit.seconds", "10");
        MediaSettings settings = MediaSettings.from(properties);
        assertThat(settings.doors())
                .isEqualTo(new MediaSettings.Doors(1, Path.of("/r/s"), new InetSocketAddress("127.0.0.2", 2)));
        assertThat(settings.files())
                .isEqualTo(new MediaSettings.Files(Path.of("/t"), Path.of("/c"), Path.of("/k"), Path.of("/f")));
        assertThat(settings.queue().bytes()).isEqualTo(3);
        assertThat(settings.queue().age()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.cacheMaxBytes()).isEqualTo(4);
        assertThat(settings.recordings())
                .isEqualTo(new RecordSettings(
                        Path.of("/v"),
                        Path.of("/s"),
                        11,
                        Duration.ofSeconds(12),
                        new RecordSettings.Space(13, 14, 15),
                        Duration.ofSeconds(16)));
        assertThat(settings.patience().answer()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.patience().stall()).isEqualTo(Duration.ofSeconds(6));
        assertThat(settings.patience().firstRetry()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.patience().longestRetry()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.patience().refusedRetry()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.patience().clockLimit()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void saysWhichSettingIsWrong() {
        Properties properties = new Properties();
        properties.setProperty("camera.stall.seconds", "soon");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MediaSettings.from(properties))
                .withMessageContaining("camera.stall.seconds");
    }
}
