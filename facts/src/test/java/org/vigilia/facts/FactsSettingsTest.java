package org.vigilia.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsSettingsTest {

    @Test
    void leftOutSettingsHaveTheirUsualValues() {
        assertThat(FactsSettings.of(Map.of()).retention()).isEqualTo(FactsSettings.Retention.KEEP_ALL);
        assertThat(FactsSettings.of(Map.of("db.upkeep", "true")))
                .isEqualTo(new FactsSettings(
                        "jdbc:postgresql://127.0.0.1:5433/vigilia",
                        "vigilia",
                        null,
                        4,
                        new FactsSettings.Retention(
                                Duration.ofDays(3), Duration.ofDays(30), Duration.ofDays(365), Duration.ofDays(90))));
    }

    @Test
    void everySettingIsReadFromItsKey() {
        assertThat(FactsSettings.of(Map.of(
                        "db.url", "jdbc:postgresql://db:5432/city",
                        "db.user", "stream",
                        "db.password.file", "/run/secret",
                        "db.pool", "7",
                        "db.upkeep", "true",
                        "db.retention.facts", "12h",
                        "db.retention.pictures", "5d",
                        "db.retention.kept", "100d",
                        "db.retention.alerts", "600m")))
                .isEqualTo(new FactsSettings(
                        "jdbc:postgresql://db:5432/city",
                        "stream",
                        Path.of("/run/secret"),
                        7,
                        new FactsSettings.Retention(
                                Duration.ofHours(12), Duration.ofDays(5), Duration.ofDays(100), Duration.ofHours(10))));
    }

    @Test
    void wrongSettingsAreRefusedByName() {
        assertRefused("db.pool", "many", "db.pool must be a whole number, but is 'many'");
        assertRefused("db.pool", "0", "db.pool must be 1 to 64");
        assertRefused("db.retention.facts", "3 weeks", "db.retention.facts must be a number with d, h, m or s");
        assertRefused("db.retention.kept", "5m", "db.retention.kept must be at least 1h");
        assertThatThrownBy(() -> FactStore.open(FactsSettings.of(Map.of("db.password.file", "/nowhere/at/all"))))
                .hasMessageContaining("db.password.file /nowhere/at/all cannot be read");
    }

    private static void assertRefused(String key, String value, String reason) {
        assertThatThrownBy(() -> FactsSettings.of(Map.of(key, value, "db.upkeep", "true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
