package org.vigilia.server.footage.play;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Boxes of ISO/IEC 14496-12 within bytes that are in memory. What is cut off at the end is left out. */
final class Boxes {

    static final int HEADER = 8;

    private Boxes() {}

    /** One box. @param body what follows its header, as its own buffer from 0 */
    record Box(String type, ByteBuffer body) {

        List<Box> children() {
            return list(body);
        }

        Optional<Box> find(String... path) {
            Optional<Box> found = Optional.of(this);
            for (String step : path) {
                found = found.flatMap(box -> box.children().stream()
                        .filter(child -> child.type.equals(step))
                        .findFirst());
            }
            return found;
        }

        /** Flags of a full box. */
        int flags() {
            return body.getInt(0) & 0xFFFFFF;
        }

        int version() {
            return body.get(0);
        }
    }

    static List<Box> list(ByteBuffer bytes) {
        List<Box> boxes = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= bytes.limit()) {
            long size = bytes.getInt(at) & 0xFFFFFFFFL;
            if (size < HEADER || at + size > bytes.limit()) {
                break;
            }
            boxes.add(new Box(type(bytes, at + 4), bytes.slice(at + HEADER, (int) size - HEADER)));
            at += (int) size;
        }
        return boxes;
    }

    static String type(ByteBuffer bytes, int at) {
        byte[] name = new byte[4];
        bytes.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
