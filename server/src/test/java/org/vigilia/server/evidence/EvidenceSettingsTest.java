package org.vigilia.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class EvidenceSettingsTest {
    private static EvidenceSettings read(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("evidence", EvidenceSettings.class);
    }

    @Test
    void theUsualValuesAreTheseAndEveryKeyIsRead() {
        assertThat(read(Map.of()))
                .isEqualTo(new EvidenceSettings(
                        null,
                        20L << 30,
                        Duration.ofHours(2),
                        200_000,
                        1,
                        new EvidenceSettings.TimeStamp("", null, Duration.ofSeconds(15))));
        assertThat(read(Map.of(
                        "evidence.dir", "/e",
                        "evidence.upload.bytes", "5",
                        "evidence.clip.limit", "3m",
                        "evidence.series.readings", "7",
                        "evidence.workers", "2",
                        "evidence.time-stamp.url", "http://clock.example/tsa",
                        "evidence.time-stamp.ca", "/ca.pem",
                        "evidence.time-stamp.timeout", "4s")))
                .isEqualTo(new EvidenceSettings(
                        Path.of("/e"),
                        5,
                        Duration.ofMinutes(3),
                        7,
                        2,
                        new EvidenceSettings.TimeStamp(
                                "http://clock.example/tsa", Path.of("/ca.pem"), Duration.ofSeconds(4))));
    }
}
