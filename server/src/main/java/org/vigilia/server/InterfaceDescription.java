package org.vigilia.server;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The description of the interface (OpenAPI 3.1), made from the code; see {@link RecordSchemas} for what is required.
 * The web app makes its types from the copy in {@code docs/reference}.
 */
@Configuration(proxyBeanMethods = false)
class InterfaceDescription {

    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .servers(List.of(new Server().url("/")))
                .info(new Info()
                        .title("Vigilia")
                        .version("1")
                        .description("Open city operations platform: what screens and other systems talk to. "
                                + "Sign in with POST /session; writes need the header X-XSRF-TOKEN with the value of the"
                                + " cookie XSRF-TOKEN. Machines send 'Authorization: Bearer TOKEN' instead, with a"
                                + " token made by POST /tokens.")
                        .license(new License().name("Apache-2.0")));
    }

    @Bean
    RecordSchemas recordSchemas() {
        return new RecordSchemas();
    }

    /** Every endpoint may answer with a problem. */
    @Bean
    OpenApiCustomizer problemResponses() {
        return description -> {
            description.getComponents().addSchemas(PROBLEM, problem());
            description.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> operation.getResponses().addApiResponse("default", refused()));
        };
    }

    private static ApiResponse refused() {
        Schema<?> reference = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
        return new ApiResponse()
                .description("What was wrong and what to do")
                .content(new Content().addMediaType("application/problem+json", new MediaType().schema(reference)));
    }

    /** RFC 9457. */
    private static Schema<?> problem() {
        Schema<?> schema = new Schema<>();
        schema.setTypes(Set.of("object"));
        schema.addProperty("title", text("What kind of problem"));
        schema.addProperty("detail", text("What was wrong and what to do"));
        Schema<?> status = new Schema<>();
        status.setTypes(Set.of("integer"));
        schema.addProperty("status", status);
        schema.addProperty("field", text("Which field of the request, where it is one"));
        schema.setRequired(List.of("title", "detail", "status"));
        return schema;
    }

    private static Schema<?> text(String description) {
        Schema<?> schema = new Schema<>();
        schema.setTypes(Set.of("string"));
        schema.setDescription(description);
        return schema;
    }
}
