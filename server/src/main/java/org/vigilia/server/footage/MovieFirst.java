package org.vigilia.server.footage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An MP4 or QuickTime file as who cannot seek reads it: its tables ({@code moov}) before its pictures. Phones write them
 * last. The tables keep their length, so each place they tell is moved by it (ISO/IEC 14496-12, 8.7.5). What is no such
 * file, or has its tables in front, is told as it is.
 */
final class MovieFirst {

    private static final int MOST_BOXES = 1_000;
    private static final int MOST_TABLES = 64 << 20;
    private static final int MOST_DEPTH = 8;
    private static final int HEAD = 8;
    private static final int LONG_HEAD = 16;
    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "stbl");

    private MovieFirst() {}

    private record Box(String type, long at, long length) {
        long end() {
            return at + length;
        }
    }

    /** Feeds the whole of a file. */
    static FfmpegChildren.Food asItIs(SeekableByteChannel file) {
        return in -> copy(file, 0, file.size(), in);
    }

    static FfmpegChildren.Food of(SeekableByteChannel file) throws IOException {
        List<Box> boxes = new ArrayList<>();
        long size = file.size();
        for (long at = 0; at + HEAD <= size && boxes.size() < MOST_BOXES; ) {
            Box box = box(file, at, size);
            boxes.add(box);
            if (box.type.equals("moov") || box.length < HEAD) {
                break;
            }
            at = box.end();
        }
        Box tables = boxes.isEmpty() ? null : boxes.get(boxes.size() - 1);
        long front = boxes.stream()
                .filter(box -> box.type.equals("mdat"))
                .mapToLong(Box::at)
                .findFirst()
                .orElse(-1);
        if (tables == null
                || front < 0
                || !tables.type.equals("moov")
                || tables.length > MOST_TABLES
                || tables.end() > size) {
            return asItIs(file);
        }
        ByteBuffer moov = read(file, tables.at, (int) tables.length);
        try {
            move(moov, 0, moov.limit(), new Shift(front, tables.at, tables.length), 0);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the tables of the film are cut off", e);
        }
        return in -> {
            copy(file, 0, front, in);
            in.write(moov.array());
            copy(file, front, tables.at, in);
            copy(file, tables.end(), size, in);
        };
    }

    private record Shift(long from, long to, long by) {
        long of(long place) {
            return place >= from && place < to ? place + by : place;
        }
    }

    private static void move(ByteBuffer all, int from, int to, Shift shift, int depth) {
        for (int at = from; at + HEAD <= to; ) {
            int length = all.getInt(at);
            if (length < HEAD || length > to - at || depth > MOST_DEPTH) {
                return;
            }
            String type = type(all, at + 4);
            int body = at + HEAD;
            if (PARENTS.contains(type)) {
                move(all, body, at + length, shift, depth + 1);
            } else if (type.equals("stco")) {
                for (int i = 0; i < all.getInt(body + 4); i++) {
                    int place = body + 8 + 4 * i;
                    all.putInt(place, (int) shift.of(all.getInt(place) & 0xFFFF_FFFFL));
                }
            } else if (type.equals("co64")) {
                for (int i = 0; i < all.getInt(body + 4); i++) {
                    int place = body + 8 + 8 * i;
                    all.putLong(place, shift.of(all.getLong(place)));
                }
            }
            at += length;
        }
    }

    private static Box box(SeekableByteChannel file, long at, long size) throws IOException {
        ByteBuffer head = read(file, at, (int) Math.min(LONG_HEAD, size - at));
        long length = head.getInt(0) & 0xFFFF_FFFFL;
        if (length == 1 && head.limit() == LONG_HEAD) {
            length = head.getLong(8);
        } else if (length == 0) {
            length = size - at;
        }
        return new Box(type(head, 4), at, length);
    }

    private static String type(ByteBuffer from, int at) {
        byte[] type = new byte[4];
        from.get(at, type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }

    private static ByteBuffer read(SeekableByteChannel file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        file.position(at);
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new IOException("the file ends early");
            }
        }
        return buffer.flip();
    }

    private static void copy(SeekableByteChannel file, long from, long to, OutputStream out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        file.position(from);
        for (long left = to - from; left > 0; ) {
            int read = file.read(buffer.clear().limit((int) Math.min(left, buffer.capacity())));
            if (read < 0) {
                throw new IOException("the file ends early");
            }
            out.write(buffer.array(), 0, read);
            left -= read;
        }
    }
}
