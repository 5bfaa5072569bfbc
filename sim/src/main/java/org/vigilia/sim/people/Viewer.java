package org.vigilia.sim.people;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.contract.relay.RelayFrame;

/**
 * Watches one camera live, as a browser does, and knows how old the newest picture is. Opens the stream again when it
 * breaks.
 */
final class Viewer implements WebSocket.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);
    private static final int HEAD_BYTES = 9;

    private final Api api;
    private final String camera;
    private final Clock clock;
    private final byte[] head = new byte[HEAD_BYTES];
    private int headFill;
    private volatile @Nullable Instant newest;
    private volatile boolean open;
    private volatile long units;

    Viewer(Api api, String camera, Clock clock) {
        this.api = api;
        this.camera = camera;
        this.clock = clock;
    }

    /** Opens the stream unless it is open. */
    void watch() throws InterruptedException {
        if (open) {
            return;
        }
        try {
            open = true;
            headFill = 0;
            api.open("/live/" + camera + "?stream=sub", this);
        } catch (IOException e) {
            open = false;
            LOG.atWarn()
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", e.getMessage())
                    .log("no live picture");
        }
    }

    /** How old the newest picture is now; null before the first one. */
    @Nullable
    Duration age() {
        Instant captured = newest;
        return captured == null ? null : Duration.between(captured, clock.instant());
    }

    long units() {
        return units;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        while (headFill < HEAD_BYTES && data.hasRemaining()) {
            head[headFill] = data.get();
            headFill++;
        }
        if (last) {
            if (headFill == HEAD_BYTES && head[0] == RelayFrame.UNIT) {
                long micros = ByteBuffer.wrap(head, 1, Long.BYTES).getLong();
                newest = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
                units++;
            }
            headFill = 0;
        }
        socket.request(1);
        return java.util.concurrent.CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        LOG.atInfo()
                .addKeyValue("camera", camera)
                .addKeyValue("code", code)
                .addKeyValue("reason", reason)
                .log("live closed");
        open = false;
        return java.util.concurrent.CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        LOG.atInfo()
                .addKeyValue("camera", camera)
                .addKeyValue("reason", error.toString())
                .log("live broken");
        open = false;
    }
}
