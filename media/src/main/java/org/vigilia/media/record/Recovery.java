package org.vigilia.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;

/**
 * Finds the files of a camera that its journal does not know, as a crash or a power cut leaves them, and makes segments
 * of what is whole in them. What holds no whole fragment is deleted.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int BLOCK = 1 << 18;

    private Recovery() {}

    /** Files in the folders of days not before {@code since} that are not among {@code known}, oldest first. */
    static List<Path> find(Path root, CameraId camera, @Nullable LocalDate since, Set<String> known)
            throws IOException {
        Path home = root.resolve(Folders.name(camera));
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> days = Files.list(home)) {
            for (Path day : days.filter(Files::isDirectory).sorted().toList()) {
                String name = String.valueOf(day.getFileName());
                if (since != null && name.compareTo(since.toString()) < 0) {
                    continue;
                }
                try (Stream<Path> files = Files.list(day)) {
                    files.filter(file -> file.toString().endsWith(".mp4")
                                    || file.toString().endsWith(Segment.PART))
                            .filter(file -> !known.contains(
                                    root.relativize(file).toString().replace('\\', '/')))
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** The day before a segment that starts then. */
    static LocalDate dayBefore(long micros) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(micros / 1_000_000), ZoneOffset.UTC)
                .minusDays(1);
    }

    /** Saves what is whole; null when nothing is, and then the file is gone. */
    static @Nullable LongFunction<Entry> save(Path root, CameraId camera, Path file) throws IOException {
        SegmentScan scan = SegmentScan.of(file);
        Movie.Label label = scan.label();
        if (label == null || scan.pictures() == 0 || !label.camera().equals(camera.value())) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("bytes", Files.size(file))
                    .log("no whole fragment in it: deleted");
            Files.delete(file);
            return null;
        }
        String sha256 = cut(file, scan.wholeBytes());
        String name = Folders.segment(camera, label.startMicros());
        Path whole = root.resolve(name);
        if (!whole.equals(file)) {
            if (whole.getParent() != null) {
                Files.createDirectories(whole.getParent());
            }
            Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
        }
        LOG.atInfo()
                .addKeyValue("file", whole)
                .addKeyValue("pictures", scan.pictures())
                .log("segment recovered");
        return number -> new Entry.Segment(
                camera,
                number,
                name,
                label.startMicros(),
                scan.endMicros(),
                label.clock(),
                label.uncertaintyMicros(),
                label.codec(),
                label.codecString(),
                label.widthPx(),
                label.heightPx(),
                label.sound(),
                scan.pictures(),
                scan.wholeBytes(),
                sha256,
                label.origin() == Entry.Origin.BACKFILL ? Entry.Origin.BACKFILL : Entry.Origin.RECOVERED,
                label.software());
    }

    private static String cut(Path file, long bytes) throws IOException {
        MessageDigest digest = Hash.start();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (channel.read(block.clear()) >= 0) {
                digest.update(block.flip());
            }
            channel.force(true);
        }
        return Hash.hex(digest.digest());
    }
}
