package org.vigilia.server.footage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.databind.json.JsonMapper;

/** Fetches the last key frame of a camera from media's relay, which sends it first to whoever subscribes. */
@Component
class KeyFrames implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(KeyFrames.class);
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final MediaDoor media;
    private final JsonMapper json;
    private final ScheduledExecutorService alarm = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "key-frame-limit");
        thread.setDaemon(true);
        return thread;
    });

    KeyFrames(MediaDoor media, JsonMapper json) {
        this.media = media;
        this.json = json;
    }

    /**
     * A key frame.
     *
     * @param stream payload of the STREAM message
     * @param unit NAL units each with a 4-byte length
     */
    record KeyFrame(byte[] stream, byte[] unit, Instant capturedAt) {}

    /** Empty when none came within four seconds, or media is away. */
    Optional<KeyFrame> find(CameraId camera) {
        Catch found = new Catch();
        try (RelayLink link =
                RelayLink.open(media.socket(), new Subscribe(media.token(), camera, StreamChoice.MAIN), json)) {
            ScheduledFuture<?> limit = alarm.schedule(link::close, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            try {
                link.read(frame -> {
                    if (found.take(frame)) {
                        link.close();
                    }
                });
            } finally {
                limit.cancel(false);
            }
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", e.getMessage())
                    .log("relay ended");
        }
        return Optional.ofNullable(found.frame);
    }

    @Override
    public void destroy() {
        alarm.shutdownNow();
    }

    private static final class Catch {

        private byte @Nullable [] stream;
        private @Nullable KeyFrame frame;

        boolean take(RelayFrame message) {
            ByteBuffer payload = message.payload().duplicate();
            if (message.type() == RelayFrame.STREAM) {
                stream = bytes(payload);
            }
            byte[] known = stream;
            if (message.type() != RelayFrame.UNIT
                    || known == null
                    || frame != null
                    || payload.remaining() < RelayFrame.UNIT_HEADER) {
                return false;
            }
            long capturedMicros = payload.getLong();
            payload.getLong();
            payload.getInt();
            if ((payload.get() & RelayFrame.KEY_FRAME) == 0) {
                return false;
            }
            frame = new KeyFrame(known, bytes(payload), Instant.EPOCH.plus(capturedMicros, ChronoUnit.MICROS));
            return true;
        }

        private static byte[] bytes(ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return bytes;
        }
    }
}
