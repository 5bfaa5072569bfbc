package org.vigilia.proof.mp4;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.vigilia.proof.journal.Entry;
import org.vigilia.proof.journal.Line;

/** A clip that can be written: one MP4 file, its header first, then the fragments' pictures and sound as recorded. */
public final class Clip {
    private final List<Copied> copied;
    private final Shown shown;
    private final byte[] header;
    private final long firstMicros;
    private final long endMicros;

    /**
     * What players show, in microseconds since 1970.
     *
     * @param first capture time of the first picture shown
     * @param last capture time of the last picture shown
     * @param end when the last picture ends
     */
    public record Shown(long first, long last, long end) {}

    /**
     * A stretch of the file that was copied from a segment.
     *
     * @param source line of the segment in its journal
     * @param position of its first byte in the segment
     * @param bytes its length
     * @param atMicros capture time of its first picture
     */
    public record Stretch(Line source, long position, long bytes, long atMicros) {}

    /** A fragment to copy; pictures before {@code from} are copied but not in the tables. */
    record Copied(ClipCutter.Part part, Fragment fragment, int from) {}

    private Clip(List<Copied> copied, Shown shown, byte[] header, long firstMicros, long endMicros) {
        this.copied = copied;
        this.shown = shown;
        this.header = header;
        this.firstMicros = firstMicros;
        this.endMicros = endMicros;
    }

    static Clip of(List<Copied> copied, Shown shown) throws IOException {
        MovieHeader movie = new MovieHeader(copied, shown);
        return new Clip(copied, shown, movie.write(), movie.firstShownMicros(), movie.endMicros());
    }

    public Shown shown() {
        return shown;
    }

    /** How long the pictures are that lie in the file before the first one shown. */
    public long leadInMicros() {
        return Math.max(0, shown.first() - firstMicros);
    }

    /** How long the pictures are that lie in the file after the last one shown. */
    public long leadOutMicros() {
        return Math.max(0, endMicros - shown.end());
    }

    /** The segments it was cut from, in order. */
    public List<Line> sources() {
        return copied.stream()
                .map(each -> each.part().source().line())
                .distinct()
                .toList();
    }

    /** A segment, for what it says of codec, clock and size. */
    public Entry.Segment format() {
        return copied.get(0).part().source().segment();
    }

    /** Whether it has sound. */
    public boolean sounds() {
        return copied.get(0).part().file().sound() != null;
    }

    /** Length of what stands before the first stretch. */
    public int headerBytes() {
        return header.length;
    }

    /** What follows the header, without holes. */
    public List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        long at = firstMicros;
        for (Copied each : copied) {
            List<Sample> pictures = each.fragment().pictures();
            if (!pictures.isEmpty()) {
                at = each.part()
                        .micros(each.part().file().video(), pictures.get(0).shownAt());
            }
            stretches.add(new Stretch(
                    each.part().source().line(),
                    each.fragment().payload(),
                    each.fragment().payloadBytes(),
                    at));
        }
        return stretches;
    }

    /** Length of the whole file. */
    public long bytes() {
        return header.length
                + copied.stream()
                        .mapToLong(each -> each.fragment().payloadBytes())
                        .sum();
    }

    /**
     * Writes the file; does not close {@code out}.
     *
     * @param progress told the bytes written so far
     */
    public void write(OutputStream out, LongConsumer progress) throws IOException {
        out.write(header);
        long written = header.length;
        byte[] buffer = new byte[1 << 16];
        SeekableByteChannel file = null;
        ClipCutter.Part open = null;
        try {
            for (Copied each : copied) {
                if (file == null || open != each.part()) {
                    if (file != null) {
                        file.close();
                    }
                    file = each.part().source().file().open();
                    open = each.part();
                }
                copy(file, each.fragment(), out, buffer);
                written += each.fragment().payloadBytes();
                progress.accept(written);
            }
        } finally {
            if (file != null) {
                file.close();
            }
        }
    }

    private static void copy(SeekableByteChannel file, Fragment fragment, OutputStream out, byte[] buffer)
            throws IOException {
        file.position(fragment.payload());
        for (long left = fragment.payloadBytes(); left > 0; ) {
            int read = file.read(ByteBuffer.wrap(buffer, 0, (int) Math.min(left, buffer.length)));
            if (read < 0) {
                throw new IOException("a segment became shorter while it was copied");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
