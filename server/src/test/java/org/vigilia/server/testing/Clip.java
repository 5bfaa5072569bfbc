package org.vigilia.server.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A segment's file as media writes it, with no real pictures: one picture in each fragment of half a second. */
public final class Clip {

    private static final int TIMESCALE = 90_000;

    private Clip() {}

    /** Every second fragment begins with a key picture, the first one does. */
    public static byte[] bytes(int fragments, long seed) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(box("ftyp", "iso6".getBytes(StandardCharsets.US_ASCII), ints(0)));
        file.writeBytes(box("moov", box("trak", tkhd(), mdia()), box("mvex", box("trex", ints(0, 1, 1, 0, 0, 0)))));
        for (int i = 0; i < fragments; i++) {
            byte[] picture = new byte[1_000 + (int) (seed % 97)];
            Arrays.fill(picture, (byte) (seed + i));
            file.writeBytes(moof(i, picture.length));
            file.writeBytes(box("mdat", picture));
        }
        return file.toByteArray();
    }

    private static byte[] moof(int number, int pictureLength) {
        byte[] first = traf(number, pictureLength, 0);
        int length = 8 + 16 + first.length;
        return box("moof", box("mfhd", ints(0, number + 1)), traf(number, pictureLength, length + 8));
    }

    private static byte[] traf(int number, int pictureLength, int dataOffset) {
        byte[] time = ByteBuffer.allocate(12)
                .putInt(1 << 24)
                .putLong((long) number * TIMESCALE / 2)
                .array();
        int flags = number % 2 == 0 ? 0x02000000 : 0x01010000;
        return box(
                "traf",
                box("tfhd", ints(0x020000, 1)),
                box("tfdt", time),
                box("trun", ints(0x000701, 1, dataOffset, TIMESCALE / 2, pictureLength, flags)));
    }

    private static byte[] tkhd() {
        return box("tkhd", ints(0, 0, 0, 1), new byte[68]);
    }

    private static byte[] mdia() {
        return box(
                "mdia",
                box("mdhd", ints(0, 0, 0, TIMESCALE, 0, 0)),
                box("hdlr", ints(0, 0), "vide".getBytes(StandardCharsets.US_ASCII), new byte[13]));
    }

    private static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    private static byte[] box(String type, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return ByteBuffer.allocate(8 + body.size())
                .putInt(8 + body.size())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(body.toByteArray())
                .array();
    }
}
