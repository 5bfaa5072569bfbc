package org.vigilia.server.footage.play;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.vigilia.proof.journal.Hash;

/**
 * What lies where in a segment's file: {@code ftyp moov (moof mdat)*}. Only the headers are read. A fragment that is not
 * whole, as at the end of a file that is being written, is left out.
 *
 * @param initLength bytes of ftyp and moov
 * @param initHash SHA-256 of these
 * @param firstDecodeMicros decode time of the first fragment, as written in the file
 * @param bytes where the last whole fragment ends
 */
public record Fragments(
        long initLength, String initHash, long firstDecodeMicros, List<Fragment> fragments, long bytes) {

    private static final int MAX_HEADER = 4 * 1024 * 1024;
    private static final int MAX_SAMPLES = 100_000;
    private static final int NOT_SYNC = 0x10000;

    /**
     * One moof and its mdat.
     *
     * @param offset in the file
     * @param startMicros after the start of the segment
     * @param durationMicros of its pictures
     * @param key whether its first picture needs no other
     * @param pictureOffset where the first picture lies in the file
     * @param pictureLength how long it is
     */
    public record Fragment(
            long offset,
            long length,
            long startMicros,
            long durationMicros,
            boolean key,
            long pictureOffset,
            int pictureLength) {}

    /** Reads a file; throws {@link IOException} naming what is wrong when it is no segment. */
    public static Fragments read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(channel).read();
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException
                | NoSuchElementException e) {
            throw new IOException("a box is too short for what it tells", e);
        }
    }

    /** How long its pictures last. */
    public long durationMicros() {
        if (fragments.isEmpty()) {
            return 0;
        }
        Fragment last = fragments.get(fragments.size() - 1);
        return last.startMicros + last.durationMicros;
    }

    /** The last key fragment that begins at or before a time after the segment's start; the first key one otherwise. */
    public Optional<Fragment> findKey(long micros) {
        Fragment found = null;
        for (Fragment fragment : fragments) {
            if (fragment.key && (found == null || fragment.startMicros <= micros)) {
                found = fragment;
            }
        }
        return Optional.ofNullable(found);
    }

    /** The video track. */
    private record Track(int id, long timescale, int duration, int size, int flags) {}

    private static final class Reader {
        private final FileChannel channel;
        private final List<Fragment> found = new ArrayList<>();
        private long first = -1;

        Reader(FileChannel channel) {
            this.channel = channel;
        }

        Fragments read() throws IOException {
            long length = channel.size();
            long at = 0;
            long init = 0;
            Track track = null;
            while (at + Boxes.HEADER <= length) {
                ByteBuffer header = bytes(at, Boxes.HEADER);
                String type = Boxes.type(header, 4);
                long size = header.getInt(0) & 0xFFFFFFFFL;
                if (size < Boxes.HEADER || !type.matches("[a-z0-9 ]{4}")) {
                    throw new IOException("there is no box at byte " + at);
                }
                if (at + size > length) {
                    break;
                }
                if (type.equals("moov")) {
                    track = track(new Boxes.Box("moov", body(at, size)));
                    init = at + size;
                } else if (type.equals("moof")) {
                    if (track == null) {
                        throw new IOException("a fragment stands before the moov");
                    }
                    long whole = size + following(at + size, length);
                    if (whole == size) {
                        break;
                    }
                    fragment(new Boxes.Box("moof", body(at, size)), at, whole, track);
                    at += whole;
                    continue;
                }
                at += size;
            }
            if (track == null) {
                throw new IOException("it has no moov");
            }
            long end = found.isEmpty() ? init : found.get(found.size() - 1).offset + found.get(found.size() - 1).length;
            String hash = Hash.hex(Hash.sha256(bytes(0, (int) init).array()));
            return new Fragments(init, hash, Math.max(0, first) * 1_000_000 / track.timescale, List.copyOf(found), end);
        }

        /** Bytes of the mdat at a place; 0 when it is not whole. */
        private long following(long at, long length) throws IOException {
            if (at + Boxes.HEADER > length) {
                return 0;
            }
            ByteBuffer header = bytes(at, Boxes.HEADER);
            long size = header.getInt(0) & 0xFFFFFFFFL;
            if (!Boxes.type(header, 4).equals("mdat") || size < Boxes.HEADER) {
                throw new IOException("no mdat follows the moof before byte " + at);
            }
            return at + size > length ? 0 : size;
        }

        private void fragment(Boxes.Box moof, long at, long whole, Track track) throws IOException {
            for (Boxes.Box traf : moof.children()) {
                if (!traf.type().equals("traf")) {
                    continue;
                }
                Boxes.Box head = traf.find("tfhd").orElseThrow(() -> new IOException("a moof without tfhd at " + at));
                if (head.body().getInt(4) != track.id) {
                    continue;
                }
                Boxes.Box time = traf.find("tfdt").orElseThrow(() -> new IOException("a moof without tfdt at " + at));
                long decode = time.version() == 1
                        ? time.body().getLong(4)
                        : time.body().getInt(4) & 0xFFFFFFFFL;
                first = first < 0 ? decode : first;
                Run run = Run.of(traf, track);
                found.add(new Fragment(
                        at,
                        whole,
                        (decode - first) * 1_000_000 / track.timescale,
                        run.duration * 1_000_000 / track.timescale,
                        (run.firstFlags & NOT_SYNC) == 0,
                        at + run.dataOffset,
                        run.firstSize));
                return;
            }
        }

        private Track track(Boxes.Box moov) throws IOException {
            for (Boxes.Box trak : moov.children()) {
                Optional<Boxes.Box> kind = trak.type().equals("trak") ? trak.find("mdia", "hdlr") : Optional.empty();
                if (kind.isEmpty() || !Boxes.type(kind.get().body(), 8).equals("vide")) {
                    continue;
                }
                Boxes.Box head = trak.find("tkhd").orElseThrow(() -> new IOException("a track without tkhd"));
                int id = head.body().getInt(head.version() == 1 ? 20 : 12);
                Boxes.Box media = trak.find("mdia", "mdhd").orElseThrow(() -> new IOException("a track without mdhd"));
                long timescale = media.body().getInt(media.version() == 1 ? 20 : 12) & 0xFFFFFFFFL;
                if (timescale == 0) {
                    throw new IOException("a track without time scale");
                }
                for (Boxes.Box extends_ :
                        moov.find("mvex").map(Boxes.Box::children).orElse(List.of())) {
                    if (extends_.type().equals("trex") && extends_.body().getInt(4) == id) {
                        return new Track(
                                id,
                                timescale,
                                extends_.body().getInt(12),
                                extends_.body().getInt(16),
                                extends_.body().getInt(20));
                    }
                }
                return new Track(id, timescale, 0, 0, 0);
            }
            throw new IOException("it has no video track");
        }

        private ByteBuffer body(long at, long size) throws IOException {
            return bytes(at + Boxes.HEADER, size - Boxes.HEADER);
        }

        private ByteBuffer bytes(long at, long length) throws IOException {
            if (length > MAX_HEADER) {
                throw new IOException("a header of " + length + " bytes at byte " + at);
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) length);
            while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
                continue;
            }
            if (buffer.hasRemaining()) {
                throw new IOException("the file ends within a header at byte " + at);
            }
            return buffer.flip();
        }
    }

    /** What the track runs of one track tell. */
    private record Run(long duration, int firstFlags, int firstSize, int dataOffset) {

        static Run of(Boxes.Box traf, Track track) {
            Boxes.Box head = traf.find("tfhd").orElseThrow();
            int at = 8 + ((head.flags() & 1) != 0 ? 8 : 0) + ((head.flags() & 2) != 0 ? 4 : 0);
            int usualDuration = track.duration;
            int usualSize = track.size;
            int usualFlags = track.flags;
            if ((head.flags() & 8) != 0) {
                usualDuration = head.body().getInt(at);
                at += 4;
            }
            if ((head.flags() & 0x10) != 0) {
                usualSize = head.body().getInt(at);
                at += 4;
            }
            if ((head.flags() & 0x20) != 0) {
                usualFlags = head.body().getInt(at);
            }
            Run run = null;
            long duration = 0;
            for (Boxes.Box box : traf.children()) {
                if (box.type().equals("trun")) {
                    Run one = samples(box, usualDuration, usualSize, usualFlags);
                    duration += one.duration;
                    run = run == null ? one : run;
                }
            }
            return run == null
                    ? new Run(0, NOT_SYNC, 0, 0)
                    : new Run(duration, run.firstFlags, run.firstSize, run.dataOffset);
        }

        private static Run samples(Boxes.Box box, int usualDuration, int usualSize, int usualFlags) {
            ByteBuffer body = box.body().duplicate();
            int flags = box.flags();
            int count = body.getInt(4);
            if (count < 0 || count > MAX_SAMPLES) {
                throw new IllegalArgumentException("a run of " + count + " samples");
            }
            body.position(8);
            int dataOffset = (flags & 1) != 0 ? body.getInt() : 0;
            int firstFlags = (flags & 4) != 0 ? body.getInt() : usualFlags;
            int firstSize = usualSize;
            long duration = 0;
            for (int i = 0; i < count; i++) {
                duration += ((flags & 0x100) != 0 ? body.getInt() : usualDuration) & 0xFFFFFFFFL;
                int size = (flags & 0x200) != 0 ? body.getInt() : usualSize;
                int own = (flags & 0x400) != 0 ? body.getInt() : usualFlags;
                if ((flags & 0x800) != 0) {
                    body.getInt();
                }
                if (i == 0) {
                    firstSize = size;
                    firstFlags = (flags & 0x400) != 0 ? own : firstFlags;
                }
            }
            return new Run(duration, firstFlags, firstSize, dataOffset);
        }
    }
}
