package org.vigilia.vision.source;

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

    /** How the connection between media and the camera is. */
    record Status(StreamStatus status) implements Arrival {}
}
