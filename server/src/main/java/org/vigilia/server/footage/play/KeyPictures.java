package org.vigilia.server.footage.play;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.StreamInfo;

/** Takes key pictures out of segments, as byte streams that decoders read (ITU-T H.264 and H.265, annex B). */
final class KeyPictures {

    private static final byte[] START = {0, 0, 0, 1};
    private static final int SAMPLE_ENTRY = 78;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private KeyPictures() {}

    /** The first picture of a fragment, with the parameter sets it needs before it. */
    static byte[] read(Path file, Fragments contents, Fragments.Fragment fragment, StreamInfo.Codec codec)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = bytes(channel, 0, contents.initLength());
            ByteBuffer picture = bytes(channel, fragment.pictureOffset(), fragment.pictureLength());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int lengthSize =
                    codec == StreamInfo.Codec.H264 ? avc(config(head, "avcC"), out) : hevc(config(head, "hvcC"), out);
            units(picture, lengthSize, out);
            return out.toByteArray();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("the picture cannot be read", e);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long at, long length) throws IOException {
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a picture of " + length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) length);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
            continue;
        }
        return buffer.flip();
    }

    /** The decoder's configuration of the video track. */
    private static ByteBuffer config(ByteBuffer head, String type) throws IOException {
        for (Boxes.Box moov : Boxes.list(head)) {
            if (!moov.type().equals("moov")) {
                continue;
            }
            for (Boxes.Box track : moov.children()) {
                ByteBuffer found = track.find("mdia", "minf", "stbl", "stsd")
                        .map(table -> entry(table.body(), type))
                        .orElse(null);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new IOException("it has no " + type);
    }

    private static @Nullable ByteBuffer entry(ByteBuffer table, String type) {
        for (Boxes.Box entry : Boxes.list(table.slice(8, table.limit() - 8))) {
            ByteBuffer body = entry.body();
            if (body.limit() < SAMPLE_ENTRY) {
                continue;
            }
            for (Boxes.Box child : Boxes.list(body.slice(SAMPLE_ENTRY, body.limit() - SAMPLE_ENTRY))) {
                if (child.type().equals(type)) {
                    return child.body();
                }
            }
        }
        return null;
    }

    private static int avc(ByteBuffer config, ByteArrayOutputStream out) {
        config.position(5);
        for (int i = config.get() & 31; i > 0; i--) {
            set(config, out);
        }
        for (int i = config.get() & 255; i > 0; i--) {
            set(config, out);
        }
        return (config.get(4) & 3) + 1;
    }

    private static int hevc(ByteBuffer config, ByteArrayOutputStream out) {
        config.position(22);
        for (int arrays = config.get() & 255; arrays > 0; arrays--) {
            config.get();
            for (int i = config.getShort() & 0xFFFF; i > 0; i--) {
                set(config, out);
            }
        }
        return (config.get(21) & 3) + 1;
    }

    private static void set(ByteBuffer config, ByteArrayOutputStream out) {
        byte[] unit = new byte[config.getShort() & 0xFFFF];
        if (unit.length > config.remaining()) {
            throw new IllegalArgumentException("a parameter set that is cut off");
        }
        config.get(unit);
        out.writeBytes(START);
        out.writeBytes(unit);
    }

    private static void units(ByteBuffer picture, int lengthSize, ByteArrayOutputStream out) {
        while (picture.remaining() > lengthSize) {
            int length = 0;
            for (int i = 0; i < lengthSize; i++) {
                length = length << 8 | picture.get() & 255;
            }
            if (length < 0 || length > picture.remaining()) {
                throw new IllegalArgumentException("a unit that is cut off");
            }
            byte[] unit = new byte[length];
            picture.get(unit);
            out.writeBytes(START);
            out.writeBytes(unit);
        }
    }
}
