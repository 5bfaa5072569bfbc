package org.vigilia.server.evidence.redact;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.evidence.ExhibitView;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Clips that tell time and place, over HTTP. */
@RestController
@Tag(name = "evidence")
class OverlayController {
    private final Overlays overlays;

    OverlayController(Overlays overlays) {
        this.overlays = overlays;
    }

    /** @param place left out: ABOVE, which covers nothing */
    record OverlayForm(
            Overlays.@Nullable Place place, @Nullable String why) {}

    @PostMapping("/api/v1/evidence/exhibits/{id}/overlays")
    @Requires(Right.WORK_EVIDENCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            operationId = "makeOverlay",
            summary = "A copy of a clip with camera, time and case in each picture; poll the derived exhibit")
    ExhibitView make(SignedIn person, @PathVariable String id, @RequestBody OverlayForm form) {
        return ExhibitView.of(overlays.begin(person, id, form.place(), form.why()));
    }
}
