package org.vigilia.server.footage.play;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.SegmentRow;

/**
 * Spans of recordings for other players: a playlist, and of each file no more than the span and the pictures its first
 * one needs. Asks nobody whether they may: {@link Door} does. Safe for use by many threads.
 */
@Component
public class Excerpts {

    private static final Logger LOG = LoggerFactory.getLogger(Excerpts.class);
    private static final int MOST = 10_000;

    private final FootageIndex index;
    private final SegmentFiles files;

    Excerpts(FootageIndex index, SegmentFiles files) {
        this.index = index;
        this.files = files;
    }

    /** Of one camera, in microseconds since 1970; the end is not part of it. */
    public record Excerpt(CameraId camera, long fromMicros, long toMicros) {}

    /** Whether anything of it is there. */
    public boolean isThere(Excerpt excerpt) {
        return !index.list(excerpt.camera, excerpt.fromMicros, excerpt.toMicros, 1)
                .isEmpty();
    }

    /** Its media playlist; empty when nothing is there. @param ended whether nothing will be added */
    public Optional<String> findPlaylist(Excerpt excerpt, boolean ended, Playlist.Manner manner) {
        List<Playlist.Part> parts = new ArrayList<>();
        for (SegmentRow row : index.list(excerpt.camera, excerpt.fromMicros, excerpt.toMicros, MOST)) {
            try {
                part(row, excerpt).ifPresent(parts::add);
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("camera", excerpt.camera)
                        .addKeyValue("segment", row.number())
                        .addKeyValue("reason", e.getMessage())
                        .log("a segment is left out of a playlist");
            }
        }
        return parts.isEmpty() && ended ? Optional.empty() : Optional.of(Playlist.write(parts, ended, manner));
    }

    /**
     * Sends a segment or a range of it.
     *
     * @return false, and nothing was sent, when something outside of the excerpt was asked for
     */
    public boolean send(Excerpt excerpt, long number, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SegmentRow row = SegmentController.get(index, excerpt.camera, number);
        Optional<Playlist.Part> part;
        Path path;
        try {
            part = part(row, excerpt);
            path = files.path(row);
        } catch (IOException e) {
            throw SegmentController.away(row, e);
        }
        if (part.isEmpty()) {
            return false;
        }
        return FileSender.send(
                request,
                response,
                path,
                Files.size(path),
                row.sha256(),
                part.get().window());
    }

    private Optional<Playlist.Part> part(SegmentRow row, Excerpt excerpt) throws IOException {
        boolean meets =
                row.entry().startMicros() < excerpt.toMicros && row.entry().endMicros() > excerpt.fromMicros;
        return meets
                ? Playlist.Part.cut(row.entry(), files.fragments(row), excerpt.fromMicros, excerpt.toMicros)
                : Optional.empty();
    }
}
