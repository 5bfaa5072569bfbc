package org.vigilia.media.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes of ISO base media boxes (ISO/IEC 14496-12, 4.2), grown as needed. Not thread-safe. */
final class BoxBuffer {
    private ByteBuffer bytes;

    BoxBuffer(int room) {
        bytes = ByteBuffer.allocateDirect(room);
    }

    private void room(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(2 * bytes.capacity(), bytes.position() + more));
            larger.put(bytes.flip());
            bytes = larger;
        }
    }

    BoxBuffer clear() {
        bytes.clear();
        return this;
    }

    /** What was written; valid until more is. */
    ByteBuffer view() {
        return bytes.duplicate().flip();
    }

    int position() {
        return bytes.position();
    }

    /** Begins a box; give what comes back to {@link #end}. */
    int begin(String type) {
        int start = bytes.position();
        u32(0);
        name(type);
        return start;
    }

    int beginFull(String type, int version, int flags) {
        int start = begin(type);
        u32(version << 24 | flags);
        return start;
    }

    void end(int start) {
        bytes.putInt(start, bytes.position() - start);
    }

    BoxBuffer name(String four) {
        return raw(four.getBytes(StandardCharsets.ISO_8859_1));
    }

    BoxBuffer u8(int value) {
        room(1);
        bytes.put((byte) value);
        return this;
    }

    BoxBuffer u16(int value) {
        room(2);
        bytes.putShort((short) value);
        return this;
    }

    BoxBuffer u32(long value) {
        room(4);
        bytes.putInt((int) value);
        return this;
    }

    BoxBuffer u64(long value) {
        room(8);
        bytes.putLong(value);
        return this;
    }

    BoxBuffer raw(byte[] value) {
        room(value.length);
        bytes.put(value);
        return this;
    }

    BoxBuffer raw(ByteBuffer value) {
        room(value.remaining());
        bytes.put(value.duplicate());
        return this;
    }

    BoxBuffer zeros(int count) {
        return raw(new byte[count]);
    }

    void patch32(int at, int value) {
        bytes.putInt(at, value);
    }
}
