package org.vigilia.media.rtsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a camera says it can send (SDP, RFC 8866). Reads what cameras really write: unknown and broken lines are skipped.
 *
 * @param control where PLAY goes; null when it does not say
 * @param tracks in the order given
 */
record SessionDescription(@Nullable String control, List<Track> tracks) {

    /**
     * One thing to subscribe to.
     *
     * @param kind "video", "audio", "application"
     * @param payloadType of its RTP packets
     * @param encoding upper case: "H264", "H265", "JPEG"; empty when unsaid
     * @param clockHz of its timestamps
     * @param channels of sound; 1 when unsaid
     * @param parameters of the format, by lower-case name
     * @param control its own address, relative or absolute; empty when unsaid
     * @param fps 0 when unsaid
     */
    record Track(
            String kind,
            int payloadType,
            String encoding,
            int clockHz,
            int channels,
            Map<String, String> parameters,
            String control,
            double fps) {

        /** Parameter sets sent ahead, as NAL units. */
        List<byte[]> parameterSets() {
            List<byte[]> sets = new ArrayList<>();
            for (String name : List.of("sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets")) {
                for (String text : parameters.getOrDefault(name, "").split(",", -1)) {
                    try {
                        byte[] set = Base64.getDecoder().decode(text.strip());
                        if (set.length > 0) {
                            sets.add(set);
                        }
                    } catch (IllegalArgumentException notBase64) {
                        // the same sets come again inside the stream
                        continue;
                    }
                }
            }
            return sets;
        }
    }

    private static final class Draft {
        private final String kind;
        private final int payloadType;
        private String encoding = "";
        private int clockHz = 90_000;
        private int channels = 1;
        private final Map<String, String> parameters = new TreeMap<>();
        private String control = "";
        private double fps;

        Draft(String kind, int payloadType) {
            this.kind = kind;
            this.payloadType = payloadType;
        }
    }

    static SessionDescription parse(String text) {
        List<Draft> drafts = new ArrayList<>();
        Draft draft = null;
        String control = null;
        for (String raw : Arrays.asList(text.split("\r?\n", -1))) {
            String line = raw.strip();
            if (line.startsWith("m=")) {
                String[] parts = line.substring(2).split("\\s+", -1);
                draft = new Draft(parts[0].toLowerCase(Locale.ROOT), parts.length > 3 ? number(parts[3], -1) : -1);
                usual(draft);
                drafts.add(draft);
            } else if (line.startsWith("a=control:")) {
                String value = line.substring(10).strip();
                if (draft == null) {
                    control = value;
                } else {
                    draft.control = value;
                }
            } else if (draft != null && line.startsWith("a=")) {
                attribute(draft, line.substring(2));
            }
        }
        List<Track> tracks = drafts.stream()
                .map(d -> new Track(
                        d.kind, d.payloadType, d.encoding, d.clockHz, d.channels, d.parameters, d.control, d.fps))
                .toList();
        return new SessionDescription(control, tracks);
    }

    /** What some payload types are without being told (RFC 3551, tables 4 and 5). */
    private static void usual(Draft draft) {
        switch (draft.payloadType) {
            case 26 -> draft.encoding = "JPEG";
            case 0, 8 -> {
                draft.encoding = draft.payloadType == 0 ? "PCMU" : "PCMA";
                draft.clockHz = 8_000;
            }
            case 10, 11 -> {
                draft.encoding = "L16";
                draft.clockHz = 44_100;
                draft.channels = draft.payloadType == 10 ? 2 : 1;
            }
            default -> {}
        }
    }

    private static void attribute(Draft draft, String line) {
        String own = draft.payloadType + " ";
        if (line.startsWith("rtpmap:" + own)) {
            String[] parts = line.substring(7 + own.length()).strip().split("/", -1);
            draft.encoding = parts[0].toUpperCase(Locale.ROOT);
            draft.clockHz = parts.length > 1 ? Math.max(1, number(parts[1], 90_000)) : 90_000;
            draft.channels = parts.length > 2 ? Math.max(1, Math.min(8, number(parts[2], 1))) : 1;
        } else if (line.startsWith("fmtp:" + own)) {
            for (String part : line.substring(5 + own.length()).split(";", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    draft.parameters.put(
                            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            part.substring(equals + 1).strip());
                }
            }
        } else if (line.startsWith("framerate:")) {
            try {
                double fps = Double.parseDouble(line.substring(10).strip());
                draft.fps = fps > 0 && fps <= 240 ? fps : 0;
            } catch (NumberFormatException unsaid) {
                draft.fps = 0;
            }
        }
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
