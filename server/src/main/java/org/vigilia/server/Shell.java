package org.vigilia.server;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.PictureStore;

/** What all rooms stand on: the clock, the database that may come late, the fact store. */
@Configuration(proxyBeanMethods = false)
class Shell {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Opens without a database; requests fail within three seconds while it is away. */
    @Bean
    HikariDataSource dataSource(ServerSettings.Db settings) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("server");
        source.setJdbcUrl(settings.url());
        source.setUsername(settings.user());
        source.setPassword(password(settings.passwordFile()));
        source.setSchema("server");
        source.setMaximumPoolSize(settings.connections());
        source.setMinimumIdle(2);
        source.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
        source.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        source.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
        source.setInitializationFailTimeout(-1);
        source.addDataSourceProperty("connectTimeout", "3");
        source.addDataSourceProperty("socketTimeout", "30");
        source.addDataSourceProperty("tcpKeepAlive", "true");
        source.addDataSourceProperty("ApplicationName", "vigilia-server");
        return source;
    }

    private static String password(@org.jspecify.annotations.Nullable Path file) {
        try {
            return file == null ? "" : Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("db.password.file cannot be read: " + file, e);
        }
    }

    @Bean
    FactStore factStore(Environment environment) {
        Map<String, String> settings = new LinkedHashMap<>();
        Binder.get(environment)
                .bind("db", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of)
                .forEach((key, value) -> settings.put("db." + key, value));
        return FactStore.open(FactsSettings.of(settings));
    }

    @Bean
    FactLog factLog(FactStore store) {
        return store.log();
    }

    @Bean
    Catalogue catalogue(FactStore store) {
        return store.catalogue();
    }

    @Bean
    PictureStore pictureStore(FactStore store) {
        return store.pictures();
    }

    /** {@link Database} migrates, beside the start. */
    @Bean
    FlywayMigrationStrategy migrateBesideTheStart() {
        return flyway -> {};
    }
}
