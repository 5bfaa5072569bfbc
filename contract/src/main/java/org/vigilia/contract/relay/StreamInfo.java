package org.vigilia.contract.relay;

/**
 * What the access units that follow are; sent first, and again whenever the stream changes (new resolution, new
 * parameter sets).
 *
 * @param codec video coding
 * @param codecString as in RFC 6381, for WebCodecs and MSE: "avc1.4d401f", "hvc1.1.6.L93.B0"
 * @param widthPx picture width
 * @param heightPx picture height
 * @param fps nominal frames a second; 0 when unknown
 * @param clock where capture times come from
 */
public record StreamInfo(Codec codec, String codecString, int widthPx, int heightPx, double fps, Clock clock) {

    /** Video codings that can be relayed. */
    public enum Codec {
        H264,
        H265
    }

    /** Where capture times come from. */
    public enum Clock {
        /** The camera's own clock by RTCP sender reports (RFC 3550, 6.4.1). */
        RTCP,
        /** The time the first packet of the frame arrived here. */
        ARRIVAL
    }
}
