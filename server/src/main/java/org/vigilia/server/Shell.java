package org.vigilia.server;

import java.time.Clock;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all rooms stand on: the clock, and the database that may come late. */
@Configuration(proxyBeanMethods = false)
class Shell {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** {@link Database} migrates, beside the start. */
    @Bean
    FlywayMigrationStrategy migrateBesideTheStart() {
        return flyway -> {};
    }
}
