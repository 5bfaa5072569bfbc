package org.vigilia.media.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.NodeKey;

/**
 * All recordings of this machine. One thread writes pictures, another closes files and writes journals; the event loop
 * only hands things over. Thread-safe.
 */
public final class Recordings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final long FINISH_MS = 15_000;
    private static final String SOFTWARE = "Vigilia " + version();

    private final RecordSettings settings;
    private final Clock clock;
    private final NodeKey key;
    private final DiskThread disk;
    private final Disk state;
    private final ScheduledThreadPoolExecutor thread;
    private final CameraJournal.Surroundings surroundings;
    private final Map<CameraId, CameraJournal> journals = new ConcurrentHashMap<>();
    private final Map<CameraId, Removals> removals = new ConcurrentHashMap<>();
    private final Map<CameraId, CameraRecorder> recorders = new ConcurrentHashMap<>();
    private final Map<CameraId, BackfillWriter> backfills = new ConcurrentHashMap<>();
    private volatile boolean listed;

    /** Opens the key, and recovers what a crash has left; that goes on while recording begins. */
    public Recordings(RecordSettings settings, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.key = NodeKey.open(settings.secrets(), "media");
        this.state = new Disk(settings);
        this.disk = new DiskThread(settings.queueBytes());
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "media-journal");
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.surroundings =
                new CameraJournal.Surroundings(settings.root(), key, clock, thread, state, settings.retry());
        disk.start();
        try {
            JournalReader.cameras(settings.root()).forEach(this::journalOf);
        } catch (IOException | RuntimeException e) {
            LOG.atError().addKeyValue("reason", e.toString()).log("recordings cannot be listed");
        }
    }

    private static String version() {
        String version = Recordings.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    private CameraJournal journalOf(CameraId camera) {
        return journals.computeIfAbsent(camera, id -> new CameraJournal(surroundings, id));
    }

    /** Begins to record a camera; {@code figures} are asked on the event loop. */
    public CameraRecorder open(CameraId camera, RecordingPlan plan, Supplier<SourceFigures> figures) {
        CameraJournal journal = journalOf(camera);
        long now = micros(clock.instant());
        Entry.Cause cause = listed ? Entry.Cause.NOT_WANTED : Entry.Cause.RESTART;
        String why = listed ? "the camera was not in the list" : "recording was not running";
        disk.tell(() -> journal.attach(now, cause, why));
        CameraRecorder recorder = new CameraRecorder(camera, this, journal, figures, plan);
        recorders.put(camera, recorder);
        return recorder;
    }

    /** Begins to write what is fetched later; null while that goes on already. */
    public @Nullable BackfillWriter backfill(CameraId camera, Instant from, Instant to) {
        BackfillWriter before = backfills.get(camera);
        if (before != null && before.isRunning()) {
            return null;
        }
        BackfillWriter writer = new BackfillWriter(camera, this, journalOf(camera), from, to);
        backfills.put(camera, writer);
        return writer;
    }

    /** A list of cameras is in force: who comes later was not recorded because nobody asked for it. */
    public void listed() {
        listed = true;
    }

    void gone(CameraRecorder recorder) {
        recorders.remove(recorder.camera(), recorder);
    }

    static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000L + at.getNano() / 1000;
    }

    Instant now() {
        return clock.instant();
    }

    Path root() {
        return settings.root();
    }

    long segmentMicros() {
        return settings.segment().toNanos() / 1000;
    }

    String software() {
        return SOFTWARE;
    }

    /** Does something after all that is to be told now. */
    void whenTold(Runnable task) {
        thread.execute(task);
    }

    /** How many things of all cameras wait to be told; used on the thread of {@link #whenTold}. */
    int waiting() {
        return journals.values().stream().mapToInt(CameraJournal::waiting).sum();
    }

    DiskThread disk() {
        return disk;
    }

    Disk state() {
        return state;
    }

    /** How everything is, as {@code GET /recordings} tells it. Looks at the disk: blocks. */
    public Map<String, Object> report() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("root", settings.root().toAbsolutePath().toString());
        json.put("key", key.verifyKey().text());
        List<Map<String, Object>> cameras = new ArrayList<>();
        new TreeMap<>(journals).forEach((id, journal) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            CameraRecorder recorder = recorders.get(id);
            one.put("id", id);
            one.put("number", journal.number());
            one.put("state", recorder == null ? "OFF" : recorder.state());
            if (recorder != null) {
                one.put("since", recorder.since());
            }
            one.put("bytesToday", bytesToday(id));
            one.put("queue", disk.waitingBytes());
            one.put("dropped", recorder == null ? 0 : recorder.dropped());
            BackfillWriter backfill = backfills.get(id);
            if (backfill != null) {
                one.put("backfill", backfill.report());
            }
            cameras.add(one);
        });
        json.put("cameras", cameras);
        Disk.Report free = state.report();
        Map<String, Object> store = new LinkedHashMap<>();
        store.put("freeBytes", free.freeBytes());
        store.put("totalBytes", free.totalBytes());
        store.put("state", free.state());
        store.put("trouble", state.trouble());
        json.put("disk", store);
        return json;
    }

    private long bytesToday(CameraId camera) {
        return journalOf(camera).bytesOn(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** One figure of each camera that is recorded, for metrics. */
    public List<Figure> figures() {
        List<Figure> all = new ArrayList<>();
        new TreeMap<>(recorders)
                .forEach((id, recorder) -> all.add(new Figure(
                        id,
                        recorder.state().equals("RECORDING"),
                        recorder.journal().segments(),
                        recorder.journal().bytes(),
                        recorder.dropped(),
                        recorder.journal().gaps())));
        return all;
    }

    /**
     * What was counted since media started.
     *
     * @param camera which
     * @param recording whether a file is being written
     * @param segments closed
     * @param bytes of them
     * @param dropped pictures that reached us and not the disk
     * @param gaps how long pictures were missing
     */
    public record Figure(
            CameraId camera, boolean recording, long segments, long bytes, long dropped, GapFigures gaps) {}

    /** Bytes that wait for the disk. */
    public long waitingBytes() {
        return disk.waitingBytes();
    }

    /** Free bytes of the disk; -1 when it does not say. */
    public long freeBytes() {
        return state.report().freeBytes();
    }

    /** What is wrong with the disk, for people; empty while all is well. */
    public String trouble() {
        return state.trouble();
    }

    /** Lines of a camera's journal as they stand in it; empty when the camera has none. Blocks. */
    public Optional<List<String>> journal(CameraId camera, long after, int limit) throws IOException {
        CameraJournal journal = journals.get(camera);
        if (journal == null) {
            return Optional.empty();
        }
        List<String> newest = journal.newest(after, limit);
        return Optional.of(newest != null ? newest : JournalPages.page(settings.root(), camera, after, limit));
    }

    /** The file being written and how far it is; empty when none is. */
    public Optional<Map<String, Object>> open(CameraId camera) {
        CameraRecorder recorder = recorders.get(camera);
        Segment open = recorder == null ? null : recorder.open();
        if (open == null || open.pictures() == 0 || open.hasFailed()) {
            return Optional.empty();
        }
        Map<String, Object> json = new LinkedHashMap<>();
        // the end first: what it says is on the disk
        long end = open.endMicros();
        json.put("file", open.part());
        json.put("startMicros", open.startMicros());
        json.put("fragmentsEndMicros", end);
        json.put("bytes", open.bytes());
        json.put("codec", open.video().codec());
        json.put("codecString", open.video().codecString());
        json.put("widthPx", open.video().widthPx());
        json.put("heightPx", open.video().heightPx());
        return Optional.of(json);
    }

    private @Nullable Removals removalsOf(CameraId camera) {
        CameraJournal journal = journals.get(camera);
        return journal == null
                ? null
                : removals.computeIfAbsent(camera, id -> new Removals(settings.root(), id, journal));
    }

    /** Takes segments away for good; empty when the camera has no recordings. Blocks. */
    public Optional<Object> delete(CameraId camera, List<Long> segments, String rule, String why) throws IOException {
        Removals of = removalsOf(camera);
        return of == null ? Optional.empty() : Optional.of(of.delete(segments, rule, why, micros(clock.instant())));
    }

    /** A segment lies elsewhere now; empty when that is written down, else what is wrong. Blocks. */
    public Optional<String> moved(CameraId camera, long segment, String pool, String file, String sha256, String why)
            throws IOException {
        Removals of = removalsOf(camera);
        return of == null
                ? Optional.of("no recordings of camera " + camera)
                : Optional.ofNullable(of.moved(segment, pool, file, sha256, why, micros(clock.instant())));
    }

    /** Bytes of a day's folder. */
    static long folderBytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException unreadable) {
            return 0;
        }
    }

    /** Closes all files properly; the recorders must be closed before. */
    @Override
    public void close() {
        disk.finish(FINISH_MS);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(FINISH_MS, TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("journals not finished: told at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
