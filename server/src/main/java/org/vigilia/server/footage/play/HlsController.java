package org.vigilia.server.footage.play;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Recordings as HLS (RFC 8216) for other players. */
@RestController
@Tag(name = "footage")
class HlsController {

    private static final Logger LOG = LoggerFactory.getLogger(HlsController.class);
    private static final Duration LONGEST = Duration.ofHours(6);
    private static final Duration LIVE = Duration.ofMinutes(1);

    private final FootageIndex index;
    private final SegmentFiles files;
    private final Door door;
    private final Clock clock;

    HlsController(FootageIndex index, SegmentFiles files, Door door, Clock clock) {
        this.index = index;
        this.files = files;
        this.door = door;
        this.clock = clock;
    }

    @GetMapping(path = "/api/v1/footage/cameras/{id}/hls.m3u8", produces = "application/vnd.apple.mpegurl")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getHls",
            summary = "A span of at most 6 hours as HLS; without 'to' it grows, without 'from' it begins a minute ago",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "a media playlist",
                            content =
                                    @Content(
                                            mediaType = "application/vnd.apple.mpegurl",
                                            schema = @Schema(type = "string"))))
    ResponseEntity<String> playlist(
            SignedIn by,
            @PathVariable CameraId id,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        Instant now = clock.instant();
        Instant begin = from == null ? (to == null ? now : to).minus(LIVE) : from;
        Instant end = to == null ? now : to;
        Door.requireSpan(begin, end, LONGEST);
        door.open(by, id);
        List<Playlist.Part> parts = new ArrayList<>();
        for (SegmentRow segment : index.list(id, Micros.of(begin), Micros.of(end), 10_000)) {
            try {
                parts.add(new Playlist.Part(segment.entry(), files.fragments(segment)));
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("camera", id)
                        .addKeyValue("segment", segment.number())
                        .addKeyValue("reason", e.getMessage())
                        .log("a segment is left out of a playlist");
            }
        }
        if (parts.isEmpty() && to != null) {
            throw Problem.notFound("recording of this camera between", begin + "' and '" + end);
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType("application/vnd.apple.mpegurl"))
                .body(Playlist.write(parts, to != null));
    }
}
