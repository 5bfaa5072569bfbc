package org.vigilia.proof.mp4;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reading the boxes of ISO/IEC 14496-12, section 4.2. */
final class Boxes {
    private Boxes() {}

    /**
     * A box in memory.
     *
     * @param body what follows its header; positioned at 0, its limit is the end of the box
     */
    record Box(String type, ByteBuffer body) {
        /** The boxes inside, after so many bytes of its own fields. */
        List<Box> inside(int fields) throws IOException {
            return list(tail(fields));
        }

        Box get(String wanted, int fields) throws IOException {
            return inside(fields).stream()
                    .filter(box -> box.type.equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the box '" + type + "' has no '" + wanted + "'"));
        }

        private ByteBuffer tail(int fields) throws IOException {
            if (fields > body.capacity()) {
                throw new IOException("the box '" + type + "' ends early");
            }
            ByteBuffer tail = body.duplicate();
            tail.position(fields);
            return tail.slice();
        }

        ByteBuffer fields() {
            return body.duplicate();
        }
    }

    static List<Box> list(ByteBuffer in) throws IOException {
        List<Box> boxes = new ArrayList<>();
        while (in.remaining() >= 8) {
            int start = in.position();
            long size = Integer.toUnsignedLong(in.getInt());
            String type = type(in);
            int header = 8;
            if (size == 1 && in.remaining() >= 8) {
                size = in.getLong();
                header = 16;
            } else if (size == 0) {
                size = in.limit() - start;
            }
            if (size < header || size > in.limit() - start) {
                throw new IOException("the box '" + type + "' says a length that cannot be");
            }
            in.position(start + header);
            boxes.add(new Box(type, in.slice(start + header, (int) size - header)));
            in.position(start + (int) size);
        }
        return boxes;
    }

    /** The head of a box in a file. */
    record Head(String type, long position, long body, long end) {}

    /** The box that starts here; null-free: throws at the end of the file. */
    static Head head(SeekableByteChannel file, long position) throws IOException {
        ByteBuffer in = read(file, position, 8);
        long size = Integer.toUnsignedLong(in.getInt());
        String type = type(in);
        long body = position + 8;
        if (size == 1) {
            size = read(file, position + 8, 8).getLong();
            body += 8;
        } else if (size == 0) {
            size = file.size() - position;
        }
        if (size < body - position || size > file.size() - position) {
            throw new EOFException("the box '" + type + "' at byte " + position + " is cut off");
        }
        return new Head(type, position, body, position + size);
    }

    static ByteBuffer read(SeekableByteChannel file, long position, int bytes) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(bytes);
        file.position(position);
        while (in.hasRemaining()) {
            if (file.read(in) < 0) {
                throw new EOFException("the file ends at byte " + file.size());
            }
        }
        return in.flip();
    }

    private static String type(ByteBuffer in) {
        byte[] name = new byte[4];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
