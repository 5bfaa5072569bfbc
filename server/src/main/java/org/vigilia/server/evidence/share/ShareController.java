package org.vigilia.server.evidence.share;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.redact.Copies;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Shares over HTTP, for those who share. */
@RestController
@RequestMapping("/api/v1/evidence/cases/{id}/shares")
@Tag(name = "evidence", description = "Cases, exhibits, custody and shares")
class ShareController {
    private final Cases cases;
    private final Shares shares;
    private final Copies copies;

    ShareController(Cases cases, Shares shares, Copies copies) {
        this.cases = cases;
        this.shares = shares;
        this.copies = copies;
    }

    /**
     * What to share.
     *
     * @param exhibits left out: all of the case, also those to come
     * @param agency of kind AGENCY
     * @param mode left out: VIEW
     * @param passcode left out: one is made
     * @param watermark left out: true; pictures are marked for each opening
     * @param markedOnly left out: false; true: also a link to download gives marked copies only, no originals
     */
    record ShareForm(
            Share.@Nullable Kind kind,
            @Nullable List<String> exhibits,
            @Nullable String agency,
            Share.@Nullable Mode mode,
            @Nullable String label,
            @Nullable Boolean watermark,
            @Nullable Boolean markedOnly,
            @Nullable Instant expires,
            @Nullable String passcode) {}

    /**
     * A new share; address and passcode are shown this once.
     *
     * @param url path of the page, with the token in its fragment, which browsers do not send; null of kind AGENCY
     */
    record ShareMade(
            Share share,
            @Nullable String url,
            @Nullable String token,
            @Nullable String passcode) {}

    @PostMapping
    @Requires(Right.SHARE_EVIDENCE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "shareEvidence", summary = "Let an agency or an outsider see exhibits, or bring files")
    ShareMade share(SignedIn person, @PathVariable String id, @RequestBody ShareForm form) {
        EvidenceCase about = cases.get(person, id, Right.SHARE_EVIDENCE);
        if (form.kind() == null) {
            throw Problem.invalid("kind", "Say the kind of share: AGENCY, LINK or UPLOAD.");
        }
        if (form.expires() == null) {
            throw Problem.invalid("expires", "Say when the share ends.");
        }
        if (form.markedOnly() != null && form.markedOnly() && !copies.available()) {
            throw Problem.unavailable(
                    "No copies can be marked here: there is no vision module on the server's machine.");
        }
        Shares.Made made = shares.share(
                person,
                about,
                new Shares.Wanted(
                        form.kind(),
                        form.exhibits() == null ? List.of() : form.exhibits(),
                        form.agency() == null ? null : new AgencyId(form.agency()),
                        form.mode() == null ? Share.Mode.VIEW : form.mode(),
                        form.label() == null
                                ? form.kind() == Share.Kind.AGENCY ? "agency" : ""
                                : form.label().strip(),
                        form.watermark() == null || form.watermark(),
                        form.markedOnly() != null && form.markedOnly(),
                        form.expires(),
                        form.passcode()));
        return new ShareMade(
                made.share(), made.token() == null ? null : "/shared#" + made.token(), made.token(), made.passcode());
    }

    /** @param items newest first */
    record ShareList(List<Share> items) {}

    @GetMapping
    @Requires(Right.SHARE_EVIDENCE)
    @Operation(operationId = "listShares", summary = "The shares of a case and how often they were used")
    ShareList list(SignedIn person, @PathVariable String id) {
        return new ShareList(
                shares.list(cases.get(person, id, Right.SHARE_EVIDENCE).id()));
    }

    @DeleteMapping("/{share}")
    @Requires(Right.SHARE_EVIDENCE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeShare", summary = "End a share at once, also transfers that are running")
    void revoke(SignedIn person, @PathVariable String id, @PathVariable String share) {
        EvidenceCase about = cases.get(person, id, Right.SHARE_EVIDENCE);
        Share found = shares.find(share)
                .filter(each -> each.caseId().equals(about.id()))
                .orElseThrow(() -> Problem.notFound("share", share));
        shares.revoke(person, found);
    }
}
