package org.vigilia.media.record;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is whole in a segment's file, found by looking at the file alone. Only fragments are counted whose pictures are
 * there to the last byte and made of whole NAL units: a power cut may leave a file of the right length with nothing in it.
 *
 * @param label what the file says of itself; null when its head is not whole
 * @param headBytes length of the head
 * @param wholeBytes up to the end of the last whole fragment; 0 without a label
 * @param pictures in whole fragments
 * @param endMicros when the last of them ends
 */
public record SegmentScan(Movie.@Nullable Label label, long headBytes, long wholeBytes, int pictures, long endMicros) {
    private static final int MAX_HEAD = 1 << 20;
    private static final int MAX_DATA = 256 << 20;

    /** Reads a file. */
    public static SegmentScan of(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Scanner(in).scan();
        }
    }

    private static final class Scanner {
        private final FileChannel in;
        private final long length;
        private Movie.@Nullable Label label;
        private int pictures;
        private long end;

        Scanner(FileChannel in) throws IOException {
            this.in = in;
            this.length = in.size();
        }

        SegmentScan scan() throws IOException {
            long at = 0;
            long head = 0;
            long whole = 0;
            ByteBuffer moof = ByteBuffer.allocate(0);
            while (at + 8 <= length) {
                ByteBuffer box = read(at, 8);
                long size = box.getInt() & 0xffff_ffffL;
                String type = name(box);
                if (size < 8 || at + size > length || size > MAX_DATA) {
                    break;
                }
                if (type.equals("moov") && size <= MAX_HEAD) {
                    label = label(read(at + 8, (int) size - 8));
                    if (label == null) {
                        break;
                    }
                    head = at + size;
                    whole = head;
                    end = label.startMicros();
                } else if (type.equals("moof") && size <= MAX_HEAD && label != null) {
                    moof = read(at, (int) size);
                } else if (type.equals("mdat") && label != null && moof.hasRemaining()) {
                    if (!fragment(moof, read(at, (int) size), label.startMicros())) {
                        break;
                    }
                    moof = ByteBuffer.allocate(0);
                    whole = at + size;
                } else if (!type.equals("ftyp") || at != 0) {
                    break;
                }
                at += size;
            }
            return new SegmentScan(label, head, whole, pictures, end);
        }

        private ByteBuffer read(long at, int count) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            while (bytes.hasRemaining()) {
                if (in.read(bytes, at + bytes.position()) < 0) {
                    throw new EOFException();
                }
            }
            return bytes.flip();
        }

        private static String name(ByteBuffer in) {
            byte[] four = new byte[4];
            in.get(four);
            return new String(four, StandardCharsets.ISO_8859_1);
        }

        /** The content of the first box of that type; null when there is none. */
        private static @Nullable ByteBuffer find(ByteBuffer in, String wanted, int skip) {
            ByteBuffer rest = in.duplicate();
            while (rest.remaining() >= 8) {
                int start = rest.position();
                int size = rest.getInt();
                String type = name(rest);
                if (size < 8 || size > rest.limit() - start) {
                    return null;
                }
                if (type.equals(wanted) && skip-- == 0) {
                    return rest.slice(start + 8, size - 8);
                }
                rest.position(start + size);
            }
            return null;
        }

        private static Movie.@Nullable Label label(ByteBuffer moov) {
            ByteBuffer box = find(moov, "uuid", 0);
            if (box == null || box.remaining() < Movie.LABEL.length) {
                return null;
            }
            byte[] id = new byte[Movie.LABEL.length];
            box.get(id);
            byte[] json = new byte[box.remaining()];
            box.get(json);
            try {
                return Arrays.equals(id, Movie.LABEL) ? JsonMapper.shared().readValue(json, Movie.Label.class) : null;
            } catch (JacksonException damaged) {
                return null;
            }
        }

        /** Whether the fragment is whole; {@code moof} and {@code mdat} with their heads. */
        private boolean fragment(ByteBuffer moof, ByteBuffer mdat, long startMicros) {
            ByteBuffer inside = moof.duplicate().position(8).slice();
            ByteBuffer traf = find(inside, "traf", 0);
            ByteBuffer tfhd = traf == null ? null : find(traf, "tfhd", 0);
            ByteBuffer tfdt = traf == null ? null : find(traf, "tfdt", 0);
            ByteBuffer trun = traf == null ? null : find(traf, "trun", 0);
            if (tfhd == null || tfdt == null || trun == null || tfdt.remaining() < 12 || trun.remaining() < 12) {
                return false;
            }
            int flags = trun.getInt() & 0xffffff;
            int count = trun.getInt();
            long data = trun.getInt() - moof.limit();
            int entry = (flags & 0x800) != 0 ? 16 : 12;
            if (count < 1 || trun.remaining() != (long) count * entry || data < 8) {
                return false;
            }
            long time = startMicros + tfdt.getLong(4);
            for (int i = 0; i < count; i++) {
                time += trun.getInt();
                int size = trun.getInt();
                trun.position(trun.position() + entry - 8);
                if (size < 0 || data + size > mdat.limit() || !isWhole(mdat.slice((int) data, size))) {
                    return false;
                }
                data += size;
            }
            pictures += count;
            end = Math.max(end, time);
            return true;
        }

        private static boolean isWhole(ByteBuffer picture) {
            boolean any = false;
            while (picture.remaining() > 4) {
                int size = picture.getInt();
                if (size < 1 || size > picture.remaining()) {
                    return false;
                }
                picture.position(picture.position() + size);
                any = true;
            }
            return any && !picture.hasRemaining();
        }
    }
}
