package org.vigilia.server.footage.play;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.server.Problem;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Segments: which there are, what lies where in them, and their bytes. */
@RestController
@RequestMapping("/api/v1/footage/cameras/{id}/segments")
@Tag(name = "footage")
class SegmentController {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentController.class);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST = 2_000;

    private final FootageIndex index;
    private final SegmentFiles files;
    private final Door door;

    SegmentController(FootageIndex index, SegmentFiles files, Door door) {
        this.index = index;
        this.files = files;
        this.door = door;
    }

    /**
     * A segment that can be played.
     *
     * @param codecString as in RFC 6381
     * @param sound coding of its sound; null without
     * @param uncertaintyMs how far its times may be off, either way
     * @param sha256 of its file
     * @param proven false: its place in the journal does not hold, or was not signed
     * @param anonymised true: people and plates were made unrecognisable for good
     * @param pool where it lies
     * @param url of its bytes; with /index after it, what lies where in them
     */
    record Segment(
            long number,
            Instant start,
            Instant end,
            String codecString,
            int widthPx,
            int heightPx,
            long bytes,
            @Nullable String sound,
            double uncertaintyMs,
            String sha256,
            Entry.Origin origin,
            boolean proven,
            boolean anonymised,
            String pool,
            String url) {

        static Segment of(SegmentRow row) {
            Entry.Segment entry = row.entry();
            return new Segment(
                    entry.number(),
                    Micros.instant(entry.startMicros()),
                    Micros.instant(entry.endMicros()),
                    entry.codecString(),
                    entry.widthPx(),
                    entry.heightPx(),
                    entry.bytes(),
                    entry.sound(),
                    entry.uncertaintyMicros() / 1000.0,
                    row.sha256(),
                    entry.origin(),
                    row.proven(),
                    row.anonymised(),
                    row.pool(),
                    "/api/v1/footage/cameras/" + row.camera() + "/segments/" + entry.number());
        }
    }

    /**
     * What lies where in a segment: a player fetches the head and the fragments it wants, by Range.
     *
     * @param init the head: from byte, bytes
     * @param startMicros since 1970, of the first fragment
     * @param baseDecodeMicros decode time written in the first fragment: a player adds startMicros - baseDecodeMicros
     */
    record Contents(List<Long> init, long startMicros, long baseDecodeMicros, List<Fragment> fragments) {

        static Contents of(Fragments read, long startMicros) {
            return new Contents(
                    List.of(0L, read.initLength()),
                    startMicros,
                    read.firstDecodeMicros(),
                    read.fragments().stream()
                            .map(f -> new Fragment(
                                    f.offset(), f.length(), startMicros + f.startMicros(), f.durationMicros(), f.key()))
                            .toList());
        }
    }

    /** A fragment. @param startMicros since 1970 @param key whether a player can begin with it */
    record Fragment(long offset, long length, long startMicros, long durationMicros, boolean key) {}

    @GetMapping
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "listSegments",
            summary = "Segments that meet a span, in order, at most 2000; what is being written is segments/open")
    List<Segment> list(SignedIn by, @PathVariable CameraId id, @RequestParam Instant from, @RequestParam Instant to) {
        Door.requireSpan(from, to, LONGEST);
        door.open(by, id);
        return index.list(id, Micros.of(from), Micros.of(to), MOST).stream()
                .map(Segment::of)
                .toList();
    }

    @GetMapping("/at")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "findSegmentAt",
            summary = "The segment that shows a moment, or the first after it; 404 when there is none")
    Segment at(SignedIn by, @PathVariable CameraId id, @RequestParam Instant at) {
        door.open(by, id);
        return index.findAt(id, Micros.of(at))
                .map(Segment::of)
                .orElseThrow(() -> Problem.notFound("recording from", at.toString()));
    }

    /** Where to begin to play. */
    record Seek(Segment segment, Contents contents) {}

    @GetMapping("/seek")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "seekSegment",
            summary = "The segment that shows a moment, or the first after it, and what lies where in it, at once")
    Seek seek(SignedIn by, @PathVariable CameraId id, @RequestParam Instant at) {
        door.open(by, id);
        SegmentRow segment =
                index.findAt(id, Micros.of(at)).orElseThrow(() -> Problem.notFound("recording from", at.toString()));
        try {
            return new Seek(
                    Segment.of(segment),
                    Contents.of(files.fragments(segment), segment.entry().startMicros()));
        } catch (IOException e) {
            throw away(segment, e);
        }
    }

    @GetMapping("/{number}/index")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(operationId = "getSegmentIndex", summary = "What lies where in a segment")
    Contents contents(SignedIn by, @PathVariable CameraId id, @PathVariable long number) {
        door.open(by, id);
        SegmentRow segment = get(id, number);
        try {
            return Contents.of(files.fragments(segment), segment.entry().startMicros());
        } catch (IOException e) {
            throw away(segment, e);
        }
    }

    @GetMapping(path = "/{number}")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getSegment",
            summary = "A segment's bytes, also by Range; its ETag is the SHA-256 of the file",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "fragmented MP4",
                            content =
                                    @Content(
                                            mediaType = "video/mp4",
                                            schema = @Schema(type = "string", format = "binary"))))
    void bytes(
            SignedIn by,
            @PathVariable CameraId id,
            @PathVariable long number,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        door.open(by, id);
        SegmentRow segment = get(id, number);
        door.look(by, id, Micros.instant(segment.entry().startMicros()));
        java.nio.file.Path path;
        try {
            path = files.path(segment);
        } catch (IOException e) {
            throw away(segment, e);
        }
        FileSender.send(request, response, path, java.nio.file.Files.size(path), segment.sha256());
    }

    @GetMapping("/open/index")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getOpenSegmentIndex",
            summary = "What lies where in the segment that is being written; 404 while none is")
    Contents openContents(SignedIn by, @PathVariable CameraId id) throws IOException {
        door.open(by, id);
        SegmentFiles.OpenFile open = open(id);
        return Contents.of(Fragments.read(open.path()), open.open().startMicros());
    }

    @GetMapping("/open")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getOpenSegment",
            summary = "The whole fragments of the segment that is being written, also by Range",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "fragmented MP4",
                            content =
                                    @Content(
                                            mediaType = "video/mp4",
                                            schema = @Schema(type = "string", format = "binary"))))
    void openBytes(SignedIn by, @PathVariable CameraId id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        door.open(by, id);
        SegmentFiles.OpenFile open = open(id);
        door.look(by, id, Micros.instant(open.open().startMicros()));
        response.setHeader("X-Start-Micros", String.valueOf(open.open().startMicros()));
        FileSender.send(
                request, response, open.path(), Fragments.read(open.path()).bytes(), null);
    }

    private SegmentFiles.OpenFile open(CameraId id) throws IOException {
        return files.findOpen(id).orElseThrow(() -> Problem.notFound("open segment of camera", id.value()));
    }

    private SegmentRow get(CameraId id, long number) {
        return get(index, id, number);
    }

    /** One that is there; throws {@link Problem} 404 that tells when it was deleted. */
    static SegmentRow get(FootageIndex index, CameraId id, long number) {
        SegmentRow segment =
                index.find(id, number).orElseThrow(() -> Problem.notFound("segment", String.valueOf(number)));
        SegmentRow.Deletion deletion = segment.deletion();
        if (deletion != null) {
            throw Problem.notFound(
                    "recording of this time any more: deleted by rule '" + deletion.rule() + "', segment",
                    String.valueOf(number));
        }
        return segment;
    }

    /** What to tell when its file cannot be read. */
    static Problem away(SegmentRow segment, IOException e) {
        boolean gone = e instanceof FileNotFoundException || e instanceof NoSuchFileException;
        LOG.atWarn()
                .addKeyValue("camera", segment.camera())
                .addKeyValue("segment", segment.number())
                .addKeyValue("pool", segment.pool())
                .addKeyValue("reason", e.getMessage())
                .log("a segment cannot be read");
        return Problem.unavailable(
                gone
                        ? "The file of this recording is not where the index says. './vigilia footage audit' tells more."
                        : "This recording lies in the pool '" + segment.pool() + "', which does not answer just now.");
    }
}
