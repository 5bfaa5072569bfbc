package org.vigilia.server.evidence.share;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.vigilia.proof.pack.FileSeal;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.audit.Who;
import org.vigilia.server.evidence.Cases;
import org.vigilia.server.evidence.EvidenceCase;
import org.vigilia.server.evidence.EvidenceSettings;
import org.vigilia.server.evidence.EvidenceStore;
import org.vigilia.server.evidence.Exhibit;
import org.vigilia.server.evidence.Exhibits;
import org.vigilia.server.evidence.Maker;
import org.vigilia.server.evidence.Vault;

/**
 * Files on their way in: they may come in pieces, with pauses and restarts between. What has arrived lies encrypted; when
 * all of it is there, it becomes an exhibit. Thread-safe; two pieces of one file at once are refused.
 */
@Component
class Uploads {
    private static final int PART = 16 << 20;
    private static final long RESERVE = 256L << 20;
    private static final String KEY = "key";

    private final JdbcClient sql;
    private final Exhibits exhibits;
    private final Cases cases;
    private final Maker maker;
    private final Vault vault;
    private final EvidenceStore folders;
    private final EvidenceSettings settings;
    private final Audit audit;
    private final Clock clock;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Uploads(
            JdbcClient sql,
            Exhibits exhibits,
            Cases cases,
            Maker maker,
            Vault vault,
            EvidenceStore folders,
            EvidenceSettings settings,
            Audit audit,
            Clock clock) {
        this.sql = sql;
        this.exhibits = exhibits;
        this.cases = cases;
        this.maker = maker;
        this.vault = vault;
        this.folders = folders;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A file on its way.
     *
     * @param exhibit what it became; null while it is on its way
     */
    record Upload(
            String id,
            String caseId,
            @Nullable String share,
            String name,
            long bytes,
            String createdBy,
            @Nullable String exhibit) {}

    /** Announces a file. Refused before any byte is taken when it is too large or its name is a trick. */
    Upload announce(Who who, String by, EvidenceCase about, @Nullable String share, String name, long bytes) {
        if (about.status() == EvidenceCase.Status.CLOSED) {
            throw Problem.conflict("The case " + about.number() + " is closed.");
        }
        Problem refusal = refusal(name, bytes);
        if (refusal != null) {
            audit.record(Deed.refused(
                            who,
                            "upload.refused",
                            String.valueOf(refusal.getBody().getDetail()))
                    .to("case", about.id(), about.number()));
            throw refusal;
        }
        String id = FreshId.of("upload");
        try {
            Files.createDirectories(folders.upload(id));
            Files.write(folders.upload(id).resolve(KEY), vault.newKey(id));
        } catch (IOException e) {
            throw Problem.unavailable("The store of evidence cannot be written: " + e.getMessage());
        }
        sql.sql("insert into evidence_upload (id, case_id, share, name, bytes, created_at, created_by)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(Arrays.asList(
                        id,
                        about.id(),
                        share,
                        name,
                        bytes,
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC),
                        by))
                .update();
        audit.record(Deed.done(who, "upload.announced")
                .to("case", about.id(), about.number())
                .because("'" + name + "', " + bytes + " bytes"));
        return find(id).orElseThrow();
    }

    private @Nullable Problem refusal(String name, long bytes) {
        if (name.isBlank()
                || name.length() > 200
                || name.startsWith(".")
                || name.contains("..")
                || name.chars().anyMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ' || c == 127)) {
            return Problem.invalid(
                    "name", "A file needs a plain name of 1 to 200 characters, without folders; this one is not.");
        }
        if (bytes < 1) {
            return Problem.invalid("Upload-Length", "Say in the header Upload-Length how many bytes will come.");
        }
        if (bytes > settings.uploadBytes()) {
            return Problem.tooLarge("The file has " + bytes + " bytes, but " + settings.uploadBytes()
                    + " may be brought in (setting evidence.upload.bytes). Nothing was taken.");
        }
        try {
            Files.createDirectories(folders.root());
            long free = Files.getFileStore(folders.root()).getUsableSpace();
            if (free < 2 * bytes + RESERVE) {
                return Problem.unavailable("There is no room for a file of " + bytes + " bytes; nothing was taken.");
            }
        } catch (IOException e) {
            return Problem.unavailable("The store of evidence cannot be reached: " + e.getMessage());
        }
        return null;
    }

    Optional<Upload> find(String id) {
        return sql.sql("select * from evidence_upload where id = ?")
                .param(id)
                .query((row, n) -> new Upload(
                        row.getString("id"),
                        row.getString("case_id"),
                        row.getString("share"),
                        row.getString("name"),
                        row.getLong("bytes"),
                        row.getString("created_by"),
                        row.getString("exhibit")))
                .optional();
    }

    /** How much of it is there. */
    long offset(Upload upload) {
        if (upload.exhibit() != null) {
            return upload.bytes();
        }
        try {
            long offset = 0;
            for (Part part : parts(upload)) {
                if (part.from() != offset) {
                    break;
                }
                offset += part.bytes();
            }
            return offset;
        } catch (IOException e) {
            throw Problem.unavailable("What has arrived cannot be read: " + e.getMessage());
        }
    }

    /** A stretch that has arrived; its file is named by where it begins and how long it is, so that nobody has to ask. */
    private record Part(Path file, long from, long bytes) {
        static Part of(Path file) {
            String[] numbers = file.getFileName().toString().split("-");
            return new Part(file, Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        }

        static String begin(long from) {
            return String.format(Locale.ROOT, "%015d", from);
        }
    }

    private List<Part> parts(Upload upload) throws IOException {
        try (Stream<Path> files = Files.list(folders.upload(upload.id()))) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{15}-\\d{1,9}"))
                    .map(Part::of)
                    .sorted(Comparator.comparingLong(Part::from))
                    .toList();
        }
    }

    private byte[] key(Upload upload) throws IOException {
        return Files.readAllBytes(folders.upload(upload.id()).resolve(KEY));
    }

    private InputStream open(Upload upload, Part part) throws IOException {
        return Channels.newInputStream(vault.read(upload.id(), key(upload), Part.begin(part.from()), part.file()));
    }

    /**
     * Takes bytes; what came before the connection broke is kept.
     *
     * @return how much is there now
     */
    long append(Who who, Upload upload, long at, InputStream in) throws IOException {
        ReentrantLock lock = locks.computeIfAbsent(upload.id(), id -> new ReentrantLock());
        if (!lock.tryLock()) {
            throw Problem.conflict("Another piece of this file is arriving just now.");
        }
        try {
            // another piece may have been the last one while this waited
            Upload fresh = find(upload.id()).orElse(upload);
            long offset = offset(fresh);
            if (at != offset) {
                throw Problem.conflict("The next byte is number " + offset + ", not " + at + ".");
            }
            if (fresh.exhibit() != null) {
                return offset;
            }
            long now = take(who, fresh, offset, in);
            if (now == fresh.bytes()) {
                seal(who, fresh);
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    private long take(Who who, Upload upload, long from, InputStream in) throws IOException {
        long offset = from;
        byte[] buffer = new byte[1 << 16];
        boolean more = true;
        while (more) {
            String name = Part.begin(offset);
            Path part = folders.upload(upload.id()).resolve(name + ".part");
            int length = 0;
            IOException broken = null;
            try (OutputStream out = vault.write(upload.id(), key(upload), name, part)) {
                while (length < PART) {
                    int read;
                    try {
                        read = in.read(buffer, 0, Math.min(buffer.length, PART - length));
                    } catch (IOException e) {
                        broken = e;
                        read = -1;
                    }
                    if (read < 0) {
                        more = false;
                        break;
                    }
                    if (offset + length + read > upload.bytes()) {
                        audit.record(Deed.refused(who, "upload.refused", "more bytes came than were announced")
                                .to("upload", upload.id(), upload.name()));
                        throw Problem.invalid("", "More bytes come than were announced; nothing of it was taken.");
                    }
                    out.write(buffer, 0, read);
                    length += read;
                }
            }
            if (length > 0) {
                Files.move(
                        part, part.resolveSibling(name + "-" + length), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(part);
            }
            offset += length;
            if (broken != null) {
                throw broken;
            }
        }
        return offset;
    }

    private void seal(Who who, Upload upload) throws IOException {
        EvidenceCase about = cases.find(upload.caseId()).orElseThrow();
        Exhibit asked = exhibits.ask(
                who,
                upload.createdBy(),
                about,
                Exhibit.Kind.FILE,
                upload.name(),
                "brought in by " + upload.createdBy(),
                Exhibit.Wish.NONE,
                null);
        byte[] key = vault.newKey(asked.id());
        byte[] head = head(upload);
        FileKind kind = FileKind.of(upload.name(), head);
        FileSeal file;
        try (InputStream in = all(upload)) {
            file = maker.write(asked.id(), key, "file" + kind.extension(), kind.mediaType(), in);
        }
        List<String> notes = new ArrayList<>();
        notes.add("Brought in by " + upload.createdBy() + " under the name '" + upload.name()
                + "'. What was before, nobody here knows.");
        notes.addAll(kind.notes());
        exhibits.seal(asked, key, List.of(file), null, null, notes);
        sql.sql("update evidence_upload set exhibit = ? where id = ?")
                .params(asked.id(), upload.id())
                .update();
        if (upload.share() != null) {
            sql.sql("update evidence_share set uploaded = uploaded + 1 where id = ?")
                    .param(upload.share())
                    .update();
        }
        forget(upload);
    }

    private void forget(Upload upload) throws IOException {
        try (Stream<Path> files = Files.list(folders.upload(upload.id()))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folders.upload(upload.id()));
        locks.remove(upload.id());
    }

    private byte[] head(Upload upload) throws IOException {
        try (InputStream in = all(upload)) {
            return in.readNBytes(64);
        }
    }

    private InputStream all(Upload upload) throws IOException {
        List<Chain.Opener> parts = new ArrayList<>();
        for (Part part : parts(upload)) {
            parts.add(() -> open(upload, part));
        }
        return new Chain(parts);
    }
}
