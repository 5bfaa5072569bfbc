package org.vigilia.server.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.proof.mp4.Source;
import org.vigilia.server.footage.Footage;

/**
 * What was recorded, from the recorder's own journals and files: the truth, even where the index of the footage is behind.
 * Thread-safe.
 */
@Component
class Recordings {
    private static final long SECOND = 1_000_000;

    private final Path root;
    private final Path keyFile;

    private final Footage footage;

    Recordings(EvidenceStore store, Footage footage) {
        this.footage = footage;
        root = store.recordings();
        keyFile = store.secrets().resolve("media.pub");
    }

    /**
     * What there is of a span.
     *
     * @param sources segments that can be read
     * @param gaps spans without pictures, within the span asked for
     * @param lines of the journal, from the first segment to the last, without holes
     * @param hashes of files that lie in another pool, by the number of the segment; another hash than the segment's own
     *     means that it was anonymised
     * @param coveredTo up to where the journal tells, in microseconds
     */
    record Found(
            List<Source> sources, List<Entry.Gap> gaps, List<Line> lines, Map<Long, String> hashes, long coveredTo) {}

    /** Whether anything was ever recorded of a camera with this id. */
    boolean has(String camera) {
        try {
            return !JournalReader.files(root, new CameraId(camera)).isEmpty();
        } catch (IOException | IllegalArgumentException none) {
            return false;
        }
    }

    /** Keys of those who record. */
    List<VerifyKey> keys() throws IOException {
        if (!Files.exists(keyFile)) {
            return List.of();
        }
        String text =
                Files.readString(keyFile).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return List.of(VerifyKey.parse(text));
    }

    /** Throws {@link IOException} when a file that should be there is not, or is not what the journal says. */
    Found find(CameraId camera, long from, long to) throws IOException {
        List<Line> all = lines(camera, from, to);
        Set<Long> gone = new HashSet<>();
        Map<Long, Entry.Moved> moved = new HashMap<>();
        List<Line> segments = new ArrayList<>();
        List<Entry.Gap> gaps = new ArrayList<>();
        long coveredTo = Long.MIN_VALUE;
        for (Line line : all) {
            Entry entry = line.entry();
            if (entry instanceof Entry.Segment segment) {
                coveredTo = Math.max(coveredTo, segment.endMicros());
                if (segment.startMicros() < to && segment.endMicros() > from) {
                    segments.add(line);
                }
            } else if (entry instanceof Entry.Gap gap) {
                coveredTo = Math.max(coveredTo, gap.endMicros());
                if (gap.startMicros() < to && gap.endMicros() > from) {
                    gaps.add(gap);
                }
            } else if (entry instanceof Entry.Deleted deleted) {
                gone.add(deleted.segment());
            } else if (entry instanceof Entry.Moved move) {
                moved.put(move.segment(), move);
            }
        }
        segments.removeIf(line -> gone.contains(line.entry().number()));
        List<Source> sources = new ArrayList<>();
        Map<Long, String> hashes = new HashMap<>();
        for (Line line : segments) {
            Entry.Segment segment = (Entry.Segment) line.entry();
            Entry.Moved move = moved.get(segment.number());
            if (move != null) {
                hashes.put(segment.number(), move.sha256());
            }
            Path local = root.resolve(segment.file());
            // another pool holds what is not here any more
            Path file = Files.exists(local) ? local : footage.fetch(camera, segment.number());
            sources.add(new Source(line, () -> Files.newByteChannel(file)));
        }
        return new Found(sources, gaps, between(all, segments), hashes, coveredTo);
    }

    private static List<Line> between(List<Line> all, List<Line> segments) {
        if (segments.isEmpty()) {
            return List.of();
        }
        long first = segments.get(0).entry().number();
        long last = segments.get(segments.size() - 1).entry().number();
        return all.stream()
                .filter(line -> line.entry().number() >= Math.min(first, last)
                        && line.entry().number() <= Math.max(first, last))
                .toList();
    }

    /** Lines of the days that can matter. What is moved or deleted may be told long after. */
    private List<Line> lines(CameraId camera, long from, long to) throws IOException {
        LocalDate first = day(from).minusDays(1);
        List<Line> lines = new ArrayList<>();
        for (Path file : JournalReader.files(root, camera)) {
            // CAMERA/DAY/journal.jsonl
            LocalDate day =
                    LocalDate.parse(file.getName(file.getNameCount() - 2).toString());
            boolean near = !day.isBefore(first) && !day.isAfter(day(to).plusDays(1));
            for (String text : Files.readString(file, StandardCharsets.UTF_8).split("\n")) {
                boolean fate = text.startsWith("{\"entry\":{\"type\":\"deleted\"")
                        || text.startsWith("{\"entry\":{\"type\":\"moved\"");
                if (text.isBlank() || !near && (!fate || day.isBefore(first))) {
                    continue;
                }
                try {
                    lines.add(Line.parse(text));
                } catch (IllegalArgumentException halfWritten) {
                    // the recorder is writing it just now, or cuts it off at its next start
                }
            }
        }
        return lines;
    }

    private static LocalDate day(long micros) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(micros, SECOND)), ZoneOffset.UTC);
    }

    /** Keeps footage while an exhibit is made of it. */
    void pin(String exhibit, CameraId camera, long from, long to) {
        footage.pin(exhibit, camera, from, to);
    }

    void unpin(String exhibit) {
        footage.unpin(exhibit);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1000);
    }

    static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), SECOND), at.getNano() / 1000);
    }
}
