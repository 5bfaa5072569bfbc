package org.vigilia.contract.relay;

import java.nio.ByteBuffer;

/**
 * A SOUND message taken apart: some milliseconds of what a microphone hears. Each says all that is needed to decode it,
 * so that whoever joins can begin anywhere.
 *
 * @param captureMicros when its first sample was taken, microseconds since 1970, UTC
 * @param arrivalMicros when it reached media, microseconds since 1970, UTC
 * @param coding of the piece
 * @param channels 1..8
 * @param afterLoss whether sound between the piece before and this one was lost
 * @param rate samples a second of each channel, above 0
 * @param configuration read-only; empty where the coding needs none
 * @param bytes read-only
 */
public record RelaySound(
        long captureMicros,
        long arrivalMicros,
        SoundCoding coding,
        int channels,
        boolean afterLoss,
        int rate,
        ByteBuffer configuration,
        ByteBuffer bytes) {

    private static final int HEADER = 8 + 8 + 1 + 1 + 1 + 4 + 2;
    private static final int MAX_CONFIGURATION = 0xffff;

    public RelaySound {
        configuration = configuration.asReadOnlyBuffer();
        bytes = bytes.asReadOnlyBuffer();
        if (channels < 1 || channels > 8 || rate < 1 || configuration.remaining() > MAX_CONFIGURATION) {
            throw new IllegalArgumentException("sound of " + channels + " channels, " + rate
                    + " samples a second and a configuration of " + configuration.remaining() + " bytes");
        }
    }

    /** Takes the payload of a SOUND apart; throws {@link IllegalArgumentException} when it is cut short or odd. */
    public static RelaySound from(ByteBuffer payload) {
        ByteBuffer in = payload.duplicate();
        if (in.remaining() < HEADER) {
            throw new IllegalArgumentException("a SOUND needs " + HEADER + " bytes, got " + in.remaining());
        }
        long capture = in.getLong();
        long arrival = in.getLong();
        int coding = in.get() & 0xff;
        int channels = in.get() & 0xff;
        int flags = in.get();
        int rate = in.getInt();
        int length = in.getShort() & 0xffff;
        if (coding >= SoundCoding.values().length || length > in.remaining()) {
            throw new IllegalArgumentException("a SOUND of coding " + coding + " whose configuration is " + length
                    + " bytes, of " + in.remaining() + " left");
        }
        ByteBuffer configuration = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new RelaySound(
                capture,
                arrival,
                SoundCoding.values()[coding],
                channels,
                (flags & RelayFrame.UNITS_DROPPED) != 0,
                rate,
                configuration,
                in.slice());
    }

    /** The payload of a SOUND message. */
    public ByteBuffer toPayload() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + configuration.remaining() + bytes.remaining());
        out.putLong(captureMicros).putLong(arrivalMicros);
        out.put((byte) coding.ordinal()).put((byte) channels);
        out.put((byte) (afterLoss ? RelayFrame.UNITS_DROPPED : 0));
        out.putInt(rate).putShort((short) configuration.remaining());
        return out.put(configuration.duplicate()).put(bytes.duplicate()).flip();
    }
}
