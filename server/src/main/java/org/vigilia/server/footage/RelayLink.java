package org.vigilia.server.footage;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.databind.json.JsonMapper;

/**
 * One subscription to one stream of media's relay, over its Unix socket. {@link #read} blocks its thread until the link
 * ends; {@link #close} ends it from any thread.
 */
final class RelayLink implements AutoCloseable {

    private static final int READ_BYTES = 256 * 1024;

    private final SocketChannel channel;

    private RelayLink(SocketChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException when media is away */
    static RelayLink open(Path socket, Subscribe wish, JsonMapper json) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer payload = ByteBuffer.wrap(json.writeValueAsBytes(wish));
            ByteBuffer message = RelayCodec.encode(new RelayFrame(RelayFrame.SUBSCRIBE, payload));
            while (message.hasRemaining()) {
                channel.write(message);
            }
            return new RelayLink(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Gives every message to {@code sink}, in order, until the link ends.
     *
     * @throws EOFException when media ended it
     */
    void read(Consumer<RelayFrame> sink) throws IOException {
        RelayCodec.Decoder decoder = new RelayCodec.Decoder();
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        while (channel.read(buffer.clear()) >= 0) {
            decoder.feed(buffer.flip(), sink);
        }
        throw new EOFException("media closed the relay");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
