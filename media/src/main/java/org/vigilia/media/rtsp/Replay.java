package org.vigilia.media.rtsp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * A span of a camera's own recording, to be fetched as fast as the network allows (ONVIF Streaming Specification, 6).
 *
 * @param from its start
 * @param to its end
 */
public record Replay(Instant from, Instant to) {
    static final String REQUIRE = "Require: onvif-replay\r\n";

    /** What an answer means here (RFC 2326, 11.3.8 and 11.5.1). */
    static final Map<Integer, String> REFUSALS = Map.of(
            457, "the camera has no recording of that time (457)",
            551, "the camera cannot replay what it has recorded (551)");

    /** Absolute time in UTC (RFC 2326, 3.7). */
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public Replay {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to");
        }
    }

    String headers() {
        return REQUIRE + "Range: clock=" + CLOCK.format(from) + "-" + CLOCK.format(to) + "\r\nRate-Control: no\r\n";
    }
}
