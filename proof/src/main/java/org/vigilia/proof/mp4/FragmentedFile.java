package org.vigilia.proof.mp4;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fragmented MP4 file says of itself: its tracks and where each sample lies. Reads {@code moov} and {@code moof},
 * never the samples. A last fragment that is cut off is left out.
 *
 * @param video the track of pictures
 * @param sound the track of sound; null without
 * @param fragments in the order of the file
 */
record FragmentedFile(Track video, @Nullable Track sound, List<Fragment> fragments) {
    private static final int MAX_HEADER = 16 << 20;
    private static final long NOT_KEY = 0x10000;

    /** Throws {@link IOException} when it is no such file, saying why. */
    static FragmentedFile read(SeekableByteChannel file) throws IOException {
        try {
            return readBoxes(file);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("a box of the file ends early", e);
        }
    }

    private static FragmentedFile readBoxes(SeekableByteChannel file) throws IOException {
        List<Track> tracks = List.of();
        List<Fragment> fragments = new ArrayList<>();
        Boxes.Box moof = null;
        long moofAt = 0;
        for (long at = 0; at + 8 <= file.size(); ) {
            Boxes.Head head;
            try {
                head = Boxes.head(file, at);
            } catch (java.io.EOFException cutOff) {
                break;
            }
            switch (head.type()) {
                case "moov" -> tracks = tracks(whole(file, head));
                case "moof" -> {
                    moof = whole(file, head);
                    moofAt = head.position();
                }
                case "mdat" -> {
                    if (moof != null) {
                        fragments.add(fragment(moof, moofAt, head, tracks));
                        moof = null;
                    }
                }
                default -> {
                    // boxes for others
                }
            }
            at = head.end();
        }
        Track video = tracks.stream()
                .filter(Track::video)
                .findFirst()
                .orElseThrow(() -> new IOException("the file has no track of pictures"));
        Track sound =
                tracks.stream().filter(track -> !track.video()).findFirst().orElse(null);
        return new FragmentedFile(video, sound, fragments);
    }

    private static Boxes.Box whole(SeekableByteChannel file, Boxes.Head head) throws IOException {
        if (head.end() - head.body() > MAX_HEADER) {
            throw new IOException("the box '" + head.type() + "' is too long");
        }
        return new Boxes.Box(head.type(), Boxes.read(file, head.body(), (int) (head.end() - head.body())));
    }

    private static List<Track> tracks(Boxes.Box moov) throws IOException {
        List<Track> tracks = new ArrayList<>();
        for (Boxes.Box trak : moov.inside(0)) {
            if (trak.type().equals("trak")) {
                Track track = track(moov, trak);
                if (track != null) {
                    tracks.add(track);
                }
            }
        }
        return tracks;
    }

    private static @Nullable Track track(Boxes.Box moov, Boxes.Box trak) throws IOException {
        Boxes.Box mdia = trak.get("mdia", 0);
        int handler = mdia.get("hdlr", 0).fields().getInt(8);
        boolean video = handler == 0x76696465;
        if (!video && handler != 0x736f756e) {
            return null;
        }
        ByteBuffer tkhd = trak.get("tkhd", 0).fields();
        int id = tkhd.getInt(tkhd.get(0) == 1 ? 20 : 12);
        ByteBuffer mdhd = mdia.get("mdhd", 0).fields();
        long timescale = Integer.toUnsignedLong(mdhd.getInt(mdhd.get(0) == 1 ? 20 : 12));
        if (timescale == 0) {
            throw new IOException("a track has no time scale");
        }
        ByteBuffer stsd = mdia.get("minf", 0).get("stbl", 0).get("stsd", 0).fields();
        byte[] description = new byte[stsd.remaining() + 8];
        ByteBuffer.wrap(description)
                .putInt(description.length)
                .putInt(0x73747364)
                .put(stsd.duplicate());
        // of a visual sample entry (12.1.3): width and height stand 32 bytes after the entry's start
        int width = video ? Short.toUnsignedInt(stsd.getShort(8 + 32)) : 0;
        int height = video ? Short.toUnsignedInt(stsd.getShort(8 + 34)) : 0;
        ByteBuffer trex = trex(moov, id);
        return new Track(
                id,
                video,
                timescale,
                editStart(trak),
                description,
                width,
                height,
                Integer.toUnsignedLong(trex.getInt(12)),
                Integer.toUnsignedLong(trex.getInt(16)),
                Integer.toUnsignedLong(trex.getInt(20)));
    }

    private static ByteBuffer trex(Boxes.Box moov, int id) throws IOException {
        for (Boxes.Box trex : moov.get("mvex", 0).inside(0)) {
            if (trex.type().equals("trex") && trex.fields().getInt(4) == id) {
                return trex.fields();
            }
        }
        throw new IOException("the file is not fragmented: track " + id + " has no 'trex'");
    }

    private static long editStart(Boxes.Box trak) throws IOException {
        for (Boxes.Box edts : trak.inside(0)) {
            if (edts.type().equals("edts")) {
                ByteBuffer elst = edts.get("elst", 0).fields();
                boolean wide = elst.get(0) == 1;
                int count = elst.getInt(4);
                for (int i = 0; i < count; i++) {
                    long start = wide ? elst.getLong(8 + i * 20 + 8) : elst.getInt(8 + i * 12 + 4);
                    if (start >= 0) {
                        return start;
                    }
                }
            }
        }
        return 0;
    }

    private static Fragment fragment(Boxes.Box moof, long moofAt, Boxes.Head mdat, List<Track> tracks)
            throws IOException {
        List<Sample> pictures = new ArrayList<>();
        List<Sample> sound = new ArrayList<>();
        long[] dataEnd = {moofAt};
        for (Boxes.Box traf : moof.inside(0)) {
            if (traf.type().equals("traf")) {
                samples(traf, moofAt, dataEnd, mdat, tracks, pictures, sound);
            }
        }
        return new Fragment(moofAt, mdat.body(), mdat.end() - mdat.body(), pictures, sound);
    }

    private static void samples(
            Boxes.Box traf,
            long moofAt,
            long[] dataEnd,
            Boxes.Head mdat,
            List<Track> tracks,
            List<Sample> pictures,
            List<Sample> sound)
            throws IOException {
        ByteBuffer tfhd = traf.get("tfhd", 0).fields();
        int flags = tfhd.getInt() & 0xffffff;
        int id = tfhd.getInt();
        Track track =
                tracks.stream().filter(each -> each.id() == id).findFirst().orElse(null);
        if (track == null) {
            return;
        }
        long base = (flags & 0x1) != 0 ? tfhd.getLong() : moofAt;
        if ((flags & 0x2) != 0) {
            tfhd.getInt();
        }
        long duration = (flags & 0x8) != 0 ? Integer.toUnsignedLong(tfhd.getInt()) : track.sampleDuration();
        long bytes = (flags & 0x10) != 0 ? Integer.toUnsignedLong(tfhd.getInt()) : track.sampleBytes();
        long sampleFlags = (flags & 0x20) != 0 ? Integer.toUnsignedLong(tfhd.getInt()) : track.sampleFlags();
        long time = -1;
        long position = dataEnd[0];
        for (Boxes.Box box : traf.inside(0)) {
            if (box.type().equals("tfdt")) {
                ByteBuffer tfdt = box.fields();
                time = tfdt.get(0) == 1 ? tfdt.getLong(4) : Integer.toUnsignedLong(tfdt.getInt(4));
            } else if (box.type().equals("trun")) {
                if (time < 0) {
                    throw new IOException("a fragment has no decode time");
                }
                Run run = new Run(track, duration, bytes, sampleFlags, base, mdat);
                time = run.read(box.fields(), time, position, track.video() ? pictures : sound);
                position = run.end;
            }
        }
        dataEnd[0] = position;
    }

    /** A {@code trun} box (8.8.8). */
    private static final class Run {
        private final Track track;
        private final long duration;
        private final long bytes;
        private final long flags;
        private final long base;
        private final Boxes.Head mdat;
        private long end;

        Run(Track track, long duration, long bytes, long flags, long base, Boxes.Head mdat) {
            this.track = track;
            this.duration = duration;
            this.bytes = bytes;
            this.flags = flags;
            this.base = base;
            this.mdat = mdat;
        }

        /** Adds its samples, and returns the decode time after the last. */
        long read(ByteBuffer in, long start, long before, List<Sample> into) throws IOException {
            int has = in.getInt() & 0xffffff;
            int count = in.getInt();
            if (count < 0 || count > 1_000_000) {
                throw new IOException("a fragment says " + count + " samples");
            }
            long position = (has & 0x1) != 0 ? base + in.getInt() : before;
            long first = (has & 0x4) != 0 ? Integer.toUnsignedLong(in.getInt()) : -1;
            long time = start;
            for (int i = 0; i < count; i++) {
                long lasts = (has & 0x100) != 0 ? Integer.toUnsignedLong(in.getInt()) : duration;
                long length = (has & 0x200) != 0 ? Integer.toUnsignedLong(in.getInt()) : bytes;
                long each = (has & 0x400) != 0 ? Integer.toUnsignedLong(in.getInt()) : flags;
                int offset = (has & 0x800) != 0 ? in.getInt() : 0;
                if (i == 0 && first >= 0) {
                    each = first;
                }
                if (position < mdat.body() || length > mdat.end() - position) {
                    throw new IOException("a sample lies outside its fragment");
                }
                boolean key = !track.video() || (each & NOT_KEY) == 0;
                into.add(new Sample(time, lasts, offset, key, position, (int) length));
                time += lasts;
                position += length;
            }
            end = position;
            return time;
        }
    }
}
