package org.vigilia.server.sensing.things;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import tools.jackson.databind.json.JsonMapper;

/**
 * OGC SensorThings API 1.1. Its addresses are a language of their own, described in docs/reference/sensorthings.md rather
 * than in OpenAPI.
 */
@RestController
@Hidden
class SensorThingsController {

    static final String ROOT = "/sta/v1.1";

    private final ReadDesk reads;
    private final Access access;
    private final JsonMapper json;

    SensorThingsController(ReadDesk reads, Access access, JsonMapper json) {
        this.reads = reads;
        this.access = access;
        this.json = json;
    }

    @GetMapping({ROOT, ROOT + "/**"})
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> get(Caller by, HttpServletRequest request) {
        Scope scope = new Scope(access.limit(by, Right.SEE_SENSORS));
        return response(reads.read(scope, links(request), path(request), request.getQueryString()));
    }

    private ResponseEntity<byte[]> response(Answer answer) {
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
        if (answer.location() != null) {
            response.location(URI.create(answer.location()));
        }
        String text = answer.text();
        if (text != null) {
            return response.contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                    .body(text.getBytes(StandardCharsets.UTF_8));
        }
        return answer.json() == null
                ? response.build()
                : response.contentType(MediaType.APPLICATION_JSON).body(json.writeValueAsBytes(answer.json()));
    }

    /** The address people use, also behind a proxy on this machine that says so (X-Forwarded-…). */
    static Links links(HttpServletRequest request) {
        boolean usual = request.getServerPort() == (request.isSecure() ? 443 : 80);
        String host = request.getServerName() + (usual ? "" : ":" + request.getServerPort());
        return new Links(request.getScheme() + "://" + host + ROOT);
    }

    private static String path(HttpServletRequest request) {
        @Nullable String path = request.getRequestURI();
        String below = path == null ? "" : path.substring(ROOT.length());
        return below.replaceAll("^/+|/+$", "");
    }
}
