package org.vigilia.vision.source;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelayCodec;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.RelayStream;
import org.vigilia.contract.relay.RelayUnit;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Subscribes to one camera at media's relay and keeps subscribed: whatever ends the connection, it tries again, first at
 * once, then more and more slowly up to every five seconds.
 *
 * <p>Has a thread of its own, on which the receiver is called. {@link #close} waits for it.
 */
public final class RelayClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RelayClient.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int BUFFER = 1 << 18;

    private final RelayAddress address;
    private final CameraId camera;
    private final Consumer<Arrival> receiver;
    private final Thread thread;
    private final Object pause = new Object();
    private volatile boolean closed;
    private volatile @Nullable SocketChannel open;
    private boolean toldAway;

    private RelayClient(RelayAddress address, CameraId camera, Consumer<Arrival> receiver) {
        this.address = address;
        this.camera = camera;
        this.receiver = receiver;
        this.thread = new Thread(this::keepSubscribed, "relay-" + camera);
        this.thread.setDaemon(true);
    }

    /** Starts to subscribe; never fails, because media may come later. */
    public static RelayClient start(RelayAddress address, CameraId camera, Consumer<Arrival> receiver) {
        RelayClient client = new RelayClient(address, camera, receiver);
        client.thread.start();
        return client;
    }

    private void keepSubscribed() {
        long wait = FIRST_PAUSE_MS;
        while (!closed) {
            boolean heard = false;
            try {
                heard = subscribeOnce();
            } catch (IOException | IllegalArgumentException | JacksonException e) {
                tellAway(e);
            }
            wait = heard ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, wait * 2);
            sleep(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
        }
    }

    private void tellAway(Exception e) {
        if (!closed && !toldAway) {
            toldAway = true;
            LOG.atWarn()
                    .addKeyValue("event", "relay-away")
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", e.toString())
                    .log("the relay cannot be read; trying again");
        }
    }

    private void sleep(long millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        synchronized (pause) {
            try {
                for (long left = end - System.nanoTime(); left > 0 && !closed; left = end - System.nanoTime()) {
                    pause.wait(Math.max(1, left / 1_000_000));
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    /** True when anything was heard. */
    private boolean subscribeOnce() throws IOException {
        boolean heard = false;
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            open = channel;
            if (closed) {
                return false;
            }
            channel.connect(UnixDomainSocketAddress.of(address.socket()));
            String token = Files.readString(address.tokenFile()).strip();
            byte[] json = JSON.writeValueAsBytes(new Subscribe(token, camera, address.stream()));
            ByteBuffer message = RelayCodec.encode(new RelayFrame(RelayFrame.SUBSCRIBE, ByteBuffer.wrap(json)));
            while (message.hasRemaining()) {
                channel.write(message);
            }
            RelayCodec.Decoder decoder = new RelayCodec.Decoder();
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
            while (channel.read(buffer) >= 0) {
                if (!heard) {
                    heard = true;
                    toldAway = false;
                }
                decoder.feed(buffer.flip(), this::receive);
                buffer.clear();
            }
        } catch (IOException e) {
            if (!heard) {
                throw e;
            }
            tellAway(e);
        } finally {
            open = null;
        }
        return heard;
    }

    private void receive(RelayFrame frame) {
        switch (frame.type()) {
            case RelayFrame.STREAM -> receiver.accept(stream(frame.payload()));
            case RelayFrame.UNIT ->
                receiver.accept(new Arrival.Unit(RelayUnit.from(frame.payload()), System.nanoTime(), false));
            case RelayFrame.STATUS ->
                receiver.accept(new Arrival.Status(JSON.readValue(text(frame.payload()), StreamStatus.class)));
            case RelayFrame.ANALYTICS -> receiver.accept(Arrival.Analytics.from(frame.payload(), nowMicros()));
            case RelayFrame.SOUND -> receiver.accept(new Arrival.Sound(RelaySound.from(frame.payload())));
            default ->
                LOG.atTrace()
                        .addKeyValue("camera", camera)
                        .addKeyValue("type", frame.type())
                        .log("a message that is not ours");
        }
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /**
     * Reads the payload of a STREAM message.
     *
     * @throws IllegalArgumentException when it is cut short or its JSON is not of a stream
     */
    public static Arrival.Stream stream(ByteBuffer payload) {
        RelayStream stream = RelayStream.from(payload);
        byte[] configuration = new byte[stream.configuration().remaining()];
        stream.configuration().duplicate().get(configuration);
        try {
            return new Arrival.Stream(JSON.readValue(text(stream.json()), StreamInfo.class), configuration);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the JSON of a STREAM: " + e.getOriginalMessage(), e);
        }
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
    }

    /** Ends the subscription; nothing is received after it returned. */
    @Override
    public void close() {
        closed = true;
        synchronized (pause) {
            pause.notifyAll();
        }
        SocketChannel channel = open;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("closing a relay connection");
            }
        }
        if (Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
