package org.vigilia.server.sensing.arrival;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.intake.Sender;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.identity.Caller;

/**
 * Keeps uploaded files for half an hour and imports them one after the other. At most {@value #MAX_FILES} files wait at
 * once; a file is gone when it is imported, when its time is over, or when the server ends. Safe for many threads.
 */
@Component
class CsvDesk {

    private static final Logger LOG = LoggerFactory.getLogger(CsvDesk.class);
    private static final long MAX_BYTES = 32L << 20;
    private static final int MAX_FILES = 20;
    private static final int MAX_WAITING = 10;
    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final int BUFFER = 1 << 16;

    private final Arrivals arrivals;
    private final Audit audit;
    private final Clock clock;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final Map<String, Import> imports = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                Thread thread = new Thread(task, "csv-import");
                thread.setDaemon(true);
                return thread;
            });

    private record Upload(Path file, AgencyId agency, Instant until) {}

    private record Import(CsvImport running, AgencyId agency, Instant until) {}

    CsvDesk(Arrivals arrivals, Audit audit, Clock clock) {
        this.arrivals = arrivals;
        this.audit = audit;
        this.clock = clock;
    }

    @PreDestroy
    void close() {
        worker.shutdownNow();
        uploads.values().forEach(upload -> remove(upload.file()));
    }

    CsvController.Preview preview(Caller by, InputStream body) throws IOException {
        forgetOld();
        if (uploads.size() >= MAX_FILES) {
            throw Problem.tooMany(
                    "Many files were uploaded and not imported yet. Import them, or try again in half an hour.");
        }
        Path file = Files.createTempFile("vigilia-upload", ".csv");
        boolean kept = false;
        try {
            receive(body, file);
            CsvPreview preview = CsvPreview.of(file, arrivals, Sender.of(by.agencyId()));
            String id = UUID.randomUUID().toString();
            uploads.put(id, new Upload(file, by.agencyId(), clock.instant().plus(KEPT)));
            kept = true;
            return preview.view(id);
        } finally {
            if (!kept) {
                remove(file);
            }
        }
    }

    private static void receive(InputStream body, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            long total = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                total += read;
                if (total > MAX_BYTES) {
                    throw Problem.invalid("body", "The file is larger than 32 MB. Cut it into several.");
                }
                out.write(buffer, 0, read);
            }
            if (total == 0) {
                throw Problem.invalid("body", "The file is empty.");
            }
        }
    }

    CsvController.Job begin(Caller by, String id) {
        forgetOld();
        Upload upload = uploads.get(id);
        if (upload == null || !upload.agency().equals(by.agencyId()) || !uploads.remove(id, upload)) {
            throw Problem.notFound("upload", id);
        }
        CsvImport running = new CsvImport(id, upload.file(), arrivals, Sender.of(upload.agency()), clock);
        Who who = by.who();
        try {
            worker.execute(() -> run(running, upload.file(), who));
        } catch (RejectedExecutionException e) {
            uploads.put(id, upload);
            throw Problem.tooMany("Many files are being imported. Try again in a minute.");
        }
        imports.put(id, new Import(running, upload.agency(), clock.instant().plus(KEPT)));
        return running.view();
    }

    private void run(CsvImport running, Path file, Who who) {
        try {
            running.run();
            audit.record(Deed.done(who, "observations.imported")
                    .because(running.view().message()));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("event", "import-failed").setCause(e).log("an import ended early");
        } finally {
            remove(file);
        }
    }

    CsvController.Job job(Caller by, String id) {
        Import found = imports.get(id);
        if (found == null || !found.agency().equals(by.agencyId())) {
            throw Problem.notFound("import", id);
        }
        return found.running().view();
    }

    private void forgetOld() {
        Instant now = clock.instant();
        for (Iterator<Upload> all = uploads.values().iterator(); all.hasNext(); ) {
            Upload upload = all.next();
            if (upload.until().isBefore(now)) {
                all.remove();
                remove(upload.file());
            }
        }
        imports.values()
                .removeIf(i -> i.until().isBefore(now) && i.running().view().endedAt() != null);
    }

    private static void remove(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("event", "upload-stays").log(e.getMessage());
        }
    }
}
