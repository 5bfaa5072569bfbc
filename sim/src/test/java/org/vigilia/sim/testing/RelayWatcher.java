package org.vigilia.sim.testing;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.databind.json.JsonMapper;

/** Watches one stream over the relay socket. */
public final class RelayWatcher implements AutoCloseable {
    private final SocketChannel channel;
    private final RelayCodec.Decoder decoder = new RelayCodec.Decoder();
    private final ByteBuffer in = ByteBuffer.allocate(65536);
    private final Deque<RelayFrame> ready = new ArrayDeque<>();

    public RelayWatcher(Path socket, String token, String camera, StreamChoice stream) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        byte[] json = JsonMapper.shared().writeValueAsBytes(new Subscribe(token, new CameraId(camera), stream));
        channel.write(RelayCodec.encode(new RelayFrame(RelayFrame.SUBSCRIBE, ByteBuffer.wrap(json))));
        channel.configureBlocking(false);
    }

    /** The next message that is wanted; others are dropped. Fails after the limit, or when media hangs up. */
    public RelayFrame await(Duration limit, Predicate<RelayFrame> wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            while (!ready.isEmpty()) {
                RelayFrame frame = ready.removeFirst();
                if (wanted.test(frame)) {
                    return frame;
                }
            }
            int count = channel.read(in.clear());
            if (count < 0) {
                throw new IOException("media hung up");
            }
            if (count == 0) {
                Thread.sleep(5);
            }
            decoder.feed(in.flip(), ready::addLast);
        }
        throw new AssertionError("no such message within " + limit);
    }

    public RelayFrame next() throws IOException, InterruptedException {
        return await(Duration.ofSeconds(20), frame -> true);
    }

    public RelayFrame await(int type) throws IOException, InterruptedException {
        return await(Duration.ofSeconds(20), frame -> frame.type() == type);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
