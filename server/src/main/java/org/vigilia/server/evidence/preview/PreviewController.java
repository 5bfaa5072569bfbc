package org.vigilia.server.evidence.preview;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Previews of exhibits over HTTP, for who may see the exhibit itself. Outsiders get none. */
@RestController
@Tag(name = "evidence")
class PreviewController {
    private final Exhibits exhibits;
    private final Previews previews;
    private final PreviewLooks looks;

    PreviewController(Exhibits exhibits, Previews previews, PreviewLooks looks) {
        this.exhibits = exhibits;
        this.previews = previews;
        this.looks = looks;
    }

    @GetMapping("/api/v1/evidence/exhibits/{id}/preview")
    @Requires(Right.SEE_EVIDENCE)
    @Operation(
            operationId = "getPreview",
            summary = "A small picture of an exhibit, at most 320 pixels wide; 404 when it shows nothing. That it was"
                    + " seen is told in custody once for each person and day",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "a JPEG picture",
                            content =
                                    @Content(
                                            mediaType = MediaType.IMAGE_JPEG_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    ResponseEntity<byte[]> preview(SignedIn person, @PathVariable String id) {
        Exhibit exhibit = exhibits.get(person, id, Right.SEE_EVIDENCE);
        byte[] jpeg = previews.find(exhibit).orElseThrow(() -> Problem.notFound("preview of exhibit", id));
        looks.tell(person, exhibit);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("X-Content-Type-Options", "nosniff")
                .contentType(MediaType.IMAGE_JPEG)
                .body(jpeg);
    }
}
