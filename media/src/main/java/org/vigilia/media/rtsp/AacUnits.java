package org.vigilia.media.rtsp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes AAC frames out of RTP payloads (RFC 3640, 3.2 and 3.3.6, modes AAC-hbr and AAC-lbr): several whole ones with a
 * header section before them, or one in several packets. Interleaved ones are not read. Not thread-safe.
 */
final class AacUnits {
    private static final int MAX_UNIT = 64 * 1024;
    private static final int MAX_UNITS = 64;

    private final int sizeBits;
    private final int indexBits;
    private final int deltaBits;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int wanted;
    private long unreadable;

    AacUnits(Map<String, String> parameters) {
        sizeBits = bits(parameters, "sizelength");
        indexBits = bits(parameters, "indexlength");
        deltaBits = bits(parameters, "indexdeltalength");
    }

    /** Whether the format is one that is read here. */
    static boolean readable(Map<String, String> parameters) {
        String mode = parameters.getOrDefault("mode", "").toLowerCase(Locale.ROOT);
        return mode.startsWith("aac") && bits(parameters, "sizelength") > 0;
    }

    private static int bits(Map<String, String> parameters, String name) {
        String text = parameters.getOrDefault(name, "0");
        return text.matches("\\d{1,2}") ? Math.min(16, Integer.parseInt(text)) : 0;
    }

    /**
     * The whole frames that this payload brings or completes.
     *
     * @param marker whether it ends the frame or frames it carries
     */
    List<ByteBuffer> take(byte[] payload, boolean marker) {
        List<ByteBuffer> units = new ArrayList<>();
        int headerBits = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        int data = 2 + (headerBits + 7) / 8;
        if (headerBits < sizeBits || data > payload.length) {
            unreadable++;
            forget();
            return units;
        }
        int at = 16;
        int next = data;
        for (int i = 0; at + sizeBits <= 16 + headerBits && i < MAX_UNITS; i++) {
            int size = number(payload, at, sizeBits);
            at += sizeBits + (i == 0 ? indexBits : deltaBits);
            if (next + size <= payload.length && part.size() == 0) {
                units.add(ByteBuffer.wrap(payload, next, size).slice());
                next += size;
            } else if (i == 0) {
                piece(payload, next, size, marker, units);
                return units;
            } else {
                unreadable++;
                return units;
            }
        }
        return units;
    }

    /** A part of a frame that is longer than a packet; each part says the size of the whole. */
    private void piece(byte[] payload, int from, int size, boolean marker, List<ByteBuffer> units) {
        if (part.size() > 0 && size != wanted || size > MAX_UNIT) {
            unreadable++;
            forget();
            return;
        }
        wanted = size;
        part.write(payload, from, Math.min(payload.length - from, size - part.size()));
        if (part.size() == size) {
            units.add(ByteBuffer.wrap(part.toByteArray()));
            forget();
        } else if (marker) {
            unreadable++;
            forget();
        }
    }

    /** A packet is missing: what was begun cannot be ended. */
    void forget() {
        part.reset();
    }

    private static int number(byte[] bytes, int at, int bits) {
        int value = 0;
        for (int bit = at; bit < at + bits; bit++) {
            value = value << 1 | bytes[bit / 8] >> 7 - bit % 8 & 1;
        }
        return value;
    }

    long unreadable() {
        return unreadable;
    }
}
