package org.vigilia.contract.relay;

import java.nio.ByteBuffer;

/**
 * A STREAM message taken apart, its JSON still unread (contract brings no JSON reader).
 *
 * @param json UTF-8 of {@link StreamInfo}, at most 65535 bytes
 * @param configuration avcC (ISO/IEC 14496-15, 5.3.3) or hvcC (8.3.3)
 */
public record RelayStream(ByteBuffer json, ByteBuffer configuration) {

    public RelayStream {
        json = json.asReadOnlyBuffer();
        configuration = configuration.asReadOnlyBuffer();
        if (json.remaining() > 0xffff) {
            throw new IllegalArgumentException("the JSON of a STREAM is at most 65535 bytes, got " + json.remaining());
        }
    }

    /** Takes the payload of a STREAM apart; throws {@link IllegalArgumentException} when it is cut short. */
    public static RelayStream from(ByteBuffer payload) {
        ByteBuffer in = payload.duplicate();
        if (in.remaining() < 2) {
            throw new IllegalArgumentException("a STREAM needs 2 bytes, got " + in.remaining());
        }
        int length = in.getShort() & 0xffff;
        if (in.remaining() < length) {
            throw new IllegalArgumentException("a STREAM says its JSON is " + length + " bytes, has " + in.remaining());
        }
        ByteBuffer json = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new RelayStream(json, in.slice());
    }

    /** The payload of a STREAM message. */
    public ByteBuffer toPayload() {
        ByteBuffer out = ByteBuffer.allocate(2 + json.remaining() + configuration.remaining());
        out.putShort((short) json.remaining()).put(json.duplicate()).put(configuration.duplicate());
        return out.flip();
    }
}
