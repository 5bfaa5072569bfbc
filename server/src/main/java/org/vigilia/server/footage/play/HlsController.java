package org.vigilia.server.footage.play;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
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

/** Recordings as HLS (RFC 8216) for whoever is signed in; other players come with a pass. */
@RestController
@Tag(name = "footage")
class HlsController {

    private static final Duration LONGEST = Duration.ofHours(6);
    private static final Duration LIVE = Duration.ofMinutes(1);

    private final Excerpts excerpts;
    private final Door door;
    private final Clock clock;

    HlsController(Excerpts excerpts, Door door, Clock clock) {
        this.excerpts = excerpts;
        this.door = door;
        this.clock = clock;
    }

    @GetMapping(path = "/api/v1/footage/cameras/{id}/hls.m3u8", produces = Playlist.MEDIA_TYPE)
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getHls",
            summary = "A span of at most 6 hours as HLS; without 'to' it grows, without 'from' it begins a minute ago",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "a media playlist",
                            content = @Content(mediaType = Playlist.MEDIA_TYPE, schema = @Schema(type = "string"))))
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
        String text = excerpts.findPlaylist(
                        new Excerpts.Excerpt(id, Micros.of(begin), Micros.of(end)), to != null, Playlist.Manner.PLAIN)
                .orElseThrow(() -> Problem.notFound("recording of this camera between", begin + "' and '" + end));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(Playlist.MEDIA_TYPE))
                .body(text);
    }
}
