package org.vigilia.sim.camera;

import io.netty.channel.ChannelHandlerContext;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pretend camera: its streams, who may watch, what is wrong with it. Used on one event loop only. */
final class Camera {
    private final String name;
    private final CameraStream main;
    private final @Nullable CameraStream sub;
    private final @Nullable Credentials credentials;
    private final @Nullable SoundStream sound;
    private final Card card;
    private final Set<ChannelHandlerContext> connections = new HashSet<>();
    private Fault fault = Fault.NONE;

    Camera(
            String name,
            CameraStream main,
            @Nullable CameraStream sub,
            @Nullable SoundStream sound,
            @Nullable Credentials credentials,
            Card card) {
        this.name = name;
        this.main = main;
        this.card = card;
        this.sub = sub;
        this.sound = sound;
        this.credentials = credentials;
    }

    String name() {
        return name;
    }

    @Nullable
    Credentials credentials() {
        return credentials;
    }

    CameraStream main() {
        return main;
    }

    @Nullable
    CameraStream sub() {
        return sub;
    }

    /** Null when it has no microphone. */
    @Nullable
    SoundStream sound() {
        return sound;
    }

    /** What it has recorded itself. */
    Card card() {
        return card;
    }

    Fault fault() {
        return fault;
    }

    /**
     * Goes wrong, or right again.
     *
     * @param other what RESOLUTION shows; null takes the small stream's clip
     */
    void set(Fault newFault, @Nullable Clip other) {
        Clip shown = other != null ? other : sub != null ? sub.clip() : null;
        if (newFault == Fault.RESOLUTION && shown == null) {
            throw new IllegalArgumentException("no other clip known: say which with clip=FILE");
        }
        fault = newFault;
        main.set(newFault, shown);
        if (sub != null && newFault != Fault.RESOLUTION) {
            sub.set(newFault, null);
        }
        if (newFault == Fault.DROP || newFault == Fault.UNAUTHORISED) {
            Set.copyOf(connections).forEach(ChannelHandlerContext::close);
        }
    }

    void opened(ChannelHandlerContext connection) {
        connections.add(connection);
    }

    void closed(ChannelHandlerContext connection) {
        connections.remove(connection);
        main.remove(connection.channel());
        card.stop(connection.channel());
        if (sub != null) {
            sub.remove(connection.channel());
        }
        if (sound != null) {
            sound.remove(connection.channel());
        }
    }
}
