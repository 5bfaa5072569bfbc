package org.vigilia.server;

import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.vigilia.facts.Catalogue;
import org.vigilia.facts.FactLog;
import org.vigilia.facts.FactStore;
import org.vigilia.facts.FactsSettings;
import org.vigilia.facts.PictureStore;

/** The city's log, catalogue of scenes and snapshots, in the same database as the rooms' own tables. */
@Configuration(proxyBeanMethods = false)
class Facts {

    private static final String[] OWN_KEYS = {
        "db.pool", "db.retention.facts", "db.retention.pictures", "db.retention.kept", "db.retention.alerts"
    };

    @Bean(destroyMethod = "close")
    FactStore factStore(Environment environment) {
        Map<String, String> settings = new HashMap<>();
        settings.put("db.url", environment.getProperty("database.url", "jdbc:postgresql://127.0.0.1:5433/vigilia"));
        settings.put("db.user", environment.getProperty("database.user", "vigilia"));
        settings.put("db.password.file", environment.getProperty("database.password.file", ""));
        for (String key : OWN_KEYS) {
            String value = environment.getProperty(key);
            if (value != null) {
                settings.put(key, value);
            }
        }
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
}
