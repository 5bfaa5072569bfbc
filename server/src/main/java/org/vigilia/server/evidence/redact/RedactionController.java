package org.vigilia.server.evidence.redact;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Redactions over HTTP. */
@RestController
@Tag(name = "evidence")
class RedactionController {
    private final Redactions redactions;

    RedactionController(Redactions redactions) {
        this.redactions = redactions;
    }

    /** What to hide, and why it is redacted. */
    record RedactionForm(
            @Nullable Set<RedactionWish.What> what,
            RedactionPlan.@Nullable Style style,
            @Nullable String why) {}

    /** @param items newest first */
    record RedactionList(List<Redaction> items) {}

    @PostMapping("/api/v1/evidence/exhibits/{id}/redactions")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "beginRedaction", summary = "Look for everybody in a clip, to hide them")
    Redaction begin(SignedIn person, @PathVariable String id, @RequestBody RedactionForm form) {
        return redactions.begin(person, id, new RedactionWish(form.what(), form.style()), form.why());
    }

    @GetMapping("/api/v1/evidence/exhibits/{id}/redactions")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "listRedactions", summary = "Redactions of an exhibit, newest first")
    RedactionList list(SignedIn person, @PathVariable String id) {
        return new RedactionList(redactions.list(person, id));
    }

    @GetMapping("/api/v1/evidence/redactions/{id}")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getRedaction", summary = "How far it is, and its plan")
    Redaction get(SignedIn person, @PathVariable String id) {
        return redactions.get(person, id, Right.SEE_EVIDENCE);
    }

    @PutMapping("/api/v1/evidence/redactions/{id}/boxes")
    @Requires(Right.WORK_EVIDENCE)
    @Operation(operationId = "changeRedaction", summary = "Say who is hidden and where")
    Redaction change(SignedIn person, @PathVariable String id, @RequestBody RedactionPlan plan) {
        return redactions.change(person, id, plan);
    }

    @PostMapping("/api/v1/evidence/redactions/{id}/render")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "renderRedaction", summary = "Make the derived exhibit")
    Redaction render(SignedIn person, @PathVariable String id) {
        return redactions.render(person, id);
    }
}
