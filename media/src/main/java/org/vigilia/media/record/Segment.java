package org.vigilia.media.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Folders;
import org.vigilia.proof.journal.Hash;

/**
 * One file that is being written. The event loop decides when it begins and ends; the disk thread opens and writes it;
 * the journal's thread closes and names it. Each touches it only while it is its turn, but for what is volatile.
 */
final class Segment {
    static final String PART = ".part";

    private static final int HEAD_ROOM = 4096;

    /** The rest of the files' names is made of this and of nothing a camera says. */
    private final Path root;

    private final CameraId camera;
    private final VideoFormat video;
    private final @Nullable SoundFormat sound;
    private final Movie.Label label;
    private final String file;
    private final MessageDigest digest = Hash.start();
    private final Fragment.Times times;
    private final String part;

    private @Nullable FileChannel channel;
    private @Nullable String sha256;
    private volatile boolean failed;
    private volatile long bytes;
    private volatile long endMicros;
    private volatile long uncertaintyMicros;
    private volatile int pictures;

    /** What is fetched later is written among the files of {@code now}, where a restart looks for what was left. */
    Segment(Path root, Movie.Label label, VideoFormat video, @Nullable SoundFormat sound, Instant now) {
        this.root = root;
        this.camera = new CameraId(label.camera());
        this.label = label;
        this.video = video;
        this.sound = sound;
        this.file = Folders.segment(camera, label.startMicros());
        this.part = label.origin() == Entry.Origin.LIVE
                ? file + PART
                : Folders.name(camera) + "/" + now.atZone(ZoneOffset.UTC).toLocalDate() + "/fetched-"
                        + label.startMicros() + ".mp4" + PART;
        this.times = new Fragment.Times(label.startMicros(), sound);
        this.endMicros = label.startMicros();
        this.uncertaintyMicros = label.uncertaintyMicros();
    }

    CameraId camera() {
        return camera;
    }

    long startMicros() {
        return label.startMicros();
    }

    /** When the last written picture ends. */
    long endMicros() {
        return endMicros;
    }

    int pictures() {
        return pictures;
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    SoundFormat sound() {
        return sound;
    }

    VideoFormat video() {
        return video;
    }

    /** Whether the disk has let it down; then another is begun at the next key picture. */
    boolean hasFailed() {
        return failed;
    }

    /** The camera's clock has jumped: times are off by that much more. */
    void unsure(long micros) {
        uncertaintyMicros = Math.max(uncertaintyMicros, label.uncertaintyMicros() + Math.abs(micros));
    }

    boolean isOpen() {
        return channel != null;
    }

    /** The disk is known to be in no state to take it. */
    void refuse() {
        failed = true;
    }

    /** Its path below the root, while it is open. */
    String part() {
        return part;
    }

    private Path path(String name) {
        return root.resolve(name);
    }

    /** Writes one fragment in one go; on failure the file is cut back to what was whole. */
    void write(Fragment fragment, BoxBuffer head) throws IOException {
        if (failed) {
            return;
        }
        try {
            FileChannel out = channel;
            if (out == null) {
                out = open();
            }
            times.head(fragment, head.clear());
            List<Fragment.Picture> all = fragment.pictures();
            ByteBuffer[] parts =
                    new ByteBuffer[1 + all.size() + fragment.sound().size()];
            parts[0] = head.view();
            int next = 1;
            for (Fragment.Picture picture : all) {
                parts[next++] = picture.units();
            }
            for (var piece : fragment.sound()) {
                parts[next++] = piece.bytes().duplicate();
            }
            bytes += put(out, parts);
            pictures += all.size();
            endMicros = Math.max(endMicros, fragment.endMicros());
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        folder(path(part));
        folder(path(file));
        if (Files.exists(path(file))) {
            throw new FileAlreadyExistsException(file);
        }
        FileChannel out = FileChannel.open(
                path(part), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        channel = out;
        bytes += put(out, Movie.head(label, video, sound));
        return out;
    }

    private static void folder(Path of) throws IOException {
        Path folder = of.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }

    private long put(FileChannel out, ByteBuffer... parts) throws IOException {
        long wanted = 0;
        for (ByteBuffer part : parts) {
            wanted += part.remaining();
            part.mark();
        }
        long done = 0;
        while (done < wanted) {
            done += out.write(parts);
        }
        for (ByteBuffer part : parts) {
            part.reset();
            digest.update(part);
        }
        return wanted;
    }

    /**
     * Makes the file whole and durable and gives it its name; whether there is one.
     *
     * @throws IOException when the disk fails; then what is there is to be recovered from the {@code .part}
     */
    boolean close() throws IOException {
        FileChannel out = channel;
        if (out == null) {
            return false;
        }
        try (out) {
            if (pictures == 0) {
                Files.deleteIfExists(path(part));
                return false;
            }
            if (out.size() != bytes) {
                out.truncate(bytes);
            }
            out.force(false);
        } finally {
            channel = null;
        }
        Files.move(path(part), path(file), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /** Its entry once it is closed. */
    Entry entry(long number, long end) {
        String hash = sha256;
        if (hash == null) {
            hash = Hash.hex(digest.digest());
            sha256 = hash;
        }
        return new Entry.Segment(
                camera,
                number,
                file,
                label.startMicros(),
                Math.max(end, label.startMicros() + 1),
                label.clock(),
                uncertaintyMicros,
                label.codec(),
                label.codecString(),
                label.widthPx(),
                label.heightPx(),
                label.sound(),
                pictures,
                bytes,
                hash,
                label.origin(),
                label.software());
    }

    static BoxBuffer headRoom() {
        return new BoxBuffer(HEAD_ROOM);
    }
}
