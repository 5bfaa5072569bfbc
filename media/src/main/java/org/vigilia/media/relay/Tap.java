package org.vigilia.media.relay;

import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;

/**
 * Somebody in this process who gets all that goes through a stream, before any subscriber does. Called on the event
 * loop, and must not block it.
 */
public interface Tap {
    /** What the following units are. */
    default void format(VideoFormat format, StreamInfo info) {}

    /** The next unit; to be retained if it is kept, and not to be written to. */
    default void unit(AccessUnit unit) {}

    /** A piece of sound. */
    default void sound(RelaySound piece) {}

    /** How the connection is now. */
    default void status(StreamStatus status) {}
}
