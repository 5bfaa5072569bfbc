package org.vigilia.media.codec;

import io.netty.buffer.ByteBuf;

/**
 * One coded picture on its way. Whoever gets it must release {@link #bytes}.
 *
 * @param bytes {@link #ROOM} free bytes for a relay header, then NAL units each with a 4-byte length
 * @param key whether a decoder can start here
 * @param captureMicros when the camera took it, microseconds since 1970
 * @param arrivalMicros when its first packet came
 */
public record AccessUnit(ByteBuf bytes, boolean key, long captureMicros, long arrivalMicros) {
    /** A relay message's length and type, and the header of a UNIT. */
    public static final int ROOM = 5 + 21;
}
