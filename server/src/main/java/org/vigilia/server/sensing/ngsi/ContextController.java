package org.vigilia.server.sensing.ngsi;

import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.OpenToAll;

/** The vocabulary of our entities, for whoever reads them as linked data; nothing in it needs the internet. */
@RestController
@Hidden
class ContextController {

    private final byte[] context;

    ContextController() {
        try (InputStream in = ContextController.class.getResourceAsStream("/ngsi-ld/context.jsonld")) {
            context = Objects.requireNonNull(in, "the context is missing in the server's jar")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(Contexts.PATH)
    @OpenToAll(because = "a vocabulary holds no data, and readers of linked data fetch it without any token")
    ResponseEntity<byte[]> context() {
        return ResponseEntity.ok()
                .contentType(Exchange.LD)
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
                .body(context);
    }
}
