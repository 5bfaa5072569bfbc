package org.vigilia.server.footage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;
import org.vigilia.server.registry.Stills;

/** What a camera shows right now, as one picture. */
@RestController
@Tag(name = "footage")
class PictureController {

    private static final Logger LOG = LoggerFactory.getLogger(PictureController.class);

    private final Cameras cameras;
    private final KeyFrames keyFrames;
    private final Stills stills;
    private final Audit audit;

    PictureController(Cameras cameras, KeyFrames keyFrames, Stills stills, Audit audit) {
        this.cameras = cameras;
        this.keyFrames = keyFrames;
        this.stills = stills;
        this.audit = audit;
    }

    @GetMapping(path = "/api/v1/cameras/{id}/picture", produces = MediaType.IMAGE_JPEG_VALUE)
    @Requires(Right.WATCH_CAMERAS)
    @Operation(
            operationId = "getCameraPicture",
            summary = "The camera's last key frame; header X-Captured-At says from when",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "a JPEG picture",
                            content =
                                    @Content(
                                            mediaType = MediaType.IMAGE_JPEG_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    ResponseEntity<byte[]> picture(SignedIn by, @PathVariable CameraId id) {
        Camera camera = cameras.get(by, Right.WATCH_CAMERAS, id);
        Optional<KeyFrames.KeyFrame> found = keyFrames.find(id);
        KeyFrames.KeyFrame frame = found.orElseThrow(() ->
                Problem.unavailable("The camera '" + camera.name() + "' shows nothing just now. Its health says why."));
        try {
            byte[] jpeg = stills.jpeg(frame.stream(), frame.unit());
            audit.record(Deed.done(by.who(), "picture.viewed").to("camera", id.value(), camera.name()));
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .header("X-Captured-At", frame.capturedAt().toString())
                    .contentType(MediaType.IMAGE_JPEG)
                    .body(jpeg);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("camera", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("no still picture");
            throw Problem.unavailable("The picture cannot be made just now: the vision process does not answer.");
        }
    }
}
