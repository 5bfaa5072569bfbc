package org.vigilia.server.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PersonId;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.AuditRow;
import org.vigilia.server.audit.Deed;

/** The audit log for administrators. It lives here because audit lies below the room that knows who may read it. */
@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "audit")
class AuditController {

    private static final int MAX_LIMIT = 500;

    private final Audit audit;
    private final Access access;

    AuditController(Audit audit, Access access) {
        this.audit = audit;
        this.access = access;
    }

    @GetMapping
    @Requires(Right.READ_AUDIT)
    @Operation(operationId = "listAudit", summary = "Who did or saw what, newest first; reading is recorded, too")
    AuditList list(
            SignedIn by,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "100") int limit) {
        AgencyId agency = access.limit(by, Right.READ_AUDIT).orElse(null);
        int size = Math.max(1, Math.min(limit, MAX_LIMIT));
        List<AuditView> items = audit
                .list(new Audit.AuditQuery(
                        agency, search == null || search.isBlank() ? null : search.strip(), from, to, before, size))
                .stream()
                .map(AuditController::view)
                .toList();
        if (before == null) {
            audit.record(Deed.done(by.who(), "audit.read").because(search == null ? "" : "search: " + search));
        }
        Long next = items.size() < size ? null : items.get(items.size() - 1).seq();
        return new AuditList(items, items.size(), next);
    }

    @PostMapping("/verify")
    @Requires(Right.READ_AUDIT)
    @Operation(operationId = "verifyAudit", summary = "Follow the chain of hashes from the first row to the last")
    Verification verify(SignedIn by) {
        String tampering = audit.findTampering().orElse(null);
        audit.record(Deed.done(by.who(), "audit.verified").because(tampering == null ? "unbroken" : tampering));
        return new Verification(tampering == null, tampering);
    }

    private static AuditView view(AuditRow row) {
        Deed deed = row.deed();
        return new AuditView(
                row.seq(),
                row.at(),
                deed.who().person(),
                deed.who().name(),
                deed.who().agency(),
                deed.who().address(),
                deed.action(),
                deed.thingKind() == null || deed.thingId() == null
                        ? null
                        : new Thing(deed.thingKind(), deed.thingId(), deed.thingName()),
                deed.outcome(),
                deed.detail());
    }

    record Thing(String kind, String id, @Nullable String name) {}

    record AuditView(
            long seq,
            Instant at,
            @Nullable PersonId personId,
            String personName,
            @Nullable AgencyId agencyId,
            String address,
            String action,
            @Nullable Thing thing,
            Deed.Outcome outcome,
            String detail) {}

    /** @param next give it as {@code before} to read on; null at the end */
    record AuditList(
            List<AuditView> items, int total, @Nullable Long next) {}

    /** @param tampering what is wrong with the first row that does not fit */
    record Verification(boolean unbroken, @Nullable String tampering) {}
}
