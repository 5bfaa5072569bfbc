package org.vigilia.server.footage.pass;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.footage.play.Door;
import org.vigilia.server.footage.play.Excerpts;
import org.vigilia.server.footage.play.Micros;
import org.vigilia.server.footage.play.Playlist;
import org.vigilia.server.identity.OpenToAll;

/** What other players meet: recordings as HLS, to whoever tells user name and password of a pass by HTTP Basic. */
@RestController
@RequestMapping("/api/v1/played/{pass}/cameras/{camera}")
@Tag(name = "played", description = "Recordings for other players, by a pass")
class PlayedController {

    private static final String OPEN = "user name and password of a pass are asked for";

    private final PassGate gate;
    private final Excerpts excerpts;
    private final Door door;
    private final Clock clock;

    PlayedController(PassGate gate, Excerpts excerpts, Door door, Clock clock) {
        this.gate = gate;
        this.excerpts = excerpts;
        this.door = door;
        this.clock = clock;
    }

    @GetMapping(path = "/hls.m3u8", produces = Playlist.MEDIA_TYPE)
    @OpenToAll(because = OPEN)
    @Operation(
            operationId = "playByPass",
            summary = "What a pass opens, as HLS (RFC 8216); HTTP Basic with its user name and password",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "a media playlist",
                            content = @Content(mediaType = Playlist.MEDIA_TYPE, schema = @Schema(type = "string"))))
    ResponseEntity<String> playlist(
            @PathVariable String pass, @PathVariable CameraId camera, HttpServletRequest request) {
        PassGate.Opened opened = open(pass, camera, request);
        door.open(opened.owner(), camera);
        Instant now = clock.instant();
        String text = excerpts.findPlaylist(
                        opened.pass().excerpt(now), opened.pass().ended(now), manner(request))
                .orElseThrow(() -> Problem.notFound("recording in the span of the pass", pass));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType(Playlist.MEDIA_TYPE))
                .body(text);
    }

    @GetMapping("/segments/{number:\\d{1,18}}.mp4")
    @OpenToAll(because = OPEN)
    @Operation(
            operationId = "getSegmentByPass",
            summary = "The bytes that the playlist of a pass names, by Range; HTTP Basic as for the playlist",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "fragmented MP4",
                            content =
                                    @Content(
                                            mediaType = "video/mp4",
                                            schema = @Schema(type = "string", format = "binary"))))
    void segment(
            @PathVariable String pass,
            @PathVariable CameraId camera,
            @PathVariable long number,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        PassGate.Opened opened = open(pass, camera, request);
        Excerpts.Excerpt excerpt = opened.pass().excerpt(clock.instant());
        door.look(opened.owner(), camera, Micros.instant(excerpt.fromMicros()), opened.means());
        if (!excerpts.send(excerpt, number, request, response)) {
            throw gate.outside(opened);
        }
    }

    /** FFmpeg plays only segments that are called what it knows. */
    private static Playlist.Manner manner(HttpServletRequest request) {
        String player = request.getHeader(HttpHeaders.USER_AGENT);
        return new Playlist.Manner(".mp4", player != null && player.startsWith("VLC/"));
    }

    private PassGate.Opened open(String pass, CameraId camera, HttpServletRequest request) {
        return gate.open(
                new PassGate.Ask(request.getHeader(HttpHeaders.AUTHORIZATION), pass, camera, request.getRemoteAddr()));
    }
}
