package org.vigilia.contract.relay;

import java.nio.ByteBuffer;

/**
 * A UNIT message taken apart: one access unit (the coded picture) of a camera.
 *
 * @param captureMicros when the camera took it, microseconds since 1970, UTC
 * @param arrivalMicros when its first packet reached media, microseconds since 1970, UTC
 * @param number of the frame in this connection to the camera, 0 to 2^32 - 1
 * @param flags {@link RelayFrame#KEY_FRAME} and {@link RelayFrame#UNITS_DROPPED}
 * @param bytes read-only: NAL units, each with a 4-byte big endian length
 */
public record RelayUnit(long captureMicros, long arrivalMicros, long number, int flags, ByteBuffer bytes) {

    public RelayUnit {
        bytes = bytes.asReadOnlyBuffer();
    }

    /** Takes the payload of a UNIT apart; throws {@link IllegalArgumentException} when it is too short. */
    public static RelayUnit from(ByteBuffer payload) {
        if (payload.remaining() < RelayFrame.UNIT_HEADER) {
            throw new IllegalArgumentException(
                    "a UNIT needs " + RelayFrame.UNIT_HEADER + " bytes, got " + payload.remaining());
        }
        ByteBuffer in = payload.duplicate();
        long capture = in.getLong();
        long arrival = in.getLong();
        long number = Integer.toUnsignedLong(in.getInt());
        int flags = in.get() & 0xff;
        return new RelayUnit(capture, arrival, number, flags, in.slice());
    }

    /** Writes the {@value RelayFrame#UNIT_HEADER} bytes that stand before the access unit. */
    public static void putHeader(ByteBuffer out, long captureMicros, long arrivalMicros, long number, int flags) {
        out.putLong(captureMicros).putLong(arrivalMicros).putInt((int) number).put((byte) flags);
    }

    /** Whether a decoder can start here. */
    public boolean isKeyFrame() {
        return (flags & RelayFrame.KEY_FRAME) != 0;
    }

    /** Whether units were left out for this subscriber just before this one. */
    public boolean isAfterDrop() {
        return (flags & RelayFrame.UNITS_DROPPED) != 0;
    }
}
