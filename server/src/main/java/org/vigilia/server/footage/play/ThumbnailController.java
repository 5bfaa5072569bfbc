package org.vigilia.server.footage.play;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Sheets of thumbnails over HTTP. */
@RestController
@Tag(name = "footage")
class ThumbnailController {

    private static final Logger LOG = LoggerFactory.getLogger(ThumbnailController.class);
    private static final int MOST = 120;

    private final Thumbnails thumbnails;
    private final Door door;

    ThumbnailController(Thumbnails thumbnails, Door door) {
        this.thumbnails = thumbnails;
        this.door = door;
    }

    @GetMapping(path = "/api/v1/footage/cameras/{id}/thumbnails", produces = MediaType.IMAGE_JPEG_VALUE)
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getThumbnails",
            summary = "A sheet of at most 120 small pictures, one each 'every' seconds; header X-Sprite is"
                    + " columns,rows,width,height,firstAt,every. Ask for round times: sheets are kept",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "a JPEG picture",
                            content =
                                    @Content(
                                            mediaType = MediaType.IMAGE_JPEG_VALUE,
                                            schema = @Schema(type = "string", format = "binary"))))
    ResponseEntity<byte[]> thumbnails(
            SignedIn by,
            @PathVariable CameraId id,
            @RequestParam Instant from,
            @RequestParam Instant to,
            @RequestParam(defaultValue = "10") int every) {
        Door.requireSpan(from, to, Duration.ofDays(31));
        if (every < 1 || every > 86_400) {
            throw Problem.invalid("every", "'every' must be 1 to 86400 seconds.");
        }
        long count = (Duration.between(from, to).toSeconds() + every - 1) / every;
        if (count > MOST) {
            throw Problem.invalid("every", "That would be " + count + " pictures; at most " + MOST + " fit a sheet.");
        }
        door.look(by, id, from);
        try {
            Thumbnails.Sheet sheet = thumbnails.get(id, from, (int) Math.max(1, count), every);
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .header(
                            "X-Sprite",
                            sheet.columns() + "," + sheet.rows() + "," + Decoder.WIDTH + "," + Decoder.HEIGHT + ","
                                    + from + "," + every)
                    .contentType(MediaType.IMAGE_JPEG)
                    .body(sheet.jpeg());
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("camera", id)
                    .addKeyValue("reason", e.getMessage())
                    .log("no thumbnails");
            throw Problem.unavailable("The thumbnails cannot be made just now.");
        }
    }
}
