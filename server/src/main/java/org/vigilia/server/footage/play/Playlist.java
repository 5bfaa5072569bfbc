package org.vigilia.server.footage.play;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.journal.Entry;

/**
 * An HLS media playlist of fragmented MP4 (RFC 8216 and its version 7). Wherever the times in the files do not go on, or
 * the head of the files changes, a discontinuity tells players to begin anew.
 */
final class Playlist {

    private static final long SAME_MICROS = 100_000;

    private Playlist() {}

    /** A segment and what lies where in it. */
    record Part(Entry.Segment entry, Fragments fragments) {

        double seconds() {
            return (entry.endMicros() - entry.startMicros()) / 1e6;
        }

        boolean follows(Part before) {
            long expected = before.fragments.firstDecodeMicros() + entry.startMicros() - before.entry.startMicros();
            return fragments.initHash().equals(before.fragments.initHash())
                    && Math.abs(fragments.firstDecodeMicros() - expected) < SAME_MICROS
                    && Math.abs(entry.startMicros() - before.entry.endMicros()) < SAME_MICROS;
        }
    }

    /** @param ended whether nothing will be added */
    static String write(List<Part> parts, boolean ended) {
        long longest =
                (long) Math.ceil(parts.stream().mapToDouble(Part::seconds).max().orElse(10));
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:")
                .append(Math.max(1, longest))
                .append("\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:")
                .append(ended ? "VOD" : "EVENT")
                .append("\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        Part before = null;
        for (Part part : parts) {
            add(text, part, before);
            before = part;
        }
        return text.append(ended ? "#EXT-X-ENDLIST\n" : "").toString();
    }

    private static void add(StringBuilder text, Part part, @Nullable Part before) {
        String url = "segments/" + part.entry.number();
        long head = part.fragments.initLength();
        if (before == null || !part.follows(before)) {
            text.append(before == null ? "" : "#EXT-X-DISCONTINUITY\n");
            text.append("#EXT-X-MAP:URI=\"" + url + "\",BYTERANGE=\"" + head + "@0\"\n");
            text.append("#EXT-X-PROGRAM-DATE-TIME:" + Micros.instant(part.entry.startMicros() / 1000 * 1000) + "\n");
        }
        text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", part.seconds()));
        text.append("#EXT-X-BYTERANGE:" + (part.fragments.bytes() - head) + "@" + head + "\n" + url + "\n");
    }
}
