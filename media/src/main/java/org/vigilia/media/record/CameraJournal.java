package org.vigilia.media.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Journal;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.NodeKey;

/**
 * What is told of one camera's recording, in order and without holes: closes segments, names gaps and their causes, and
 * writes both down. While the disk fails, what is to be told waits and is tried again every few seconds.
 *
 * <p>Everything is done on one thread, which all cameras share; the methods may be called on any.
 */
final class CameraJournal {
    private static final Logger LOG = LoggerFactory.getLogger(CameraJournal.class);

    /** A shorter time without pictures is none. */
    static final long HOLE_MICROS = 500_000;

    private static final long PIECE_MICROS = 60_000_000;
    private static final long FIRST_PIECE_MICROS = 10_000_000;
    private static final int KEPT_LINES = 256;

    /** What all journals share. */
    record Surroundings(
            Path root, NodeKey key, Clock clock, ScheduledExecutorService thread, Disk disk, Duration retry) {}

    private interface Act {
        void run() throws IOException;
    }

    private final class Marking implements Act {
        private final Mark mark;

        Marking(Mark mark) {
            this.mark = mark;
        }

        @Override
        public void run() {
            marks.add(mark);
        }
    }

    private record DayBytes(LocalDate day, long bytes) {}

    private record Mark(long micros, Entry.Cause cause, String detail) {}

    private final Surroundings surroundings;
    private final CameraId camera;
    private final Deque<Act> waiting = new ArrayDeque<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private @Nullable Journal journal;
    private boolean retrying;
    private long attachedMicros = -1;
    private boolean recording;
    /** Up to here all is told; -1 while nothing ever was. */
    private long told = -1;

    private @Nullable Mark present;
    private long linesFrom = 1;
    private volatile long number;
    private final AtomicLong bytes = new AtomicLong();
    private volatile DayBytes today = new DayBytes(LocalDate.EPOCH, 0);
    private final AtomicLong segments = new AtomicLong();
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final GapFigures gaps = new GapFigures();

    CameraJournal(Surroundings surroundings, CameraId camera) {
        this.surroundings = surroundings;
        this.camera = camera;
        act(() -> {});
    }

    /** Its recorder lives from now on; {@code cause} says why nothing was recorded before. */
    void attach(long nowMicros, Entry.Cause cause, String detail) {
        act(() -> {
            attachedMicros = nowMicros;
            marks.clear();
            present = told < 0 ? null : new Mark(nowMicros, cause, detail);
        });
    }

    private void act(Act act) {
        surroundings.thread.execute(() -> {
            waiting.add(act);
            work();
        });
    }

    private void work() {
        if (retrying) {
            return;
        }
        try {
            if (journal == null) {
                journal = open();
            }
            for (Act act = waiting.peek(); act != null; act = waiting.peek()) {
                act.run();
                waiting.remove();
            }
        } catch (IOException e) {
            surroundings.disk.failed(e);
            retrying = true;
            surroundings.thread.schedule(
                    () -> {
                        retrying = false;
                        work();
                    },
                    surroundings.retry.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("camera", camera).setCause(e).log("cannot be told");
            waiting.poll();
        }
    }

    private Journal open() throws IOException {
        Journal opened = Journal.open(surroundings.root, camera, surroundings.key, surroundings.clock);
        Line last = opened.last();
        number = last == null ? 0 : last.entry().number();
        linesFrom = number + 1;
        Set<String> known = new HashSet<>();
        LocalDate since = null;
        if (last != null) {
            JournalPages.End end = JournalPages.end(surroundings.root, camera, known);
            told = end.coveredMicros();
            since = end.segmentMicros() < 0 ? null : Recovery.dayBefore(end.segmentMicros());
            present = new Mark(told, Entry.Cause.RESTART, "recording was interrupted");
        }
        journal = opened;
        LocalDate day = LocalDate.ofInstant(surroundings.clock.instant(), ZoneOffset.UTC);
        today = new DayBytes(day, Recordings.folderBytes(Folders.day(surroundings.root, camera, day)));
        for (Path file : Recovery.find(surroundings.root, camera, since, known)) {
            if (open.contains(surroundings.root.relativize(file).toString())) {
                continue;
            }
            Path whole = Path.of(file.toString().replaceAll("\\.part$", ""));
            if (known.contains(surroundings.root.relativize(whole).toString())) {
                // its name was lost with the power, its entry was not
                if (Files.exists(whole)) {
                    Files.delete(file);
                } else {
                    Files.move(file, whole);
                }
                continue;
            }
            LongFunction<Entry> saved = Recovery.save(surroundings.root, camera, file);
            if (saved != null) {
                Entry.Segment segment = (Entry.Segment) saved.apply(0);
                boolean live = segment.origin() != Entry.Origin.BACKFILL;
                if (live) {
                    gap(segment.startMicros());
                }
                append(saved);
                if (live) {
                    told = Math.max(told, segment.endMicros());
                    present = new Mark(told, Entry.Cause.RESTART, "recording was interrupted");
                }
            }
        }
        return opened;
    }

    private void append(LongFunction<Entry> entry) throws IOException {
        append(List.of(entry));
    }

    private void append(List<LongFunction<Entry>> entries) throws IOException {
        Journal here = journal;
        if (here == null) {
            throw new IOException("the journal is not open");
        }
        List<Line> written = here.append(entries);
        surroundings.disk.works();
        for (Line line : written) {
            synchronized (lines) {
                lines.addLast(line.write());
                if (lines.size() > KEPT_LINES) {
                    lines.removeFirst();
                    linesFrom++;
                }
                number = line.entry().number();
            }
            if (line.entry() instanceof Entry.Gap gap) {
                gaps.count(gap);
            } else if (line.entry() instanceof Entry.Segment segment) {
                segments.incrementAndGet();
                bytes.addAndGet(segment.bytes());
                LocalDate day = LocalDate.ofInstant(surroundings.clock.instant(), ZoneOffset.UTC);
                DayBytes before = today;
                today = new DayBytes(day, segment.bytes() + (day.equals(before.day) ? before.bytes : 0));
            }
        }
    }

    /** Tells what is missing up to then, in pieces by cause. */
    private void gap(long to) throws IOException {
        if (told < 0 || to - told <= HOLE_MICROS) {
            return;
        }
        Mark now = present;
        for (Mark mark = marks.peek(); mark != null && mark.micros < to; mark = marks.peek()) {
            if (now != null && now.cause != mark.cause && mark.micros > told) {
                piece(mark.micros, now);
            }
            if (now == null || now.cause != mark.cause) {
                now = mark;
                present = now;
            }
            marks.remove();
        }
        piece(to, now == null ? new Mark(told, Entry.Cause.NO_PICTURES, "no picture came") : now);
    }

    private void piece(long to, Mark why) throws IOException {
        long from = told;
        append(n -> new Entry.Gap(camera, n, from, to, why.cause, why.detail));
        told = to;
    }

    /** From then on there are no pictures, or for another reason. */
    void mark(long micros, Entry.Cause cause, String detail) {
        surroundings.thread.execute(() -> {
            // said again for as long as the disk fails: only the first of a kind counts, and the queue must not grow
            if (waiting.peekLast() instanceof Marking last && last.mark.cause == cause) {
                return;
            }
            waiting.add(new Marking(new Mark(micros, cause, detail)));
            work();
        });
    }

    /** A file could not even be begun. */
    void notOpened(Segment segment) {
        open.remove(segment.part());
    }

    /** How many things wait to be told; used on the one thread. */
    int waiting() {
        return waiting.size();
    }

    /** A file is about to be written: it is not to be recovered. */
    void opening(Segment segment) {
        open.add(segment.part());
    }

    /** Pictures are on the disk again, the first of them taken then. */
    void started(long micros) {
        act(() -> {
            gap(micros);
            recording = true;
            present = null;
            marks.clear();
        });
    }

    /** A segment has ended; {@code counts}: it is part of the recording and not fetched later. */
    void sealed(Segment segment, long endMicros, boolean counts) {
        act(new Act() {
            private boolean closed;
            private boolean broken;
            private @Nullable LongFunction<Entry> entry;

            @Override
            public void run() throws IOException {
                if (!closed) {
                    close();
                }
                if (entry != null) {
                    append(entry);
                }
                if (counts) {
                    recording = false;
                    if (entry != null) {
                        told = Math.max(told, endMicros);
                    }
                }
            }

            private void close() throws IOException {
                if (!broken) {
                    try {
                        entry = segment.close() ? n -> segment.entry(n, endMicros) : null;
                    } catch (IOException e) {
                        broken = true;
                        throw e;
                    }
                } else {
                    Path part = surroundings.root.resolve(segment.part());
                    entry = Files.exists(part) ? Recovery.save(surroundings.root, camera, part) : null;
                }
                closed = true;
                open.remove(segment.part());
            }
        });
    }

    /** Time goes on: a gap that lasts is told piece by piece. */
    void tick(long nowMicros) {
        surroundings.thread.execute(() -> {
            if (!waiting.isEmpty() || recording || journal == null) {
                return;
            }
            if (told < 0 && attachedMicros >= 0 && nowMicros - attachedMicros > FIRST_PIECE_MICROS) {
                told = attachedMicros;
            }
            if (told >= 0 && nowMicros - told >= PIECE_MICROS) {
                waiting.add(() -> gap(nowMicros));
                work();
            }
        });
    }

    /** Nothing more comes. */
    void finish(long nowMicros) {
        act(() -> {
            if (!recording) {
                gap(nowMicros);
            }
        });
    }

    /** Writes entries that come from outside, at once or not at all. */
    CompletableFuture<Void> write(List<LongFunction<Entry>> entries) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        surroundings.thread.execute(() -> {
            try {
                if (journal == null) {
                    journal = open();
                }
                append(entries);
                done.complete(null);
                work();
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    long number() {
        return number;
    }

    long segments() {
        return segments.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Bytes of segments closed on that day. */
    long bytesOn(LocalDate day) {
        DayBytes known = today;
        return known.day.equals(day) ? known.bytes : 0;
    }

    GapFigures gaps() {
        return gaps;
    }

    /** The newest lines after a number, if all of them are at hand; else null. */
    @Nullable
    List<String> newest(long after, int limit) {
        synchronized (lines) {
            if (after + 1 < linesFrom) {
                return null;
            }
            return lines.stream().skip(after + 1 - linesFrom).limit(limit).toList();
        }
    }
}
