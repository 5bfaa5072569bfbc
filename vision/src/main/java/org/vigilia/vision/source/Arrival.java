package org.vigilia.vision.source;

import java.nio.ByteBuffer;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.RelayUnit;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;

/** What a relay sends of one camera, in its order. */
public sealed interface Arrival {

    /**
     * The units that follow are of this kind.
     *
     * @param configuration avcC or hvcC record; do not change it
     */
    @SuppressWarnings("ArrayRecordComponent") // read-only by agreement; compared by nobody
    record Stream(StreamInfo info, byte[] configuration) implements Arrival {}

    /**
     * One access unit.
     *
     * @param arrivedNanos when it came here, by {@link System#nanoTime()}
     * @param afterGap units before it were dropped; decoding starts anew at it
     */
    record Unit(RelayUnit unit, long arrivedNanos, boolean afterGap) implements Arrival {}

    /**
     * What the camera itself saw.
     *
     * @param captureMicros by the same clock as the units' capture times
     * @param arrivedMicros when it came here, microseconds since 1970, UTC
     * @param document ONVIF metadata as it was sent, not looked into; read-only
     */
    record Analytics(long captureMicros, long arrivedMicros, ByteBuffer document) implements Arrival {

        public Analytics {
            document = document.asReadOnlyBuffer();
        }

        /**
         * Takes the payload of an ANALYTICS message apart.
         *
         * @throws IllegalArgumentException when it is cut short
         */
        static Analytics from(ByteBuffer payload, long arrivedMicros) {
            if (payload.remaining() < Long.BYTES) {
                throw new IllegalArgumentException("an ANALYTICS of " + payload.remaining() + " bytes");
            }
            ByteBuffer in = payload.duplicate();
            long captureMicros = in.getLong();
            return new Analytics(captureMicros, arrivedMicros, in.slice());
        }
    }

    /** Some milliseconds of what the microphone hears. */
    record Sound(RelaySound piece) implements Arrival {}

    /** How the connection between media and the camera is. */
    record Status(StreamStatus status) implements Arrival {}
}
