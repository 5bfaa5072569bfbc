package org.vigilia.server.identity.token;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.vigilia.server.identity.ProblemWriter;

/** Puts {@link TokenFilter} into the chain that the doors of the house are made of. */
@Configuration(proxyBeanMethods = false)
class TokenDoor {

    @Bean
    Customizer<HttpSecurity> tokensOfMachines(Tokens tokens, ProblemWriter problems) {
        return http -> http.addFilterBefore(new TokenFilter(tokens, problems), AuthorizationFilter.class);
    }
}
