package org.vigilia.media.record;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;

/**
 * What a sound track holds.
 *
 * @param coding how
 * @param channels 1..8
 * @param rate samples a second; the time scale of the track
 * @param configuration of the decoder; empty where none is needed
 */
record SoundFormat(SoundCoding coding, int channels, int rate, ByteBuffer configuration) {
    private static final int AAC_SAMPLES = 1024;

    SoundFormat {
        configuration = configuration.asReadOnlyBuffer();
    }

    static SoundFormat of(RelaySound piece) {
        return new SoundFormat(piece.coding(), piece.channels(), piece.rate(), piece.configuration());
    }

    /** As in RFC 6381 where there is such a name, else the one of the RTP payload. */
    String codecString() {
        return switch (coding) {
            case AAC ->
                "mp4a.40."
                        + (configuration.hasRemaining()
                                ? (configuration.get(configuration.position()) & 0xff) >> 3
                                : 2);
            case OPUS -> "opus";
            default -> coding.name();
        };
    }

    /** Samples in a piece of that many bytes. */
    int samples(ByteBuffer bytes) {
        return switch (coding) {
            case AAC -> AAC_SAMPLES;
            case PCMU, PCMA -> bytes.remaining() / channels;
            case L16 -> bytes.remaining() / (2 * channels);
            case OPUS -> opus(bytes);
        };
    }

    /** Samples at 48 kHz of an Opus packet (RFC 6716, 3.1 and 3.2). */
    private static int opus(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        int head = bytes.get(bytes.position()) & 0xff;
        int config = head >> 3;
        int frame = config < 12
                ? new int[] {480, 960, 1920, 2880}[config & 3]
                : config < 16 ? new int[] {480, 960}[config & 1] : new int[] {120, 240, 480, 960}[config & 3];
        int frames = switch (head & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> bytes.remaining() < 2 ? 0 : bytes.get(bytes.position() + 1) & 0x3f;
        };
        return frame * frames;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %d Hz %d", coding, rate, channels);
    }
}
