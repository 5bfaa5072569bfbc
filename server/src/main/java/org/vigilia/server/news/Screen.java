package org.vigilia.server.news;

import jakarta.websocket.SendHandler;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.identity.SignedIn;

/**
 * One open WebSocket: who sits there, what is watched, and what waits to be sent. Nobody ever waits for a slow screen:
 * one message is under way at a time, and its completion sends the next. Safe for use by many threads.
 */
final class Screen {

    /** How messages leave; completes in any thread, also in the caller's. */
    interface Wire {

        void send(String message, SendHandler done);

        /** Closes, and tells the screen to come again. Does not wait. */
        void close();
    }

    private final SignedIn person;
    private final Wire wire;
    private final Consumer<Screen> gone;
    private final Outbox outbox = new Outbox();
    private final AtomicInteger pumping = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean sending;
    private volatile Set<CameraId> watched = Set.of();

    /** @param gone told once, when this screen was closed because it was too slow */
    Screen(SignedIn person, Wire wire, Consumer<Screen> gone) {
        this.person = person;
        this.wire = wire;
        this.gone = gone;
    }

    SignedIn person() {
        return person;
    }

    Set<CameraId> watched() {
        return watched;
    }

    void watch(Set<CameraId> cameras) {
        watched = Set.copyOf(cameras);
    }

    Outbox outbox() {
        return outbox;
    }

    void tell(String message) {
        if (!outbox.add(message)) {
            close();
            return;
        }
        pump();
    }

    void show(CameraId camera, String message) {
        outbox.putTracks(camera, message);
        pump();
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            wire.close();
            gone.accept(this);
        }
    }

    /** One thread at a time goes round; others, and completions on this very stack, only ask for another round. */
    private void pump() {
        if (pumping.getAndIncrement() != 0) {
            return;
        }
        int asked;
        do {
            asked = pumping.get();
            while (!sending && !closed.get()) {
                String next = outbox.poll().orElse(null);
                if (next == null) {
                    break;
                }
                sending = true;
                send(next);
            }
        } while (pumping.addAndGet(-asked) != 0);
    }

    private void send(String message) {
        try {
            wire.send(message, result -> {
                sending = false;
                if (result.isOK()) {
                    pump();
                } else {
                    close();
                }
            });
        } catch (RuntimeException e) {
            sending = false;
            close();
        }
    }
}
