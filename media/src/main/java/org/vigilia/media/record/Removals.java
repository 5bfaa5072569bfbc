package org.vigilia.media.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;

/**
 * Takes segments of one camera away, as retention asks, and writes down that they are gone. May be asked again for what
 * was done before. Blocks; thread-safe.
 */
final class Removals {
    private static final String DELETED = "{\"entry\":{\"type\":\"deleted\"";
    private static final String MOVED = "{\"entry\":{\"type\":\"moved\"";

    private final Path root;
    private final CameraId camera;
    private final CameraJournal journal;
    /** Numbers of segments that are gone for good; null until somebody asks. */
    private @Nullable Set<Long> deleted;

    private final Map<Long, String> moved = new HashMap<>();
    private long readTo;

    Removals(Path root, CameraId camera, CameraJournal journal) {
        this.root = root;
        this.camera = camera;
        this.journal = journal;
    }

    /**
     * What became of a request.
     *
     * @param deleted numbers of segments that are gone
     * @param failed those that are not, with the reason
     */
    record Result(List<Long> deleted, List<Failure> failed) {}

    /** A segment that could not be taken away. */
    record Failure(long segment, String why) {}

    synchronized Result delete(Collection<Long> numbers, String rule, String why, long nowMicros) throws IOException {
        Set<Long> gone = gone();
        List<Long> done = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        List<LongFunction<Entry>> entries = new ArrayList<>();
        List<Long> fresh = new ArrayList<>();
        TreeSet<Long> wanted = new TreeSet<>(numbers);
        for (long number : numbers) {
            if (gone.contains(number)) {
                done.add(number);
                wanted.remove(number);
            }
        }
        Map<Long, Entry.Segment> found = find(wanted);
        for (long number : wanted) {
            Entry.Segment segment = found.get(number);
            if (segment == null) {
                failed.add(new Failure(number, "entry " + number + " is no segment"));
                continue;
            }
            try {
                Files.deleteIfExists(root.resolve(segment.file()));
                fresh.add(number);
                entries.add(n -> new Entry.Deleted(camera, n, number, nowMicros, rule, why));
            } catch (IOException e) {
                failed.add(new Failure(number, "cannot be deleted: " + e.getMessage()));
            }
        }
        if (!entries.isEmpty()) {
            try {
                journal.write(entries).join();
                gone.addAll(fresh);
                done.addAll(fresh);
            } catch (CompletionException e) {
                for (long number : fresh) {
                    failed.add(new Failure(number, "deleted, but not yet written down: ask again"));
                }
            }
        }
        return new Result(done, failed);
    }

    /** The file lies elsewhere now; ours is deleted. Null when done, else what is wrong. */
    synchronized @Nullable String moved(
            long number, String pool, String file, String sha256, String why, long nowMicros) throws IOException {
        Set<Long> gone = gone();
        if (gone.contains(number)) {
            return "segment " + number + " was deleted";
        }
        String place = pool + " " + file + " " + sha256;
        if (place.equals(moved.get(number))) {
            return null;
        }
        Entry.Segment segment = find(new TreeSet<>(Set.of(number))).get(number);
        if (segment == null) {
            return "entry " + number + " is no segment";
        }
        // written down first: a copy too many does no harm, one that nobody knows of does
        try {
            journal.write(List.of(n -> new Entry.Moved(camera, n, number, nowMicros, pool, file, sha256, why)))
                    .join();
        } catch (CompletionException e) {
            return "the journal cannot be written: " + e.getCause();
        }
        moved.put(number, place);
        Files.deleteIfExists(root.resolve(segment.file()));
        return null;
    }

    private Set<Long> gone() throws IOException {
        Set<Long> known = deleted == null ? new TreeSet<>() : deleted;
        JournalPages.read(root, camera, readTo, (line, number) -> {
            readTo = number;
            if (line.startsWith(DELETED) || line.startsWith(MOVED)) {
                Entry entry = JournalPages.entry(line);
                if (entry instanceof Entry.Deleted one) {
                    known.add(one.segment());
                } else if (entry instanceof Entry.Moved one) {
                    moved.put(one.segment(), one.pool() + " " + one.file() + " " + one.sha256());
                }
            }
            return true;
        });
        deleted = known;
        return known;
    }

    private Map<Long, Entry.Segment> find(TreeSet<Long> numbers) throws IOException {
        Map<Long, Entry.Segment> found = new TreeMap<>();
        if (!numbers.isEmpty()) {
            JournalPages.read(root, camera, numbers.first() - 1, (line, number) -> {
                if (numbers.contains(number) && JournalPages.entry(line) instanceof Entry.Segment segment) {
                    found.put(number, segment);
                }
                return number < numbers.last();
            });
        }
        return found;
    }
}
