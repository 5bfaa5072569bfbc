package org.vigilia.server.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.id.PictureId;
import org.vigilia.facts.PictureStore;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.mp4.Clip;
import org.vigilia.proof.mp4.ClipCutter;
import org.vigilia.proof.mp4.Source;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.proof.pack.Hashing;
import org.vigilia.proof.pack.Seal;
import org.vigilia.server.DatabaseReady;

/**
 * Makes exhibits, a few at a time. What was asked for stands in the database: after a restart it is begun again. Nothing
 * is ever on disk unencrypted. Thread-safe.
 */
@Component
public class Maker implements DisposableBean {
    static final String SOFTWARE = "Vigilia 0.1.0";

    private static final Logger LOG = LoggerFactory.getLogger(Maker.class);
    private static final int MAX_WAITING = 200;
    private static final Duration NEWEST = Duration.ofSeconds(30);
    private static final int PATIENCE_MS = 500;

    private final ExhibitStore store;
    private final Exhibits exhibits;
    private final Sources sources;
    private final Vault vault;
    private final Clock clock;
    private final String ffmpeg;
    private final ThreadPoolExecutor workers;

    /** What exhibits are made from. */
    @Component("evidenceSources")
    record Sources(Recordings recordings, PictureStore pictures, SeriesFiles series) {}

    Maker(
            ExhibitStore store,
            Exhibits exhibits,
            Sources sources,
            Vault vault,
            Clock clock,
            EvidenceSettings settings,
            @Value("${ffmpeg.path:}") String ffmpeg) {
        this.store = store;
        this.exhibits = exhibits;
        this.sources = sources;
        this.vault = vault;
        this.clock = clock;
        this.ffmpeg = ffmpeg;
        this.workers = new ThreadPoolExecutor(
                settings.workers(),
                settings.workers(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MAX_WAITING),
                task -> {
                    Thread thread = new Thread(task, "evidence");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @EventListener
    void resume(DatabaseReady ready) {
        for (Exhibit exhibit : store.listIn(Exhibit.State.MAKING)) {
            if (exhibit.kind() == Exhibit.Kind.FILE || exhibit.derivedFrom() != null) {
                store.fail(exhibit.id(), "the server was restarted while this was made; make it again");
            } else {
                start(exhibit);
            }
        }
    }

    /** Begins to make it. */
    void start(Exhibit exhibit) {
        try {
            workers.execute(() -> make(exhibit));
        } catch (RejectedExecutionException full) {
            store.fail(exhibit.id(), "too many exhibits are being made; try again in a few minutes");
        }
    }

    private void make(Exhibit exhibit) {
        try {
            byte[] key = vault.newKey(exhibit.id());
            switch (exhibit.kind()) {
                case CLIP, SNAPSHOT -> clip(exhibit, key);
                case ALERT -> alert(exhibit, key);
                case SERIES -> series(exhibit, key);
                default -> throw new IOException("this kind of exhibit is not made here");
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("exhibit", exhibit.id())
                    .addKeyValue("why", e.getMessage())
                    .log("exhibit not made");
            store.fail(exhibit.id(), String.valueOf(e.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("exhibit", exhibit.id()).setCause(e).log("exhibit not made");
            store.fail(exhibit.id(), "something went wrong; the server's log says what");
        } finally {
            unpin(exhibit.id());
        }
    }

    private void unpin(String exhibit) {
        try {
            sources.recordings().unpin(exhibit);
        } catch (org.springframework.dao.DataAccessException away) {
            LOG.atWarn().addKeyValue("exhibit", exhibit).log("footage stays pinned until the exhibit is made again");
        }
    }

    private void clip(Exhibit exhibit, byte[] key) throws IOException, InterruptedException {
        Exhibit.Wish wish = exhibit.wish();
        Instant start = java.util.Objects.requireNonNull(wish.from());
        boolean snapshot = exhibit.kind() == Exhibit.Kind.SNAPSHOT;
        Instant end = snapshot ? start.plusMillis(1) : java.util.Objects.requireNonNull(wish.to());
        CameraId camera = new CameraId(java.util.Objects.requireNonNull(wish.camera()));
        long from = Recordings.micros(start);
        long to = Recordings.micros(end);
        sources.recordings().pin(exhibit.id(), camera, from, to);
        Recordings.Found found = find(camera, from, to, end);
        List<Clip> clips = ClipCutter.plan(found.sources(), from, to);
        if (clips.isEmpty()) {
            throw new IOException(nothing(found));
        }
        List<String> notes = new ArrayList<>();
        verify(found, exhibit.id(), notes);
        List<FileSeal> files = new ArrayList<>();
        if (clips.size() > 1) {
            notes.add("The camera's pictures changed their format within the span: there are " + clips.size()
                    + " files.");
        }
        long all = clips.stream().mapToLong(Clip::bytes).sum();
        long[] done = {0};
        for (int i = 0; i < clips.size(); i++) {
            Clip clip = clips.get(i);
            String name = clips.size() == 1 ? "clip.mp4" : "clip-" + (i + 1) + ".mp4";
            Progress progress = new Progress(exhibit.id());
            long before = done[0];
            try (Hashing out =
                    Hashing.of(clip, vault.write(exhibit.id(), key, name, exhibits.path(exhibit.id(), name)))) {
                clip.write(out, written -> progress.tell(0.3 + 0.7 * (before + written) / all));
                files.add(out.seal(name, "video/mp4"));
            }
            done[0] += clip.bytes();
        }
        if (snapshot) {
            files.add(0, picture(exhibit, key, clips.get(0)));
            notes.add("picture.jpg was decoded from clip.mp4, which holds what the camera sent.");
        }
        exhibits.seal(exhibit, key, files, recording(wish, start, end, clips, found), null, notes);
    }

    /** What was asked for may end in the segment that is being recorded: its line comes when it is closed. */
    private Recordings.Found find(CameraId camera, long from, long to, Instant end)
            throws IOException, InterruptedException {
        Instant patience = end.plus(NEWEST);
        while (true) {
            Recordings.Found found = sources.recordings().find(camera, from, to);
            if (found.coveredTo() >= to || clock.instant().isAfter(patience)) {
                return found;
            }
            Thread.sleep(PATIENCE_MS);
        }
    }

    private static String nothing(Recordings.Found found) {
        if (found.gaps().isEmpty()) {
            return "nothing was recorded in this span";
        }
        return "nothing was recorded in this span: "
                + found.gaps().stream()
                        .map(gap -> gap.cause() + " (" + gap.detail() + ")")
                        .distinct()
                        .limit(3)
                        .collect(Collectors.joining(", "));
    }

    /** Each segment must be what its journal says, and the journal signed by the recorder. */
    private void verify(Recordings.Found found, String exhibit, List<String> notes) throws IOException {
        var keys = sources.recordings().keys();
        Progress progress = new Progress(exhibit);
        int done = 0;
        for (Source source : found.sources()) {
            Line line = source.line();
            if (!line.holds() || keys.stream().noneMatch(line::signedBy)) {
                throw new IOException("line " + line.entry().number()
                        + " of the recorder's journal was changed, or is not signed by the recorder's key");
            }
            MessageDigest digest = Hash.start();
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            try (SeekableByteChannel file = source.file().open()) {
                while (file.read(buffer.clear()) >= 0) {
                    digest.update(buffer.flip());
                }
            }
            String sha256 = Hash.hex(digest.digest());
            if (!sha256.equals(source.segment().sha256())) {
                if (!sha256.equals(found.hashes().get(line.entry().number()))) {
                    throw new IOException("segment " + line.entry().number() + " ("
                            + source.segment().file()
                            + ") is not what its journal says: the file was changed after it was recorded");
                }
                notes.add("Segment " + line.entry().number()
                        + " was anonymised by age: its pictures are not those that the camera sent.");
            }
            done++;
            progress.tell(0.3 * done / found.sources().size());
        }
    }

    private static Seal.Recording recording(
            Exhibit.Wish wish, Instant start, Instant end, List<Clip> clips, Recordings.Found found) {
        Clip first = clips.get(0);
        Clip last = clips.get(clips.size() - 1);
        long uncertainty = found.sources().stream()
                .mapToLong(source -> source.segment().uncertaintyMicros())
                .max()
                .orElse(0);
        boolean arrival = found.sources().stream()
                .anyMatch(source -> source.segment().clock() == org.vigilia.contract.relay.StreamInfo.Clock.ARRIVAL);
        List<Seal.Gap> gaps = new ArrayList<>();
        for (Entry.Gap gap : found.gaps()) {
            gaps.add(new Seal.Gap(
                    Recordings.instant(Math.max(gap.startMicros(), Recordings.micros(start))),
                    Recordings.instant(Math.min(gap.endMicros(), Recordings.micros(end))),
                    gap.cause() + ": " + gap.detail()));
        }
        String camera = java.util.Objects.requireNonNull(wish.camera());
        return new Seal.Recording(
                camera,
                wish.cameraName() == null ? camera : wish.cameraName(),
                start,
                end,
                Recordings.instant(first.shown().first()),
                Recordings.instant(last.shown().last()),
                arrival ? "ARRIVAL" : "RTCP",
                (uncertainty + 999) / 1000,
                first.leadInMicros() / 1000,
                last.leadOutMicros() / 1000,
                gaps,
                found.lines().stream().map(Line::write).toList());
    }

    private FileSeal picture(Exhibit exhibit, byte[] key, Clip clip) throws IOException, InterruptedException {
        if (ffmpeg.isBlank()) {
            throw new IOException("no picture can be decoded: the setting ffmpeg.path is not set");
        }
        Process process = new ProcessBuilder(
                        ffmpeg,
                        "-v",
                        "error",
                        "-i",
                        "-",
                        "-frames:v",
                        "1",
                        "-q:v",
                        "2",
                        "-f",
                        "image2pipe",
                        "-c:v",
                        "mjpeg",
                        "-")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread feed = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        clip.write(in, written -> {});
                    } catch (IOException enough) {
                        LOG.debug("ffmpeg took what it needed", enough);
                    }
                },
                "evidence-picture");
        feed.setDaemon(true);
        feed.start();
        byte[] jpeg = process.getInputStream().readAllBytes();
        if (!process.waitFor(20, TimeUnit.SECONDS) || jpeg.length == 0) {
            process.destroyForcibly();
            throw new IOException("the picture could not be decoded");
        }
        return write(exhibit.id(), key, "picture.jpg", "image/jpeg", new ByteArrayInputStream(jpeg));
    }

    private void alert(Exhibit exhibit, byte[] key) throws IOException {
        Exhibit.Wish wish = exhibit.wish();
        List<FileSeal> files = new ArrayList<>();
        byte[] json = java.util.Objects.requireNonNull(wish.alert()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        files.add(write(exhibit.id(), key, "alert.json", "application/json", new ByteArrayInputStream(json)));
        if (wish.picture() != null) {
            var picture = sources.pictures().find(new PictureId(wish.picture()));
            if (picture.isPresent()) {
                files.add(write(
                        exhibit.id(),
                        key,
                        "picture.jpg",
                        "image/jpeg",
                        new ByteArrayInputStream(picture.get().jpeg())));
            }
        }
        exhibits.seal(exhibit, key, files, null, null, List.of());
    }

    private void series(Exhibit exhibit, byte[] key) throws IOException {
        Exhibit.Wish wish = exhibit.wish();
        SeriesFiles.Written written = sources.series()
                .write(
                        java.util.Objects.requireNonNull(wish.series()),
                        java.util.Objects.requireNonNull(wish.from()),
                        java.util.Objects.requireNonNull(wish.to()),
                        (name, mediaType, body) -> write(exhibit.id(), key, name, mediaType, body));
        List<String> notes = List.of("Readings are as they were stored when this was sealed, calibrated."
                + " What came later is not in it. Times are UTC.");
        exhibits.seal(exhibit, key, new Exhibits.Sealed(written.files(), null, written.series(), null, notes));
    }

    /** Writes the bytes of a file. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Encrypts and hashes a file of an exhibit. */
    public FileSeal write(String exhibit, byte[] key, String name, String mediaType, InputStream from)
            throws IOException {
        return write(exhibit, key, name, mediaType, (Body) from::transferTo);
    }

    private FileSeal write(String exhibit, byte[] key, String name, String mediaType, Body body) throws IOException {
        try (Hashing out = Hashing.plain(vault.write(exhibit, key, name, exhibits.path(exhibit, name)))) {
            body.writeTo(out);
            return out.seal(name, mediaType);
        }
    }

    /**
     * Seals a clip that was made from an exhibit, such as a redacted one. The file itself is left alone.
     *
     * @param asked from {@link Exhibits#ask} with {@code derivedFrom}
     * @param notes what is to be known of it, beside that it is no original
     */
    public void sealDerived(Exhibit asked, Exhibit original, String how, Path file, List<String> notes)
            throws IOException {
        byte[] key = vault.newKey(asked.id());
        FileSeal seal;
        try (InputStream in = Files.newInputStream(file)) {
            seal = write(asked.id(), key, "clip.mp4", "video/mp4", in);
        }
        String sha256 = Exhibits.ready(original).read().files().get(0).sha256();
        List<String> all = new ArrayList<>(List.of("This is not an original: it was made from one."));
        all.addAll(notes);
        exhibits.seal(asked, key, List.of(seal), null, new Seal.Derived(original.id(), sha256, how), all);
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
    }

    /** Tells the database now and then. */
    private final class Progress {
        private final String exhibit;
        private long told = System.nanoTime();

        Progress(String exhibit) {
            this.exhibit = exhibit;
        }

        void tell(double part) {
            if (System.nanoTime() - told > 500_000_000L) {
                told = System.nanoTime();
                store.progress(exhibit, part);
            }
        }
    }
}
