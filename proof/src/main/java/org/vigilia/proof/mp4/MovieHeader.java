package org.vigilia.proof.mp4;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything of a clip that stands before its samples: {@code ftyp}, {@code moov} and the head of {@code mdat}. */
final class MovieHeader {
    private static final int SCALE = 90_000;
    private static final long SECONDS_1904 = 2_082_844_800L;
    private static final int[] UNITY = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private final List<Clip.Copied> copied;
    private final Clip.Shown shown;
    private final Table video;
    private final @Nullable Table sound;
    private final long payload;

    MovieHeader(List<Clip.Copied> copied, Clip.Shown shown) {
        this.copied = copied;
        this.shown = shown;
        FragmentedFile first = copied.get(0).part().file();
        video = new Table(first.video());
        Table heard = first.sound() == null ? null : new Table(first.sound());
        long at = 0;
        for (Clip.Copied each : copied) {
            List<Sample> pictures = each.fragment().pictures();
            video.add(each, pictures.subList(each.from(), pictures.size()), at);
            if (heard != null) {
                heard.add(each, each.fragment().sound(), at);
            }
            at += each.fragment().payloadBytes();
        }
        sound = heard == null || heard.bytes.isEmpty() ? null : heard;
        payload = at;
    }

    /** Capture time of the earliest picture in the file. */
    long firstShownMicros() {
        return video.firstShown;
    }

    /** When the latest picture in the file ends. */
    long endMicros() {
        return video.end;
    }

    /** The samples of one track. */
    private static final class Table {
        final Track track;
        final List<Long> times = new ArrayList<>();
        final List<Integer> offsets = new ArrayList<>();
        final List<Integer> bytes = new ArrayList<>();
        final List<Integer> keys = new ArrayList<>();
        final List<Long> chunks = new ArrayList<>();
        final List<Integer> chunkSamples = new ArrayList<>();
        long start;
        long firstShown = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        long lastDuration = 1;

        Table(Track track) {
            this.track = track;
        }

        long ticks(long micros) {
            return Math.round(micros / 1e6 * track.timescale());
        }

        /** Adds samples of a fragment whose payload starts at {@code at} of the clip's. */
        void add(Clip.Copied from, List<Sample> samples, long at) {
            if (samples.isEmpty()) {
                return;
            }
            ClipCutter.Part part = from.part();
            Track other = part.file().sound();
            Track own = track.video() || other == null ? part.file().video() : other;
            long decode = samples.get(0).decodeTime();
            long micros = part.micros(own, decode);
            if (times.isEmpty()) {
                start = micros;
            }
            long base = ticks(micros - start);
            long expected = Long.MIN_VALUE;
            for (Sample sample : samples) {
                long time = base + sample.decodeTime() - decode;
                if (!times.isEmpty()) {
                    // a clock that is corrected by a little between two segments is not to make the pace uneven
                    long next = times.get(times.size() - 1) + lastDuration;
                    time = Math.abs(time - next) <= track.timescale() / 50
                            ? next
                            : Math.max(time, next - lastDuration + 1);
                }
                times.add(time);
                offsets.add(sample.offset());
                bytes.add(sample.bytes());
                if (sample.key()) {
                    keys.add(times.size());
                }
                if (sample.position() != expected) {
                    chunks.add(at + sample.position() - from.fragment().payload());
                    chunkSamples.add(0);
                }
                chunkSamples.set(chunkSamples.size() - 1, chunkSamples.get(chunkSamples.size() - 1) + 1);
                expected = sample.position() + sample.bytes();
                lastDuration = Math.max(1, sample.duration());
                long shown = part.micros(own, sample.shownAt());
                firstShown = Math.min(firstShown, shown);
                end = Math.max(end, part.micros(own, sample.shownAt() + lastDuration));
            }
        }

        long length() {
            return times.get(times.size() - 1) + lastDuration;
        }
    }

    byte[] write() throws IOException {
        byte[] ftyp = box("ftyp", out -> {
            out.writeBytes("isom");
            out.writeInt(0x200);
            out.writeBytes("isomiso2avc1mp41");
        });
        boolean wide = payload > 0xf000_0000L;
        int mdat = wide ? 16 : 8;
        byte[] draft = moov(0, wide);
        byte[] moov = moov(ftyp.length + draft.length + mdat, wide);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(ftyp);
        out.write(moov);
        out.writeInt(wide ? 1 : (int) (payload + mdat));
        out.writeBytes("mdat");
        if (wide) {
            out.writeLong(payload + mdat);
        }
        return bytes.toByteArray();
    }

    private byte[] moov(long data, boolean wide) throws IOException {
        long length = scaled(shown.end() - shown.first());
        byte[] mvhd = full("mvhd", 1, 0, out -> {
            times(out);
            out.writeInt(SCALE);
            out.writeLong(length);
            out.writeInt(0x10000);
            out.writeShort(0x100);
            out.write(new byte[10]);
            matrix(out);
            out.write(new byte[24]);
            out.writeInt(3);
        });
        byte[] pictures = trak(video, 1, data, wide, length);
        byte[] heard = sound == null ? new byte[0] : trak(sound, 2, data, wide, length);
        return box("moov", out -> {
            out.write(mvhd);
            out.write(pictures);
            out.write(heard);
        });
    }

    private byte[] trak(Table table, int id, long data, boolean wide, long length) throws IOException {
        byte[] tkhd = full("tkhd", 1, 3, out -> {
            times(out);
            out.writeInt(id);
            out.writeInt(0);
            out.writeLong(length);
            out.write(new byte[12]);
            out.writeShort(table.track.video() ? 0 : 0x100);
            out.writeShort(0);
            matrix(out);
            out.writeInt(table.track.widthPx() << 16);
            out.writeInt(table.track.heightPx() << 16);
        });
        byte[] edts = edts(table, length);
        byte[] mdia = mdia(table, data, wide);
        return box("trak", out -> {
            out.write(tkhd);
            out.write(edts);
            out.write(mdia);
        });
    }

    /** Edit list (8.6.6): an empty stretch where a track begins later than what is shown, then what is shown. */
    private byte[] edts(Table table, long length) throws IOException {
        long late = Math.max(0, table.start - shown.first());
        long empty = Math.min(length, scaled(late));
        byte[] elst = full("elst", 1, 0, out -> {
            out.writeInt(empty > 0 ? 2 : 1);
            if (empty > 0) {
                out.writeLong(empty);
                out.writeLong(-1);
                out.writeInt(0x10000);
            }
            out.writeLong(length - empty);
            out.writeLong(Math.max(0, table.ticks(shown.first() - table.start)));
            out.writeInt(0x10000);
        });
        return box("edts", out -> out.write(elst));
    }

    private byte[] mdia(Table table, long data, boolean wide) throws IOException {
        boolean pictures = table.track.video();
        byte[] mdhd = full("mdhd", 1, 0, out -> {
            times(out);
            out.writeInt((int) table.track.timescale());
            out.writeLong(table.length());
            out.writeShort(0x55c4);
            out.writeShort(0);
        });
        byte[] hdlr = full("hdlr", 0, 0, out -> {
            out.writeInt(0);
            out.writeBytes(pictures ? "vide" : "soun");
            out.write(new byte[12]);
            out.write((pictures ? "pictures\0" : "sound\0").getBytes(StandardCharsets.US_ASCII));
        });
        byte[] head = pictures
                ? full("vmhd", 0, 1, out -> out.write(new byte[8]))
                : full("smhd", 0, 0, out -> out.write(new byte[4]));
        byte[] url = full("url ", 0, 1, out -> {});
        byte[] dref = full("dref", 0, 0, out -> {
            out.writeInt(1);
            out.write(url);
        });
        byte[] dinf = box("dinf", out -> out.write(dref));
        byte[] stbl = stbl(table, data, wide);
        byte[] minf = box("minf", out -> {
            out.write(head);
            out.write(dinf);
            out.write(stbl);
        });
        return box("mdia", out -> {
            out.write(mdhd);
            out.write(hdlr);
            out.write(minf);
        });
    }

    private static byte[] stbl(Table table, long data, boolean wide) throws IOException {
        List<Long> durations = new ArrayList<>();
        for (int i = 0; i < table.times.size(); i++) {
            long next = i + 1 < table.times.size() ? table.times.get(i + 1) : table.length();
            durations.add(next - table.times.get(i));
        }
        byte[] stts = full("stts", 0, 0, out -> runs(out, durations));
        boolean reordered = table.offsets.stream().anyMatch(offset -> offset != 0);
        byte[] ctts = reordered
                ? full(
                        "ctts",
                        1,
                        0,
                        out -> runs(
                                out,
                                table.offsets.stream().map(Integer::longValue).toList()))
                : new byte[0];
        byte[] stss = table.track.video()
                ? full("stss", 0, 0, out -> {
                    out.writeInt(table.keys.size());
                    for (int key : table.keys) {
                        out.writeInt(key);
                    }
                })
                : new byte[0];
        byte[] stsc = full("stsc", 0, 0, out -> chunks(out, table.chunkSamples));
        byte[] stsz = full("stsz", 0, 0, out -> {
            out.writeInt(0);
            out.writeInt(table.bytes.size());
            for (int bytes : table.bytes) {
                out.writeInt(bytes);
            }
        });
        byte[] stco = full(wide ? "co64" : "stco", 0, 0, out -> {
            out.writeInt(table.chunks.size());
            for (long chunk : table.chunks) {
                if (wide) {
                    out.writeLong(data + chunk);
                } else {
                    out.writeInt((int) (data + chunk));
                }
            }
        });
        return box("stbl", out -> {
            out.write(table.track.description());
            for (byte[] each : List.of(stts, ctts, stss, stsc, stsz, stco)) {
                out.write(each);
            }
        });
    }

    /** Run-length code of {@code stts} and {@code ctts}: count, value. */
    private static void runs(DataOutputStream out, List<Long> values) throws IOException {
        List<long[]> runs = new ArrayList<>();
        for (long value : values) {
            if (!runs.isEmpty() && runs.get(runs.size() - 1)[1] == value) {
                runs.get(runs.size() - 1)[0]++;
            } else {
                runs.add(new long[] {1, value});
            }
        }
        out.writeInt(runs.size());
        for (long[] run : runs) {
            out.writeInt((int) run[0]);
            out.writeInt((int) run[1]);
        }
    }

    private static void chunks(DataOutputStream out, List<Integer> samples) throws IOException {
        List<int[]> runs = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if (runs.isEmpty() || runs.get(runs.size() - 1)[1] != samples.get(i)) {
                runs.add(new int[] {i + 1, samples.get(i)});
            }
        }
        out.writeInt(runs.size());
        for (int[] run : runs) {
            out.writeInt(run[0]);
            out.writeInt(run[1]);
            out.writeInt(1);
        }
    }

    private void times(DataOutputStream out) throws IOException {
        long made = shown.first() / 1_000_000 + SECONDS_1904;
        out.writeLong(made);
        out.writeLong(made);
    }

    private static long scaled(long micros) {
        return Math.round(micros / 1e6 * SCALE);
    }

    private static void matrix(DataOutputStream out) throws IOException {
        for (int each : UNITY) {
            out.writeInt(each);
        }
    }

    private interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] full(String type, int version, int flags, Body body) throws IOException {
        return box(type, out -> {
            out.writeInt(version << 24 | flags);
            body.write(out);
        });
    }

    private static byte[] box(String type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0);
        out.writeBytes(type);
        body.write(out);
        byte[] box = bytes.toByteArray();
        java.nio.ByteBuffer.wrap(box).putInt(0, box.length);
        return box;
    }
}
