package org.vigilia.proof.pack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one way in which a package's ZIP file is laid out (APPNOTE 6.3.10): stored, in order, no comments, no data
 * descriptors, all times 1980-01-01, ZIP64 fields exactly where a length or an offset needs them. As nothing is left
 * open, a reader can build every byte that is not content, and compare.
 */
final class Zip {
    private static final long WIDE = 0xffff_ffffL;
    private static final int TIME = 0;
    private static final int DATE = 0x21;

    private Zip() {}

    /** A stored file. */
    record Stored(String name, long bytes, long crc32, long offset) {
        private boolean wide() {
            return bytes >= WIDE;
        }
    }

    /** Length of what stands before a file's bytes. */
    static int headLength(String name, long bytes) {
        return 30 + name.length() + (bytes >= WIDE ? 20 : 0);
    }

    /** What stands before a file's bytes. */
    static byte[] head(Stored file) {
        byte[] name = file.name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = buffer(headLength(file.name(), file.bytes()));
        out.putInt(0x04034b50).putShort((short) (file.wide() ? 45 : 10)).putShort((short) 0);
        out.putShort((short) 0).putShort((short) TIME).putShort((short) DATE).putInt((int) file.crc32());
        int size = (int) Math.min(file.bytes(), WIDE);
        out.putInt(size).putInt(size).putShort((short) name.length);
        out.putShort((short) (file.wide() ? 20 : 0)).put(name);
        if (file.wide()) {
            out.putShort((short) 1).putShort((short) 16).putLong(file.bytes()).putLong(file.bytes());
        }
        return out.array();
    }

    /** What stands after the last file. */
    static byte[] tail(List<Stored> files, long offset) {
        ByteBuffer out = buffer(
                files.stream().mapToInt(file -> 46 + file.name().length() + 28).sum() + 56 + 20 + 22);
        for (Stored file : files) {
            directory(out, file);
        }
        long length = out.position();
        boolean wide = offset >= WIDE || length >= WIDE || files.size() >= 0xffff;
        if (wide) {
            out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
            out.putInt(0).putInt(0).putLong(files.size()).putLong(files.size());
            out.putLong(length).putLong(offset);
            out.putInt(0x07064b50).putInt(0).putLong(offset + length).putInt(1);
        }
        short count = (short) Math.min(files.size(), 0xffff);
        out.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count);
        out.putInt((int) length).putInt((int) Math.min(offset, WIDE)).putShort((short) 0);
        byte[] tail = new byte[out.position()];
        out.flip().get(tail);
        return tail;
    }

    private static void directory(ByteBuffer out, Stored file) {
        byte[] name = file.name().getBytes(StandardCharsets.US_ASCII);
        boolean far = file.offset() >= WIDE;
        int extra = (file.wide() ? 16 : 0) + (far ? 8 : 0);
        short needs = (short) (file.wide() || far ? 45 : 10);
        out.putInt(0x02014b50)
                .putShort(needs)
                .putShort(needs)
                .putShort((short) 0)
                .putShort((short) 0);
        out.putShort((short) TIME).putShort((short) DATE).putInt((int) file.crc32());
        int size = (int) Math.min(file.bytes(), WIDE);
        out.putInt(size).putInt(size).putShort((short) name.length);
        out.putShort((short) (extra > 0 ? extra + 4 : 0)).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 0)
                .putInt(0)
                .putInt((int) Math.min(file.offset(), WIDE))
                .put(name);
        if (extra > 0) {
            out.putShort((short) 1).putShort((short) extra);
            if (file.wide()) {
                out.putLong(file.bytes()).putLong(file.bytes());
            }
            if (far) {
                out.putLong(file.offset());
            }
        }
    }

    /** Whether a name may stand in a package: no way out of its folder, and the same on every system. */
    static boolean safe(String name) {
        return name.length() <= 200 && name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
