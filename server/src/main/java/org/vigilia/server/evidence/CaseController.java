package org.vigilia.server.evidence;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Cases over HTTP. */
@RestController
@RequestMapping("/api/v1/evidence/cases")
@Tag(name = "evidence", description = "Cases, exhibits, custody and shares")
class CaseController {
    private final Cases cases;
    private final Exhibits exhibits;

    CaseController(Cases cases, Exhibits exhibits) {
        this.cases = cases;
        this.exhibits = exhibits;
    }

    /** @param items newest first, at most 500 */
    record CaseList(List<EvidenceCase> items) {}

    @GetMapping
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "listCases", summary = "Own cases and those shared with the own agency, newest first")
    CaseList list(
            SignedIn person,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) EvidenceCase.@Nullable Status status) {
        return new CaseList(cases.list(person, q, status));
    }

    /** A new case. */
    record CaseForm(String title, @Nullable String description) {}

    @PostMapping
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "openCase", summary = "Open a case")
    EvidenceCase open(SignedIn person, @RequestBody CaseForm form) {
        return cases.open(
                person.who(),
                Exhibits.name(person),
                person.agencyId(),
                form.title() == null ? "" : form.title(),
                form.description() == null ? "" : form.description());
    }

    /** A case and its exhibits. */
    record CaseDetails(EvidenceCase about, List<ExhibitView> exhibits) {}

    @GetMapping("/{id}")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(operationId = "getCase", summary = "One case with its exhibits")
    CaseDetails get(SignedIn person, @PathVariable String id) {
        EvidenceCase found = cases.get(person, id, Right.SEE_EVIDENCE);
        return new CaseDetails(found, exhibits.listFor(person, found));
    }

    /** What to change; what is left out stays. */
    record CaseChange(@Nullable String title, @Nullable String description, EvidenceCase.@Nullable Status status) {}

    @PatchMapping("/{id}")
    @Requires(Right.WORK_EVIDENCE)
    @Operation(operationId = "changeCase", summary = "Change title, description or status")
    EvidenceCase change(SignedIn person, @PathVariable String id, @RequestBody CaseChange change) {
        EvidenceCase before = cases.get(person, id, Right.WORK_EVIDENCE);
        return cases.change(person, before, change.title(), change.description(), change.status());
    }
}
