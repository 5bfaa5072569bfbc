package org.vigilia.server.sensing;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.vigilia.facts.FactStore;
import org.vigilia.intake.Directory;
import org.vigilia.intake.Gate;
import org.vigilia.intake.Limits;

/** What the server shares with the broker: the datastreams in memory, and the checks of what comes in. */
@Configuration(proxyBeanMethods = false)
class Checks {

    /** People and other systems send in bulk; their requests are limited by size instead. */
    private static final Limits BULK = new Limits(1_000_000, 1_000_000);

    @Bean(destroyMethod = "close")
    Directory datastreamDirectory(FactStore facts) {
        return Directory.follow(facts);
    }

    @Bean
    Gate httpGate(Directory datastreamDirectory, Clock clock) {
        return new Gate(datastreamDirectory, BULK, clock);
    }
}
