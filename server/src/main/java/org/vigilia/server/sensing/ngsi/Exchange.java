package org.vigilia.server.sensing.ngsi;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bodies in application/json and application/ld+json, and where each of them has its context. */
@Component
public class Exchange {

    public static final MediaType LD = new MediaType("application", "ld+json");
    private static final MediaType MERGE_PATCH = new MediaType("application", "merge-patch+json");
    private static final int MAX_BODY = 16 * 1024 * 1024;

    private final JsonMapper json;

    Exchange(JsonMapper json) {
        this.json = json;
    }

    /**
     * What the client sent, without the contexts, which are known then.
     *
     * @throws NgsiError when it is too large, no JSON, or its context is not known
     */
    public JsonNode body(HttpServletRequest request) throws IOException {
        boolean ld = isLd(request);
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new NgsiError(
                    NgsiError.Kind.TooLarge,
                    "The body is larger than " + MAX_BODY / 1024 / 1024 + " MB; send it in several requests.");
        }
        JsonNode body = parse(bytes);
        if (body.isArray()) {
            body.forEach(each -> checkContext(each, ld, request));
        } else {
            checkContext(body, ld, request);
        }
        return body;
    }

    private static boolean isLd(HttpServletRequest request) {
        try {
            MediaType type =
                    request.getContentType() == null ? null : MediaType.parseMediaType(request.getContentType());
            if (type != null && LD.isCompatibleWith(type)) {
                return true;
            }
            if (type != null
                    && (MediaType.APPLICATION_JSON.isCompatibleWith(type) || MERGE_PATCH.isCompatibleWith(type))) {
                return false;
            }
        } catch (InvalidMediaTypeException e) {
            // told below
        }
        throw new NgsiError(
                NgsiError.Kind.UnsupportedMediaType,
                "The Content-Type must be application/json or application/ld+json, but is '" + request.getContentType()
                        + "'.");
    }

    private JsonNode parse(byte[] bytes) {
        try {
            JsonNode body = json.readTree(bytes);
            if (body == null || body.isMissingNode()) {
                throw new NgsiError(NgsiError.Kind.InvalidRequest, "The request has no body; JSON is expected.");
            }
            return body;
        } catch (JacksonException e) {
            throw new NgsiError(
                    NgsiError.Kind.InvalidRequest, "The body is no JSON: " + org.vigilia.server.Problem.cause(e));
        }
    }

    private static void checkContext(JsonNode body, boolean ld, HttpServletRequest request) {
        if (body.isString()) {
            return;
        }
        if (!body.isObject()) {
            throw NgsiError.bad("A JSON object is expected, not " + body.getNodeType() + ".");
        }
        if (ld) {
            Contexts.checkBody(body.get("@context"));
            ((ObjectNode) body).remove("@context");
        } else {
            if (body.has("@context")) {
                throw NgsiError.bad(
                        "A body with '@context' is application/ld+json; in application/json the context is told in"
                                + " the header Link.");
            }
            Contexts.checkLink(request.getHeader(HttpHeaders.LINK));
        }
    }

    /** Checks the context of a request without a body. */
    public static void checkLink(HttpServletRequest request) {
        Contexts.checkLink(request.getHeader(HttpHeaders.LINK));
    }

    /** An answer in the form that the client wants. @throws NgsiError when that is none of ours */
    public ResponseEntity<byte[]> answer(HttpServletRequest request, int status, JsonNode body, HttpHeaders more) {
        String own = Contexts.own(request);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).headers(more);
        if (wantsLd(request.getHeader(HttpHeaders.ACCEPT))) {
            if (body.isArray()) {
                body.forEach(each -> addContext(each, own));
            } else {
                addContext(body, own);
            }
            return answer.contentType(LD).body(json.writeValueAsBytes(body));
        }
        return answer.header(HttpHeaders.LINK, Contexts.link(own))
                .contentType(MediaType.APPLICATION_JSON)
                .body(json.writeValueAsBytes(body));
    }

    public ResponseEntity<byte[]> answer(HttpServletRequest request, int status, JsonNode body) {
        return answer(request, status, body, new HttpHeaders());
    }

    private static void addContext(JsonNode body, String own) {
        if (body instanceof ObjectNode object) {
            Contexts.put(object.putArray("@context"), own);
        }
    }

    static boolean wantsLd(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return false;
        }
        try {
            List<MediaType> types = MediaType.parseMediaTypes(accept);
            org.springframework.util.MimeTypeUtils.sortBySpecificity(types);
            double ld = quality(types, LD);
            double plain = quality(types, MediaType.APPLICATION_JSON);
            if (ld > 0 || plain > 0) {
                return ld > plain;
            }
        } catch (InvalidMediaTypeException e) {
            // told below
        }
        throw new NgsiError(
                NgsiError.Kind.NotAcceptable,
                "Answers are application/json or application/ld+json, not '" + accept + "'.");
    }

    private static double quality(List<MediaType> types, MediaType ours) {
        return types.stream()
                .filter(t -> t.includes(ours))
                .findFirst()
                .map(MediaType::getQualityValue)
                .orElse(0.0);
    }
}
