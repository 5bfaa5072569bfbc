package org.vigilia.vision.source;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.RelayUnit;

/** A relay on a real Unix socket that sends one clip to everybody, in a loop from its first key frame on. */
public final class FakeRelay implements AutoCloseable {

    public final List<String> subscriptions = new CopyOnWriteArrayList<>();
    private final ServerSocketChannel server;
    private final ClipUnits clip;
    private final long pauseMs;
    private final LongFunction<byte[]> analytics;
    private final LongFunction<@Nullable RelaySound> sound;
    private final List<SocketChannel> clients = new CopyOnWriteArrayList<>();

    public FakeRelay(Path socket, ClipUnits clip, long pauseMs) throws IOException {
        this(socket, clip, pauseMs, number -> new byte[0]);
    }

    /** @param analytics what the pretend camera says of each of its pictures; nothing when empty */
    public FakeRelay(Path socket, ClipUnits clip, long pauseMs, LongFunction<byte[]> analytics) throws IOException {
        this(socket, clip, pauseMs, analytics, number -> null);
    }

    /** @param sound the pieces for those who ask for sound; it ends with the first that is null */
    public FakeRelay(
            Path socket,
            ClipUnits clip,
            long pauseMs,
            LongFunction<byte[]> analytics,
            LongFunction<@Nullable RelaySound> sound)
            throws IOException {
        this.sound = sound;
        this.analytics = analytics;
        this.clip = clip;
        this.pauseMs = pauseMs;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        start(this::accept);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fake-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                clients.add(client);
                start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            RelayCodec.Decoder decoder = new RelayCodec.Decoder();
            List<String> asked = new CopyOnWriteArrayList<>();
            while (asked.isEmpty()) {
                client.read(buffer);
                decoder.feed(
                        buffer.flip(),
                        frame -> asked.add(
                                StandardCharsets.UTF_8.decode(frame.payload()).toString()));
                buffer.clear();
            }
            subscriptions.addAll(asked);
            String status = "{\"condition\":\"GOOD\",\"since\":\"2026-11-22T12:00:00Z\",\"detail\":\"\"}";
            send(client, RelayFrame.STATUS, status.getBytes(StandardCharsets.UTF_8));
            if (asked.get(0).contains("\"SOUND\"")) {
                speak(client);
                return;
            }
            send(client, RelayFrame.STREAM, clip.streamPayload());
            for (long number = 0; client.isOpen(); number++) {
                ClipUnits.Unit unit =
                        clip.units().get((int) (number % clip.units().size()));
                long micros = Instant.now().toEpochMilli() * 1000;
                ByteBuffer payload = ByteBuffer.allocate(RelayFrame.UNIT_HEADER + unit.bytes().length);
                RelayUnit.putHeader(payload, micros, micros, number, unit.keyFrame() ? RelayFrame.KEY_FRAME : 0);
                send(client, RelayFrame.UNIT, payload.put(unit.bytes()).array());
                byte[] document = analytics.apply(number);
                if (document.length > 0) {
                    ByteBuffer said = ByteBuffer.allocate(Long.BYTES + document.length);
                    send(
                            client,
                            RelayFrame.ANALYTICS,
                            said.putLong(micros).put(document).array());
                }
                Thread.sleep(pauseMs);
            }
        } catch (IOException | InterruptedException e) {
            clients.remove(client);
        }
    }

    private void speak(SocketChannel client) throws IOException, InterruptedException {
        RelaySound piece;
        for (long number = 0; client.isOpen() && (piece = sound.apply(number)) != null; number++) {
            ByteBuffer payload = piece.toPayload();
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            send(client, RelayFrame.SOUND, bytes);
            if (number % 8 == 0) {
                Thread.sleep(1);
            }
        }
        while (client.isOpen() && client.read(ByteBuffer.allocate(16)) >= 0) {
            continue;
        }
    }

    private static void send(SocketChannel client, int type, byte[] payload) throws IOException {
        ByteBuffer message = RelayCodec.encode(new RelayFrame(type, ByteBuffer.wrap(payload)));
        while (message.hasRemaining()) {
            client.write(message);
        }
    }

    /** Hangs up on everybody. */
    public void hangUp() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        hangUp();
    }
}
