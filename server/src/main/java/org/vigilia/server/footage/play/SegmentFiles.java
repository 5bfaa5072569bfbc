package org.vigilia.server.footage.play;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.keep.Pools;

/** Segments' files and what lies where in them; the newest 4,000 tables of contents are remembered. Thread-safe. */
@Component
public class SegmentFiles {

    private static final int MOST = 4_000;

    private final Pools pools;
    private final MediaArchive media;
    private final Map<String, Fragments> known = new LinkedHashMap<>(64, 0.75f, true);

    SegmentFiles(Pools pools, MediaArchive media) {
        this.pools = pools;
        this.media = media;
    }

    /** The file that is being written. */
    record OpenFile(Path path, MediaArchive.Open open) {}

    /** On this machine. */
    public Path path(SegmentRow segment) throws IOException {
        return pools.fetch(segment);
    }

    /** What lies where in a segment. */
    public Fragments fragments(SegmentRow segment) throws IOException {
        String key = segment.camera() + " " + segment.number() + " " + segment.sha256();
        synchronized (known) {
            Fragments found = known.get(key);
            if (found != null) {
                return found;
            }
        }
        Fragments read = Fragments.read(path(segment));
        synchronized (known) {
            known.put(key, read);
            while (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return read;
    }

    /** The segment that is being written; a file that was closed in this very moment is looked for once more. */
    Optional<OpenFile> findOpen(CameraId camera) throws IOException {
        for (int i = 0; i < 2; i++) {
            Optional<MediaArchive.Open> open = media.findOpen(camera);
            if (open.isEmpty()) {
                return Optional.empty();
            }
            Path path = pools.root().resolve(open.get().file()).normalize();
            if (!path.startsWith(pools.root())) {
                throw new NoSuchFileException(open.get().file());
            }
            if (Files.isRegularFile(path)) {
                return Optional.of(new OpenFile(path, open.get()));
            }
        }
        return Optional.empty();
    }
}
