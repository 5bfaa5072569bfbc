package org.vigilia.server.evidence.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.server.DatabaseReady;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.EvidenceStore;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Turns;
import org.vigilia.server.evidence.Vault;
import org.vigilia.server.footage.Redactor;
import tools.jackson.databind.json.JsonMapper;

/**
 * Copies of clips and pictures that are marked for one opening of a share (decision 0052). Made one at a time, when they
 * are first asked for; encrypted with a key that is in memory only, and gone with the opening. Thread-safe.
 */
@Component
public class Copies implements DisposableBean {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_WAITING = 50;

    private final Exhibits exhibits;
    private final Openings openings;
    private final MarkKeys keys;
    private final Workbench bench;
    private final Keeping keeping;
    private final Clock clock;
    private final Path folder;
    private final Map<String, Made> copies = new LinkedHashMap<>();
    private final Turns turns = new Turns("marked copy", MAX_WAITING);

    /** What draws, encrypts and holds. */
    @Component("copyKeeping")
    record Keeping(Redactor redactor, Vault vault, EvidenceStore folders) {}

    Copies(Exhibits exhibits, Openings openings, MarkKeys keys, Workbench bench, Keeping keeping, Clock clock) {
        this.exhibits = exhibits;
        this.openings = openings;
        this.keys = keys;
        this.bench = bench;
        this.keeping = keeping;
        this.clock = clock;
        this.folder = keeping.folders().root().resolve("marked");
    }

    /** How far a copy is. */
    public enum State {
        PREPARING,
        READY,
        FAILED
    }

    /**
     * A copy for one opening.
     *
     * @param progress 0..1
     * @param failure why there is none; empty otherwise
     */
    public record Copy(State state, double progress, String failure) {}

    /**
     * An opening of a share.
     *
     * @param id the hidden mark is drawn from it
     * @param name of who opened it, for custody
     * @param text the visible mark
     * @param allowed whether the share is still open; asked while a copy is made
     */
    public record Viewer(String id, String name, String text, BooleanSupplier allowed) {}

    private static final class Made {
        private final String opening;
        private final Path file;
        private final byte[] key;
        private State state = State.PREPARING;
        private double progress;
        private String failure = "";

        Made(String opening, Path file, byte[] key) {
            this.opening = opening;
            this.file = file;
            this.key = key;
        }
    }

    /** Whether copies can be marked here. */
    public boolean available() {
        return keeping.redactor().available();
    }

    /** Whether files like this one are marked: moving and still pictures. */
    public static boolean marks(FileSeal file) {
        return file.mediaType().startsWith("video/") || file.mediaType().equals("image/jpeg");
    }

    /** What the copy of such a file is. */
    public static String mediaType(FileSeal file) {
        return file.mediaType().startsWith("video/") ? "video/mp4" : file.mediaType();
    }

    @EventListener
    void clear(DatabaseReady ready) throws IOException {
        Workbench.clear(folder);
    }

    /** Tells how far it is; begins it when it was not asked for before. */
    public Copy ask(Viewer viewer, Exhibit exhibit, FileSeal file) {
        synchronized (copies) {
            String place = place(viewer.id(), exhibit.id(), file.name());
            Made known = copies.get(place);
            if (known == null) {
                Made fresh = new Made(
                        viewer.id(),
                        folder.resolve(viewer.id()).resolve(exhibit.id() + "-" + file.name() + ".enc"),
                        keeping.vault().newKey(viewer.id()));
                boolean waits = turns.add(
                        exhibit.id() + " for " + viewer.id(),
                        () -> make(viewer, exhibit, file, fresh),
                        why -> tell(
                                fresh, State.FAILED, "No copy could be made of this file. Ask whoever sent the link."));
                if (!waits) {
                    throw Problem.tooMany("Many copies are being prepared. Try again in a few minutes.");
                }
                copies.put(place, fresh);
                known = fresh;
            }
            return new Copy(known.state, known.progress, known.failure);
        }
    }

    /** Opens a copy that is ready, decrypted. */
    public SeekableByteChannel open(String opening, Exhibit exhibit, FileSeal file) throws IOException {
        Made made;
        synchronized (copies) {
            made = copies.get(place(opening, exhibit.id(), file.name()));
            if (made == null || made.state != State.READY) {
                throw Problem.conflict("Your copy is being prepared; ask how far it is first.");
            }
        }
        return keeping.vault().read(opening, made.key, file.name(), made.file);
    }

    /** Forgets the copies of all other openings. */
    public void keep(Set<String> still) throws IOException {
        synchronized (copies) {
            for (Iterator<Made> all = copies.values().iterator(); all.hasNext(); ) {
                if (!still.contains(all.next().opening)) {
                    all.remove();
                }
            }
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> there = Files.list(folder)) {
                for (Path each : there.toList()) {
                    if (!still.contains(String.valueOf(each.getFileName()))) {
                        Workbench.clear(each);
                    }
                }
            }
        }
    }

    private static String place(String opening, String exhibit, String file) {
        return opening + "/" + exhibit + "/" + file;
    }

    private void make(Viewer viewer, Exhibit exhibit, FileSeal file, Made made)
            throws IOException, InterruptedException {
        try {
            String sha256 = render(viewer, exhibit, file, made);
            openings.copied(viewer.id(), exhibit.id(), file.name(), sha256, clock.instant());
            exhibits.note(exhibit.id(), viewer.name(), "marked copy", file.name() + ", SHA-256 " + sha256);
            tell(made, State.READY, "");
        } catch (CancellationException over) {
            tell(made, State.FAILED, "The link is over.");
        }
    }

    private void tell(Made made, State state, String failure) {
        synchronized (copies) {
            made.state = state;
            made.failure = failure;
            made.progress = state == State.READY ? 1 : made.progress;
        }
    }

    /** What the vision module is told. */
    record Plan(byte[] key, String text) {}

    private String render(Viewer viewer, Exhibit exhibit, FileSeal file, Made made)
            throws IOException, InterruptedException {
        Path work = bench.open(FreshId.of("copy"));
        try {
            Path clear = bench.decrypt(exhibit, file.name(), work);
            Plan plan = new Plan(keys.of(viewer.id()), viewer.text());
            Path written = Files.writeString(work.resolve("plan.json"), JSON.writeValueAsString(plan));
            Path out = work.resolve(file.mediaType().startsWith("video/") ? "marked.mp4" : "marked.jpg");
            keeping.redactor().mark(clear, written, out, share -> {
                if (!viewer.allowed().getAsBoolean()) {
                    throw new CancellationException("the share is over");
                }
                synchronized (copies) {
                    made.progress = share * 0.98;
                }
            });
            MessageDigest digest = Hash.start();
            try (InputStream in = new DigestInputStream(Files.newInputStream(out), digest);
                    OutputStream to = keeping.vault().write(viewer.id(), made.key, file.name(), made.file)) {
                in.transferTo(to);
            }
            return Hash.hex(digest.digest());
        } finally {
            Workbench.clear(work);
        }
    }

    @Override
    public void destroy() {
        turns.close();
    }
}
