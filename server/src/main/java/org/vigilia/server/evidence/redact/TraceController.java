package org.vigilia.server.evidence.redact;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Whose copy got out, over HTTP. */
@RestController
@Tag(name = "evidence")
class TraceController {
    private final Traces traces;

    TraceController(Traces traces) {
        this.traces = traces;
    }

    @PostMapping("/api/v1/evidence/exhibits/{id}/traces")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "traceCopy",
            summary =
                    "Compare a copy that got out, the body, with its original: whose marked copy is it? Poll the trace",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/octet-stream",
                                            schema = @Schema(type = "string", format = "binary"))))
    Trace begin(
            SignedIn person,
            @PathVariable String id,
            @RequestParam String name,
            @RequestParam(required = false) @Nullable String why,
            HttpServletRequest request)
            throws IOException {
        return traces.begin(person, id, name, why, request.getInputStream());
    }

    /**
     * Traces of an exhibit.
     *
     * @param copies how many marked copies of it were made
     * @param items newest first
     */
    record TraceList(int copies, List<Trace> items) {}

    @GetMapping("/api/v1/evidence/exhibits/{id}/traces")
    @Requires(Right.WORK_EVIDENCE)
    @Operation(operationId = "listTraces", summary = "What was traced of an exhibit, newest first")
    TraceList list(SignedIn person, @PathVariable String id) {
        List<Trace> items = traces.list(person, id);
        return new TraceList(traces.copies(id), items);
    }

    @GetMapping("/api/v1/evidence/traces/{id}")
    @Requires(Right.WORK_EVIDENCE)
    @Operation(operationId = "getTrace", summary = "How far it is, and whose copy it is")
    Trace get(SignedIn person, @PathVariable String id) {
        return traces.get(person, id);
    }
}
