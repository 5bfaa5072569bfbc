package org.vigilia.server.sensing.things;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.sensing.entity.Scope;
import org.vigilia.server.sensing.query.BadQuery;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OGC SensorThings API 1.1. Its addresses are a language of their own, described in docs/reference/sensorthings.md rather
 * than in OpenAPI. Observations have addresses of their own here because writing them needs another right.
 */
@RestController
@Hidden
class SensorThingsController {

    static final String ROOT = "/sta/v1.1";
    private static final Logger LOG = LoggerFactory.getLogger(SensorThingsController.class);
    private static final int MAX_BODY = 16 * 1024 * 1024;

    private final ReadDesk reads;
    private final WriteDesk writes;
    private final Batch batch;
    private final Access access;
    private final JsonMapper json;

    SensorThingsController(ReadDesk reads, WriteDesk writes, Batch batch, Access access, JsonMapper json) {
        this.reads = reads;
        this.writes = writes;
        this.batch = batch;
        this.access = access;
        this.json = json;
    }

    @GetMapping({ROOT, ROOT + "/**"})
    @Requires(Right.SEE_SENSORS)
    ResponseEntity<byte[]> get(Caller by, HttpServletRequest request) {
        Scope scope = new Scope(access.limit(by, Right.SEE_SENSORS));
        return response(reads.read(scope, links(request), path(request), request.getQueryString()));
    }

    @PostMapping(ROOT + "/**")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> create(Caller by, HttpServletRequest request) throws IOException {
        return response(writes.create(by, links(request), path(request), body(request)));
    }

    @PostMapping({ROOT + "/Observations", ROOT + "/*/Observations"})
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> createObservation(Caller by, HttpServletRequest request) throws IOException {
        return create(by, request);
    }

    @PostMapping(ROOT + "/CreateObservations")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> createObservations(Caller by, HttpServletRequest request) throws IOException {
        return response(writes.createObservations(by, links(request), body(request)));
    }

    /** Each request inside it needs its own right. */
    @PostMapping(ROOT + "/$batch")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> batch(Caller by, HttpServletRequest request) throws IOException {
        return response(batch.answer(by, links(request), body(request)));
    }

    @PatchMapping(ROOT + "/**")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> change(Caller by, HttpServletRequest request) throws IOException {
        return response(writes.change(by, links(request), path(request), body(request), false));
    }

    @PatchMapping(ROOT + "/Observations({id})")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> changeObservation(Caller by, HttpServletRequest request) throws IOException {
        return change(by, request);
    }

    @PutMapping(ROOT + "/**")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> replace(Caller by, HttpServletRequest request) throws IOException {
        return response(writes.change(by, links(request), path(request), body(request), true));
    }

    @PutMapping(ROOT + "/Observations({id})")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> replaceObservation(Caller by, HttpServletRequest request) throws IOException {
        return replace(by, request);
    }

    @DeleteMapping(ROOT + "/**")
    @Requires(Right.EDIT_SENSORS)
    ResponseEntity<byte[]> remove(Caller by, HttpServletRequest request) {
        return response(writes.remove(by, links(request), path(request)));
    }

    @DeleteMapping(ROOT + "/Observations({id})")
    @Requires(Right.WRITE_OBSERVATIONS)
    ResponseEntity<byte[]> removeObservation(Caller by, HttpServletRequest request) {
        return remove(by, request);
    }

    @ExceptionHandler
    ProblemDetail missing(Missing e) {
        return problem(404, "Not found", e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail slow(QueryTimeoutException e) {
        return problem(
                400,
                "Too much at once",
                "The request took longer than " + ReadDesk.MAX_SECONDS
                        + " s. Ask for less: a shorter time, fewer relations in $filter and $expand, no $count.");
    }

    /** Class 22: a value that cannot be computed or stored; anything else contradicts what is there. */
    @ExceptionHandler
    ProblemDetail contradiction(DataIntegrityViolationException e) {
        boolean value = e.getMostSpecificCause() instanceof SQLException sql
                && String.valueOf(sql.getSQLState()).startsWith("22");
        return value
                ? problem(400, "Not accepted", "A value in the request cannot be used: " + reason(e) + ".")
                : problem(409, "Not possible now", "This contradicts what is stored: " + reason(e) + ".");
    }

    @ExceptionHandler
    ProblemDetail mismatch(BadSqlGrammarException e) {
        LOG.atWarn().setCause(e).log("expression not understood by the database");
        return problem(
                400,
                "Not accepted",
                "$filter or $orderby combines values that do not fit together: " + reason(e) + ".");
    }

    /** What the database says in its first line, which names values of the request but none of others. */
    private static String reason(NestedRuntimeException e) {
        String message = String.valueOf(e.getMostSpecificCause().getMessage());
        return message.lines().findFirst().orElse(message).replaceFirst("^ERROR: ", "");
    }

    static ProblemDetail problem(int status, String title, @org.jspecify.annotations.Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setTitle(title);
        problem.setDetail(detail);
        return problem;
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

    private JsonNode body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new BadQuery(
                    "The body is larger than " + MAX_BODY / 1024 / 1024 + " MB; send it in several requests.");
        }
        try {
            JsonNode body = json.readTree(bytes);
            if (body == null || body.isMissingNode()) {
                throw new BadQuery("The request has no body; JSON is expected.");
            }
            return body;
        } catch (JacksonException e) {
            throw new BadQuery("The body is no JSON: " + org.vigilia.server.Problem.cause(e));
        }
    }

    /** The address people use, also behind a proxy on this machine that says so (X-Forwarded-…). */
    static Links links(HttpServletRequest request) {
        boolean usual = request.getServerPort() == (request.isSecure() ? 443 : 80);
        String host = request.getServerName() + (usual ? "" : ":" + request.getServerPort());
        return new Links(request.getScheme() + "://" + host + ROOT);
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(ROOT.length()).replaceAll("^/+|/+$", "");
    }
}
