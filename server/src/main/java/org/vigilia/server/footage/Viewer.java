package org.vigilia.server.footage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.StreamChoice;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.contract.relay.Subscribe;
import tools.jackson.databind.json.JsonMapper;

/**
 * One person watching one camera: passes the relay's messages on as they are. When media goes away the WebSocket stays
 * open, the viewer is told by a STATUS, and the link is made again until media is back. Two threads while it lives: one
 * reads the relay, one writes the WebSocket.
 */
final class Viewer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);
    private static final int MAX_UNITS = 90;
    private static final long MAX_BYTES = 8 * 1024 * 1024;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** How media is reached. */
    interface Media {

        Path socket();

        String token() throws IOException;
    }

    private final WebSocketSession socket;
    private final CameraId camera;
    private final StreamChoice choice;
    private final Media media;
    private final JsonMapper json;
    private final Clock clock;
    private final ViewerQueue queue = new ViewerQueue(MAX_UNITS, MAX_BYTES);
    private final Thread reader;
    private final Thread writer;
    private volatile boolean closed;
    private volatile @Nullable RelayLink link;

    Viewer(WebSocketSession socket, Wish wish, Media media, JsonMapper json, Clock clock) {
        this.socket = socket;
        this.camera = wish.camera();
        this.choice = wish.stream();
        this.media = media;
        this.json = json;
        this.clock = clock;
        this.reader = new Thread(this::relay, "live-read-" + socket.getId());
        this.writer = new Thread(this::write, "live-write-" + socket.getId());
        reader.setDaemon(true);
        writer.setDaemon(true);
    }

    /** What a viewer asked for. */
    record Wish(CameraId camera, StreamChoice stream) {}

    void start() {
        reader.start();
        writer.start();
    }

    CameraId camera() {
        return camera;
    }

    WebSocketSession socket() {
        return socket;
    }

    /** Units not sent because the viewer was too slow. */
    long dropped() {
        return queue.dropped();
    }

    private void relay() {
        Duration pause = FIRST_PAUSE;
        boolean told = false;
        while (!closed) {
            Instant began = clock.instant();
            try (RelayLink opened =
                    RelayLink.open(media.socket(), new Subscribe(media.token(), camera, choice), json)) {
                link = opened;
                told = false;
                if (!closed) {
                    opened.read(queue::put);
                }
            } catch (IOException | RuntimeException e) {
                if (!closed && !told) {
                    LOG.atInfo()
                            .addKeyValue("camera", camera)
                            .addKeyValue("reason", e.getMessage())
                            .log("relay away");
                    queue.put(status("The picture is interrupted: the media process is starting again."));
                    told = true;
                }
            } finally {
                link = null;
            }
            boolean lasted = Duration.between(began, clock.instant()).compareTo(LONGEST_PAUSE) > 0;
            pause = lasted ? FIRST_PAUSE : pause;
            pauseFor(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private RelayFrame status(String detail) {
        StreamStatus status = new StreamStatus(Condition.OFFLINE, clock.instant(), detail);
        return new RelayFrame(RelayFrame.STATUS, ByteBuffer.wrap(json.writeValueAsBytes(status)));
    }

    private void pauseFor(Duration pause) {
        synchronized (this) {
            try {
                if (!closed) {
                    wait(pause.toMillis());
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private void write() {
        try {
            for (ByteBuffer message = queue.take(); message != null; message = queue.take()) {
                socket.sendMessage(new BinaryMessage(message));
            }
        } catch (IOException | IllegalStateException e) {
            LOG.atDebug()
                    .addKeyValue("camera", camera)
                    .addKeyValue("reason", e.getMessage())
                    .log("viewer gone");
            end(CloseStatus.SESSION_NOT_RELIABLE);
        } catch (InterruptedException e) {
            end(CloseStatus.GOING_AWAY);
        }
    }

    /** Closes the WebSocket with a reason, too. */
    void end(CloseStatus reason) {
        close();
        try {
            socket.close(reason);
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("camera", camera).log("the socket was closed already");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        queue.close();
        RelayLink open = link;
        if (open != null) {
            open.close();
        }
    }
}
