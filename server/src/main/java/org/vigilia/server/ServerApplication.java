package org.vigilia.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.modulith.Modulithic;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The server process: the interface for people and machines, with every room of the house behind it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Modulithic(systemName = "Vigilia server")
public class ServerApplication {

    /** For {@link Main} and for tests. */
    public static SpringApplication application() {
        return new SpringApplication(ServerApplication.class);
    }
}
