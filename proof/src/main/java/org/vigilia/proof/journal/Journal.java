package org.vigilia.proof.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;

/**
 * The journal of one camera, to be appended to. A half-written last line, as a power cut leaves it, is cut off when the
 * journal is opened. Not thread-safe; one process writes.
 */
public final class Journal {
    private final Path root;
    private final CameraId camera;
    private final NodeKey key;
    private final Clock clock;
    private @Nullable Line last;

    private Journal(Path root, CameraId camera, NodeKey key, Clock clock, @Nullable Line last) {
        this.root = root;
        this.camera = camera;
        this.key = key;
        this.clock = clock;
        this.last = last;
    }

    /** Finds the end of a camera's journal. */
    public static Journal open(Path root, CameraId camera, NodeKey key, Clock clock) throws IOException {
        Line last = null;
        List<Path> files = JournalReader.files(root, camera);
        for (int i = files.size() - 1; i >= 0 && last == null; i--) {
            last = lastWhole(files.get(i));
        }
        return new Journal(root, camera, key, clock, last);
    }

    /** The newest line that can be read; what follows it in the file is cut off. */
    private static @Nullable Line lastWhole(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0) {
            int newline = bytes[end - 1] == '\n' ? end - 1 : -1;
            int start = end - (newline < 0 ? 0 : 1);
            while (start > 0 && bytes[start - 1] != '\n') {
                start--;
            }
            if (newline > start) {
                try {
                    Line line = Line.parse(new String(bytes, start, newline - start, StandardCharsets.UTF_8));
                    // a whole line that was changed stays, to be told by whoever verifies
                    cut(file, bytes.length, end);
                    return line;
                } catch (IllegalArgumentException half) {
                    // looked for further up
                }
            }
            end = start;
        }
        cut(file, bytes.length, 0);
        return null;
    }

    private static void cut(Path file, int length, int end) throws IOException {
        if (end < length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(end);
                channel.force(true);
            }
        }
    }

    /** The newest line; null while there is none. */
    public @Nullable Line last() {
        return last;
    }

    /**
     * Writes one more entry and returns when it is on disk.
     *
     * @param entry makes the entry from its number
     */
    public Line append(LongFunction<Entry> entry) throws IOException {
        return append(List.of(entry)).get(0);
    }

    /** Writes several entries as one: all are on disk when this returns, or none is in the journal. */
    public List<Line> append(List<LongFunction<Entry>> entries) throws IOException {
        List<Line> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Line before = last;
        for (LongFunction<Entry> entry : entries) {
            long number = before == null ? 1 : before.entry().number() + 1;
            before = Line.seal(entry.apply(number), before == null ? Hash.NONE : before.hash(), key);
            lines.add(before);
            text.append(before.write()).append('\n');
        }
        Path folder = Folders.day(root, camera, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        Files.createDirectories(folder);
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                folder.resolve(Folders.JOURNAL), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long end = channel.size();
            try {
                for (long at = end; bytes.hasRemaining(); ) {
                    at += channel.write(bytes, at);
                }
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(end);
                throw e;
            }
        }
        last = before;
        return lines;
    }
}
