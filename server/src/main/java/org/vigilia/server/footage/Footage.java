package org.vigilia.server.footage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.SegmentRow;
import org.vigilia.server.footage.index.Span;
import org.vigilia.server.footage.keep.Pools;

/**
 * Recordings, for the other rooms: found, opened wherever they lie, and kept for as long as something needs them. Asks
 * nobody whether they may: the room that calls does. Safe for use by many threads.
 */
@Component
public class Footage {

    private static final int MOST = 100_000;

    private final FootageIndex index;
    private final Pools pools;
    private final JdbcClient sql;

    Footage(FootageIndex index, Pools pools, JdbcClient sql) {
        this.index = index;
        this.pools = pools;
        this.sql = sql;
    }

    /**
     * A segment of what was found.
     *
     * @param entry as it was recorded
     * @param sha256 of its file as it lies now
     * @param anonymised whether the file is not what the camera sent any more
     * @param proven whether its line in the journal held when it was read
     */
    public record Piece(Entry.Segment entry, String pool, String sha256, boolean anonymised, boolean proven) {}

    /** A stretch without pictures. @param kind LOST, DELETED or NOT_WANTED @param reason cause or rule */
    public record Gap(long startMicros, long endMicros, String kind, String reason, String detail) {}

    /** What there is of a camera between two moments. @param pieces in order of time; the first and last may stick out */
    public record Found(CameraId camera, List<Piece> pieces, List<Gap> gaps) {}

    /** What there is of a camera between two moments, in microseconds since 1970. */
    public Found find(CameraId camera, long fromMicros, long toMicros) {
        List<Piece> pieces = index.list(camera, fromMicros, toMicros, MOST).stream()
                .map(row -> new Piece(row.entry(), row.pool(), row.sha256(), row.anonymised(), row.proven()))
                .toList();
        List<Gap> gaps = index.spans(camera, fromMicros, toMicros).stream()
                .filter(span -> span.kind() != Span.Kind.RECORDED)
                .map(span -> new Gap(
                        span.startMicros(), span.endMicros(), span.kind().name(), span.reason(), span.detail()))
                .toList();
        return new Found(camera, pieces, gaps);
    }

    /**
     * A segment's file on this machine, fetched first where it lies in a remote pool; read it at once, it may move.
     *
     * @throws IOException when it was deleted or its pool does not answer
     */
    public Path fetch(CameraId camera, long number) throws IOException {
        SegmentRow row = index.find(camera, number)
                .filter(segment -> segment.deletion() == null)
                .orElseThrow(() -> new NoSuchFileException("segment " + number + " of camera " + camera));
        return pools.fetch(row);
    }

    /**
     * The lines of a camera's journal with these numbers, as they stand there, in order.
     *
     * @throws IOException when one is not to be found
     */
    public List<Line> lines(CameraId camera, List<Long> numbers) throws IOException {
        TreeMap<Long, Line> found = new TreeMap<>();
        if (numbers.isEmpty()) {
            return List.of();
        }
        for (Path file : journals(camera, numbers)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.filter(line -> mayBe(line, numbers)).forEach(text -> {
                    Line line = Line.parse(text);
                    if (numbers.contains(line.entry().number())) {
                        found.put(line.entry().number(), line);
                    }
                });
            } catch (IllegalArgumentException | java.io.UncheckedIOException e) {
                throw new IOException(file.getFileName() + " cannot be read", e);
            }
            if (found.size() == numbers.stream().distinct().count()) {
                return List.copyOf(found.values());
            }
        }
        throw new IOException("the journal of camera " + camera + " has no line for some of the entries " + numbers);
    }

    private static boolean mayBe(String line, List<Long> numbers) {
        return numbers.stream().anyMatch(number -> line.contains("\"number\":" + number + ","));
    }

    /** Journals that may hold them: an entry stands in that of the day it was written on, not before it began. */
    private List<Path> journals(CameraId camera, List<Long> numbers) throws IOException {
        List<Path> all = JournalReader.files(pools.root(), camera);
        long first = numbers.stream().mapToLong(Long::longValue).min().orElseThrow();
        String day = index.find(camera, first)
                .map(row -> Folders.segment(camera, row.entry().startMicros()).split("/")[1])
                .orElse("");
        List<Path> later = new ArrayList<>(all);
        later.removeIf(file -> file.getName(file.getNameCount() - 2).toString().compareTo(day) < 0);
        return later;
    }

    /** The keys media has signed with. */
    public List<VerifyKey> keys() {
        return index.keys();
    }

    /** Keeps footage from being deleted by any rule until it is let go; the same again changes nothing. */
    @Transactional
    public void pin(String holder, CameraId camera, long fromMicros, long toMicros) {
        sql.sql("insert into footage_pin values (?,?,?,?) on conflict do nothing")
                .params(holder, camera.value(), fromMicros, toMicros)
                .update();
    }

    /** Lets go of all that was pinned for a holder. */
    @Transactional
    public void unpin(String holder) {
        sql.sql("delete from footage_pin where holder = ?").param(holder).update();
    }
}
