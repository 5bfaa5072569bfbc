package org.vigilia.media.child;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.relay.StreamInfo.Codec;
import org.vigilia.media.codec.Malformed;

/**
 * Reads video out of FLV (Adobe's specification 10.1, annex E, and Enhanced RTMP for H.265), which the child writes: of
 * all it can write, the simplest that ends a picture with its last byte. Blocks; used by one thread.
 */
final class FlvReader {
    private static final int MAX_TAG = 8 * 1024 * 1024;
    private static final int HEVC = 0x68766331;

    /** Gets what was read. */
    interface Pictures {
        /** The stream's parameter sets as NAL units. */
        void parameterSets(Codec codec, List<byte[]> units);

        /** One picture: NAL units, each with a 4-byte length. */
        void picture(ByteBuffer units);
    }

    private FlvReader() {}

    /** Reads until the stream ends. */
    static void read(InputStream stream, Pictures pictures) throws IOException, Malformed {
        DataInputStream in = new DataInputStream(stream);
        try {
            if (in.readInt() >>> 8 != 0x464c56) {
                throw new Malformed("no FLV");
            }
            in.skipNBytes(9);
            while (true) {
                int head = in.readInt();
                int length = head & 0xffffff;
                in.skipNBytes(7);
                if (length > MAX_TAG) {
                    throw new Malformed("FLV tag too long");
                }
                byte[] data = new byte[length];
                in.readFully(data);
                in.skipNBytes(4);
                if (head >>> 24 == 9 && length > 5) {
                    video(ByteBuffer.wrap(data), pictures);
                }
            }
        } catch (EOFException end) {
            return;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new Malformed("FLV tag cut short");
        }
    }

    private static void video(ByteBuffer data, Pictures pictures) throws Malformed {
        int first = data.get() & 0xff;
        if ((first & 0x80) != 0) {
            if (data.getInt() != HEVC) {
                return;
            }
            switch (first & 0x0f) {
                case 0 -> pictures.parameterSets(Codec.H265, hevcSets(data));
                case 1 -> pictures.picture(data.position(data.position() + 3).slice());
                case 3 -> pictures.picture(data.slice());
                default -> {
                    return;
                }
            }
        } else if ((first & 0x0f) == 7) {
            int kind = data.get();
            data.position(data.position() + 3);
            if (kind == 0) {
                pictures.parameterSets(Codec.H264, avcSets(data));
            } else if (kind == 1) {
                pictures.picture(data.slice());
            }
        }
    }

    private static List<byte[]> avcSets(ByteBuffer config) throws Malformed {
        List<byte[]> units = new ArrayList<>();
        if (config.remaining() < 7 || (config.get(config.position() + 4) & 3) != 3) {
            throw new Malformed("avcC cannot be read");
        }
        config.position(config.position() + 5);
        for (int count = config.get() & 0x1f; count > 0; count--) {
            units.add(unit(config));
        }
        for (int count = config.hasRemaining() ? config.get() & 0xff : 0; count > 0; count--) {
            units.add(unit(config));
        }
        return units;
    }

    private static List<byte[]> hevcSets(ByteBuffer config) throws Malformed {
        List<byte[]> units = new ArrayList<>();
        if (config.remaining() < 23 || (config.get(config.position() + 21) & 3) != 3) {
            throw new Malformed("hvcC cannot be read");
        }
        config.position(config.position() + 22);
        for (int arrays = config.get() & 0xff; arrays > 0 && config.remaining() >= 3; arrays--) {
            config.get();
            for (int count = config.getShort() & 0xffff; count > 0; count--) {
                units.add(unit(config));
            }
        }
        return units;
    }

    private static byte[] unit(ByteBuffer config) throws Malformed {
        int length = config.remaining() < 2 ? -1 : config.getShort() & 0xffff;
        if (length < 0 || length > config.remaining()) {
            throw new Malformed("decoder configuration cut short");
        }
        byte[] unit = new byte[length];
        config.get(unit);
        return unit;
    }
}
