package org.vigilia.contract.relay;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Relay messages to and from the bytes of a stream socket, as {@link RelayFrame} describes them. Plain java.nio, so that
 * any client can use it whatever it reads its socket with.
 *
 * <p>Writing: {@link #encode}, or {@link #header} followed by the payload where copying it would cost. Reading: one
 * {@link Decoder} a connection, fed with whatever came.
 */
public final class RelayCodec {

    /** Bytes before the payload: length and type. */
    public static final int HEADER = 4 + 1;

    private RelayCodec() {}

    /** The {@value #HEADER} bytes that stand before a payload of that many bytes. */
    public static ByteBuffer header(int type, int payloadBytes) {
        return ByteBuffer.allocate(HEADER)
                .putInt(checkLength(payloadBytes + 1))
                .put((byte) type)
                .flip();
    }

    /** The whole message; copies the payload and leaves its position alone. */
    public static ByteBuffer encode(RelayFrame frame) {
        ByteBuffer payload = frame.payload().duplicate();
        return ByteBuffer.allocate(HEADER + payload.remaining())
                .putInt(checkLength(payload.remaining() + 1))
                .put((byte) frame.type())
                .put(payload)
                .flip();
    }

    private static int checkLength(int length) {
        if (length < 1 || length > RelayFrame.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a relay message is 1 to " + RelayFrame.MAX_LENGTH + " bytes long, not " + length);
        }
        return length;
    }

    /**
     * Cuts a stream of bytes into messages. Not thread-safe; one a connection. After an exception the connection is out
     * of step and must be closed.
     */
    public static final class Decoder {
        private static final int LENGTH_BYTES = 4;

        private final ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES);
        private ByteBuffer body = ByteBuffer.allocate(0);
        private boolean inBody;

        /**
         * Takes all of {@code in}, and gives each message that became complete to {@code sink}. Payloads own their
         * bytes: {@code in} may be used again at once.
         *
         * @throws IllegalArgumentException when a length is not 1 to {@link RelayFrame#MAX_LENGTH}
         */
        public void feed(ByteBuffer in, Consumer<RelayFrame> sink) {
            while (in.hasRemaining()) {
                if (!inBody) {
                    move(in, length);
                    if (length.hasRemaining()) {
                        return;
                    }
                    body = ByteBuffer.allocate(checkLength(length.getInt(0)));
                    length.clear();
                    inBody = true;
                }
                move(in, body);
                if (!body.hasRemaining()) {
                    inBody = false;
                    ByteBuffer whole = body.flip();
                    int type = whole.get() & 0xff;
                    sink.accept(new RelayFrame(type, whole.slice()));
                }
            }
        }

        private static void move(ByteBuffer from, ByteBuffer to) {
            int count = Math.min(from.remaining(), to.remaining());
            to.put(to.position(), from, from.position(), count);
            to.position(to.position() + count);
            from.position(from.position() + count);
        }
    }
}
