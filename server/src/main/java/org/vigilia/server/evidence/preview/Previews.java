package org.vigilia.server.evidence.preview;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.server.Problem;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.ExhibitSealed;
import org.vigilia.server.evidence.ExhibitStore;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Turns;
import org.vigilia.server.evidence.Vault;
import org.vigilia.server.footage.SmallPictures;

/**
 * One small picture of each exhibit that shows something, so that a list of them can be told apart. It lies beside the
 * exhibit's files, encrypted with the exhibit's own key, and is no part of the seal or of packages: it can be made anew
 * at any time, and is always made of the exhibit's own first file, never of what the exhibit was made from.
 *
 * <p>Made by one thread after the sealing, which waits for nothing; or when it is first asked for. What gave no picture is
 * not tried again for ten minutes, as it may only have been too much for a busy machine. Thread-safe.
 */
@Component
class Previews implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Previews.class);
    private static final String FILE = "preview.jpg";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_WAITING = 200;
    private static final int MOST_FAILED = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration REST = Duration.ofMinutes(10);

    private final ExhibitStore store;
    private final Exhibits exhibits;
    private final Vault vault;
    private final SmallPictures pictures;
    private final Clock clock;
    private final Map<String, CompletableFuture<Optional<byte[]>>> making = new HashMap<>();
    /** When it was, by exhibit, oldest first. */
    private final Map<String, Instant> failed = new LinkedHashMap<>();

    private final Turns turns = new Turns("evidence-preview", MOST_WAITING);

    Previews(ExhibitStore store, Exhibits exhibits, Vault vault, SmallPictures pictures, Clock clock) {
        this.store = store;
        this.exhibits = exhibits;
        this.vault = vault;
        this.pictures = pictures;
        this.clock = clock;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void sealed(ExhibitSealed sealed) {
        if (start(sealed.exhibit()).isEmpty()) {
            LOG.atDebug().addKeyValue("exhibit", sealed.exhibit()).log("its preview is made when it is asked for");
        }
    }

    /**
     * The preview of an exhibit, a JPEG; made now when there is none yet.
     *
     * @return empty when it is not ready or shows nothing
     * @throws Problem 503 when it is not there yet and others come first
     */
    Optional<byte[]> find(Exhibit exhibit) {
        if (exhibit.state() != Exhibit.State.READY) {
            return Optional.empty();
        }
        Optional<byte[]> known = read(exhibit);
        if (known.isPresent() || shown(exhibit).isEmpty() || hasFailed(exhibit.id())) {
            return known;
        }
        try {
            return start(exhibit.id()).orElseThrow(Previews::busy).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw busy();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Problem problem ? problem : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The server is about to end.");
        }
    }

    private static Problem busy() {
        return Problem.unavailable("The preview is still being made; try again in a few seconds.");
    }

    /** Empty when too many wait. */
    private Optional<CompletableFuture<Optional<byte[]>>> start(String id) {
        synchronized (making) {
            CompletableFuture<Optional<byte[]>> begun = making.get(id);
            if (begun == null) {
                CompletableFuture<Optional<byte[]>> made = new CompletableFuture<>();
                if (!turns.add(id, () -> work(id, made), why -> made.complete(Optional.empty()))) {
                    return Optional.empty();
                }
                making.put(id, made);
                begun = made;
            }
            return Optional.of(begun);
        }
    }

    private void work(String id, CompletableFuture<Optional<byte[]>> made) {
        try {
            made.complete(make(id));
        } catch (Problem busy) {
            made.completeExceptionally(busy);
        } catch (IOException | RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("exhibit", id)
                    .addKeyValue("why", String.valueOf(e.getMessage()))
                    .log("no preview of an exhibit could be made");
            remember(id);
            made.complete(Optional.empty());
        } finally {
            synchronized (making) {
                making.remove(id);
            }
        }
    }

    private Optional<byte[]> make(String id) throws IOException {
        Exhibit exhibit = store.find(id).orElseThrow();
        Optional<byte[]> known = read(exhibit);
        FileSeal shown = shown(exhibit).orElse(null);
        if (known.isPresent() || shown == null) {
            return known;
        }
        Optional<byte[]> made;
        try (SeekableByteChannel file = exhibits.open(exhibit, shown.name())) {
            made = pictures.first(file, shown.mediaType());
        }
        if (made.isEmpty()) {
            remember(id);
        } else {
            keep(exhibit, made.get());
        }
        return made;
    }

    private void keep(Exhibit exhibit, byte[] jpeg) throws IOException {
        byte[] key = java.util.Objects.requireNonNull(exhibit.wrappedKey());
        Path file = exhibits.path(exhibit.id(), FILE);
        Path part = exhibits.path(exhibit.id(), FILE + ".part");
        try (OutputStream out = vault.write(exhibit.id(), key, FILE, part)) {
            out.write(jpeg);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is damaged is made anew. */
    private Optional<byte[]> read(Exhibit exhibit) {
        if (!Files.exists(exhibits.path(exhibit.id(), FILE))) {
            return Optional.empty();
        }
        try (InputStream in = Channels.newInputStream(exhibits.open(exhibit, FILE))) {
            return Optional.of(in.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("exhibit", exhibit.id())
                    .addKeyValue("why", String.valueOf(e.getMessage()))
                    .log("the preview of an exhibit cannot be read");
            return Optional.empty();
        }
    }

    /** The file that is shown; none when it has no pictures, or nothing here can decode them. */
    private Optional<FileSeal> shown(Exhibit exhibit) {
        return Exhibits.ready(exhibit).read().files().stream()
                .filter(file -> pictures.reads(file.mediaType()))
                .findFirst();
    }

    private boolean hasFailed(String id) {
        synchronized (failed) {
            Instant when = failed.get(id);
            return when != null && when.plus(REST).isAfter(clock.instant());
        }
    }

    private void remember(String id) {
        synchronized (failed) {
            failed.remove(id);
            failed.put(id, clock.instant());
            Iterator<String> oldest = failed.keySet().iterator();
            while (failed.size() > MOST_FAILED) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    @Override
    public void destroy() {
        turns.close();
    }
}
