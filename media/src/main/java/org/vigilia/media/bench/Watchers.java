package org.vigilia.media.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.databind.json.JsonMapper;

/** Subscribers that count pictures and do nothing else; one thread for all. */
final class Watchers implements AutoCloseable {
    private final Selector selector;
    private volatile long units;
    private volatile boolean closed;

    /** So many watchers, spread over cam0, cam1 and so on. */
    Watchers(Path socket, String token, int cameras, int count) throws IOException {
        selector = Selector.open();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            Subscribe subscribe = new Subscribe(token, new CameraId("cam" + i % cameras), StreamChoice.MAIN);
            byte[] json = JsonMapper.shared().writeValueAsBytes(subscribe);
            channel.write(RelayCodec.encode(new RelayFrame(RelayFrame.SUBSCRIBE, ByteBuffer.wrap(json))));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new RelayCodec.Decoder());
        }
        Thread thread = new Thread(this::run, "bench-watchers");
        thread.setDaemon(true);
        thread.start();
    }

    long units() {
        return units;
    }

    private void run() {
        ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
        try {
            while (!closed) {
                selector.select(key -> read(key, in), 1000);
            }
        } catch (IOException e) {
            closed = true;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void read(SelectionKey key, ByteBuffer in) {
        try {
            if (((SocketChannel) key.channel()).read(in.clear()) < 0) {
                key.cancel();
                return;
            }
            ((RelayCodec.Decoder) key.attachment()).feed(in.flip(), frame -> {
                if (frame.type() == RelayFrame.UNIT) {
                    units = units + 1;
                }
            });
        } catch (IOException e) {
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
