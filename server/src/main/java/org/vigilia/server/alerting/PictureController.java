package org.vigilia.server.alerting;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.facts.LogUnavailable;
import org.vigilia.facts.PictureStore;
import org.vigilia.facts.PictureStore.Picture;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/**
 * Snapshots that prove an alert. Who may watch the camera may see them, and every look is recorded. Browsers keep no copy
 * that they may show without asking: the next person at this screen is asked for anew.
 */
@RestController
@Tag(name = "pictures", description = "Snapshots that prove an alert")
class PictureController {

    private final PictureStore pictures;
    private final Sightings sightings;
    private final AlertStore alerts;
    private final Access access;
    private final Audit audit;

    PictureController(PictureStore pictures, Sightings sightings, AlertStore alerts, Access access, Audit audit) {
        this.pictures = pictures;
        this.sightings = sightings;
        this.alerts = alerts;
        this.access = access;
        this.audit = audit;
    }

    @GetMapping(value = "/api/v1/pictures/{id}", produces = MediaType.IMAGE_JPEG_VALUE)
    @Requires(Right.WATCH_CAMERAS)
    @Operation(operationId = "getPicture", summary = "A snapshot; every look is recorded")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = MediaType.IMAGE_JPEG_VALUE))
    ResponseEntity<byte[]> get(SignedIn person, @PathVariable String id) {
        Picture picture = find(id);
        AgencyId owner = sightings
                .findOwner(picture.camera())
                // the camera may be gone; its alerts still know whose it was
                .or(() -> alerts.findOwner(picture.id()))
                .orElse(AlertRows.NOBODY);
        access.require(person, Right.WATCH_CAMERAS, "picture", id, owner);
        audit.record(Deed.done(person.who(), "picture.viewed")
                .to("picture", id, null)
                .because("camera " + picture.camera() + " at " + picture.at()));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache().cachePrivate())
                .eTag("\"" + id + "\"")
                .contentType(MediaType.IMAGE_JPEG)
                .body(picture.jpeg());
    }

    private Picture find(String id) {
        try {
            return pictures.find(new PictureId(id)).orElseThrow(() -> Problem.notFound("picture", id));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("picture", "?");
        } catch (LogUnavailable e) {
            throw Problem.unavailable("The store of pictures cannot be reached; nothing is lost. Try again.");
        }
    }
}
