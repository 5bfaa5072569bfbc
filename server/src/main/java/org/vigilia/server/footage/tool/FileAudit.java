package org.vigilia.server.footage.tool;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;
import org.vigilia.proof.journal.JournalReader;
import org.vigilia.proof.journal.Line;
import org.vigilia.proof.journal.VerifyKey;
import org.vigilia.server.footage.play.Fragments;

/**
 * Looks at every file of every camera and believes nothing: journals, files and their hashes, that every instant is
 * accounted for, and that index and ledger say the same. May run while everything else does.
 */
final class FileAudit {

    private static final long DURATION_MICROS = 1_000_000;

    private final Surround surround;
    private final PrintStream out;
    private int segments;
    private int faults;

    FileAudit(Surround surround, PrintStream out) {
        this.surround = surround;
        this.out = out;
    }

    /** Prints a line for each camera and each fault; true when nothing is wrong. */
    boolean run() throws IOException {
        Path root = surround.pools.root();
        List<VerifyKey> keys = surround.mediaKeys();
        if (keys.isEmpty()) {
            fault("-", "there is no key of media, so no signature can be verified");
        }
        Map<String, String> names = new HashMap<>();
        surround.sql.sql("select id, name from camera").query(row -> {
            names.put(row.getString(1), row.getString(2));
        });
        Set<CameraId> cameras = new TreeSet<>(JournalReader.cameras(root));
        surround.index.cursors().forEach(cursor -> cameras.add(cursor.camera()));
        for (CameraId camera : cameras) {
            camera(camera, names.getOrDefault(camera.value(), camera.value()), keys);
        }
        out.println("audit: " + cameras.size() + " cameras, " + segments + " segments, "
                + (faults == 0 ? "every second accounted for" : faults + " faults"));
        return faults == 0;
    }

    private void fault(String camera, String what) {
        faults++;
        out.println("fault: camera " + camera + ": " + what);
    }

    private void camera(CameraId camera, String name, List<VerifyKey> keys) throws IOException {
        // the index first: it follows the journal, so whatever it has must be in the journal read after it
        IndexCheck check = new IndexCheck(surround, camera);
        JournalReader.Found found = JournalReader.read(surround.pools.root(), camera, keys);
        found.faults().forEach(fault -> fault(name, "journal " + fault));
        List<Entry> entries = found.lines().stream().map(Line::entry).toList();
        Accounts accounts = Accounts.of(entries);
        accounts.faults().forEach(fault -> fault(name, fault));
        files(camera, name, entries);
        check.compare(found.lines()).forEach(fault -> fault(name, fault));
        new LedgerCheck(surround, camera).compare(entries).forEach(fault -> fault(name, fault));
        out.println("camera " + name + ": " + accounts.words() + check.note());
    }

    private void files(CameraId camera, String name, List<Entry> entries) throws IOException {
        Map<Long, Entry.Moved> moved = new HashMap<>();
        Set<Long> gone = new HashSet<>();
        Set<Path> known = new HashSet<>();
        for (Entry entry : entries) {
            if (entry instanceof Entry.Moved m) {
                moved.put(m.segment(), m);
                known.add(surround.pools.root().resolve(m.file()));
            } else if (entry instanceof Entry.Deleted d) {
                gone.add(d.segment());
            }
        }
        for (Entry entry : entries) {
            if (entry instanceof Entry.Segment segment) {
                Path file = surround.pools.root().resolve(segment.file());
                known.add(file);
                if (gone.contains(segment.number())) {
                    if (Files.exists(file)) {
                        fault(name, segment.file() + " was deleted by its journal and is still there");
                    }
                    continue;
                }
                segments++;
                String wrong = wrong(segment, moved.get(segment.number()));
                if (!wrong.isEmpty() && !goneMeanwhile(camera, segment.number(), entries.size())) {
                    fault(name, segment.file() + " " + wrong);
                }
            }
        }
        strangers(camera, name, known);
    }

    /** What is wrong with a segment's file; empty when nothing is. */
    private String wrong(Entry.Segment segment, Entry.@Nullable Moved moved) {
        String sha256 = moved == null ? segment.sha256() : moved.sha256();
        try {
            Path file = moved == null
                    ? surround.pools.root().resolve(segment.file())
                    : surround.pools.get(moved.pool()).fetch(moved.file(), moved.sha256());
            if (!Files.isRegularFile(file)) {
                return "is not there";
            }
            long bytes = Files.size(file);
            if (sha256.equals(segment.sha256()) && bytes != segment.bytes()) {
                return "has " + bytes + " bytes instead of " + segment.bytes();
            }
            if (!sha256(file).equals(sha256)) {
                return "was changed: its SHA-256 is another";
            }
            Fragments contents = Fragments.read(file);
            if (contents.bytes() != bytes || contents.fragments().isEmpty()) {
                return "has no whole fragment from byte " + contents.bytes() + " on";
            }
            long told = segment.endMicros() - segment.startMicros();
            if (Math.abs(contents.durationMicros() - told) > DURATION_MICROS) {
                return "shows " + Words.seconds(contents.durationMicros()) + " s instead of " + Words.seconds(told);
            }
            return "";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = Hash.start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 16];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                digest.update(block, 0, n);
            }
        }
        return Hash.hex(digest.digest());
    }

    /** Retention goes on while this runs. */
    private boolean goneMeanwhile(CameraId camera, long segment, int known) throws IOException {
        return JournalReader.read(surround.pools.root(), camera, List.of()).lines().stream()
                .skip(known)
                .map(Line::entry)
                .anyMatch(entry -> entry instanceof Entry.Deleted d && d.segment() == segment
                        || entry instanceof Entry.Moved m && m.segment() == segment);
    }

    private void strangers(CameraId camera, String name, Set<Path> known) throws IOException {
        Path folder = surround.pools.root().resolve(Folders.name(camera));
        if (!Files.isDirectory(folder)) {
            fault(name, "has entries in the index and no folder of recordings");
            return;
        }
        List<Path> unknown = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            all.filter(file -> file.toString().endsWith(".mp4") && !known.contains(file))
                    .forEach(unknown::add);
        }
        if (unknown.isEmpty()) {
            return;
        }
        Set<String> now = new HashSet<>();
        JournalReader.read(surround.pools.root(), camera, List.of()).lines().forEach(line -> {
            if (line.entry() instanceof Entry.Segment segment) {
                now.add(segment.file());
            }
        });
        for (Path file : unknown) {
            String below = surround.pools.root().relativize(file).toString();
            if (!now.contains(below)) {
                fault(name, below + " is in no journal");
            }
        }
    }
}
