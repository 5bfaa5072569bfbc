package org.vigilia.server.footage.play;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.Entry;

/**
 * An HLS media playlist of fragmented MP4 (RFC 8216 and its version 7). Wherever the times in the files do not go on, or
 * the head of the files changes, a discontinuity tells players to begin anew.
 */
public final class Playlist {

    /** The media type of playlists (RFC 8216, 10). */
    public static final String MEDIA_TYPE = "application/vnd.apple.mpegurl";

    private static final long SAME_MICROS = 100_000;

    private Playlist() {}

    /**
     * A segment, what lies where in it, and which of it is told.
     *
     * @param from first byte of its pictures
     * @param to byte after the last one
     * @param startMicros since 1970, of the picture at 'from'
     * @param endMicros when the last picture ends
     */
    record Part(Entry.Segment entry, Fragments fragments, long from, long to, long startMicros, long endMicros) {

        /** All of it. */
        static Part whole(Entry.Segment entry, Fragments fragments) {
            return new Part(
                    entry,
                    fragments,
                    fragments.initLength(),
                    fragments.bytes(),
                    entry.startMicros(),
                    entry.endMicros());
        }

        /** What shows a span, from the key picture that its first one needs; empty when there is no picture of it. */
        static Optional<Part> cut(Entry.Segment entry, Fragments fragments, long fromMicros, long toMicros) {
            List<Fragments.Fragment> all = fragments.fragments();
            if (all.isEmpty()) {
                return Optional.empty();
            }
            Fragments.Fragment first =
                    fragments.findKey(fromMicros - entry.startMicros()).orElse(all.get(0));
            Fragments.Fragment last = first;
            for (Fragments.Fragment each : all) {
                if (each.startMicros() < toMicros - entry.startMicros() && each.offset() > last.offset()) {
                    last = each;
                }
            }
            boolean fromStart = first.equals(all.get(0));
            boolean toEnd = last.equals(all.get(all.size() - 1));
            return Optional.of(new Part(
                    entry,
                    fragments,
                    fromStart ? fragments.initLength() : first.offset(),
                    toEnd ? fragments.bytes() : last.offset() + last.length(),
                    entry.startMicros() + (fromStart ? 0 : first.startMicros()),
                    toEnd ? entry.endMicros() : entry.startMicros() + last.startMicros() + last.durationMicros()));
        }

        /** What may be sent of the file. */
        FileSender.Window window() {
            return new FileSender.Window(fragments.initLength(), from, to);
        }

        double seconds() {
            return (endMicros - startMicros) / 1e6;
        }

        boolean follows(Part before) {
            long expected = before.fragments.firstDecodeMicros() + entry.startMicros() - before.entry.startMicros();
            return fragments.initHash().equals(before.fragments.initHash())
                    && Math.abs(fragments.firstDecodeMicros() - expected) < SAME_MICROS
                    && Math.abs(startMicros - before.endMicros) < SAME_MICROS;
        }
    }

    /**
     * How it is written for a player.
     *
     * @param ending what the addresses of segments end with, after the number
     * @param headAgain whether a segment after a discontinuity begins with its head although the playlist names it. VLC 3
     *     fetches the head once and stops at the first discontinuity otherwise
     */
    public record Manner(String ending, boolean headAgain) {

        /** As the standard has it. */
        public static final Manner PLAIN = new Manner("", false);
    }

    /** @param ended whether nothing will be added */
    static String write(List<Part> parts, boolean ended, Manner manner) {
        long longest =
                (long) Math.ceil(parts.stream().mapToDouble(Part::seconds).max().orElse(10));
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:")
                .append(Math.max(1, longest))
                .append("\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:")
                .append(ended ? "VOD" : "EVENT")
                .append("\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        Part before = null;
        for (Part part : parts) {
            add(text, part, before, manner);
            before = part;
        }
        return text.append(ended ? "#EXT-X-ENDLIST\n" : "").toString();
    }

    private static void add(StringBuilder text, Part part, @Nullable Part before, Manner manner) {
        String url = "segments/" + part.entry.number() + manner.ending;
        long head = part.fragments.initLength();
        boolean anew = before == null || !part.follows(before);
        long from = before != null && anew && manner.headAgain && part.from == head ? 0 : part.from;
        if (anew) {
            text.append(before == null ? "" : "#EXT-X-DISCONTINUITY\n");
            text.append("#EXT-X-MAP:URI=\"" + url + "\",BYTERANGE=\"" + head + "@0\"\n");
            text.append("#EXT-X-PROGRAM-DATE-TIME:" + Micros.instant(part.startMicros / 1000 * 1000) + "\n");
        }
        text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", part.seconds()));
        text.append("#EXT-X-BYTERANGE:" + (part.to - from) + "@" + from + "\n" + url + "\n");
    }
}
