package org.vigilia.server.footage;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.RelayFrame;

/**
 * What waits to be sent to one viewer. Bounded: when a viewer is too slow, waiting pictures are thrown away and nothing
 * is taken until the next key frame, whose flags then say so; a picture without the one before it would only show grey.
 * STREAM and STATUS messages are never lost. Safe for use by one writer and one reader thread.
 */
final class ViewerQueue {

    private final int maxUnits;
    private final long maxBytes;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private int units;
    private boolean untilKeyFrame;
    private boolean gap;
    private boolean closed;
    private long dropped;

    ViewerQueue(int maxUnits, long maxBytes) {
        this.maxUnits = maxUnits;
        this.maxBytes = maxBytes;
    }

    private record Waiting(ByteBuffer message, boolean unit) {}

    synchronized void put(RelayFrame frame) {
        if (closed) {
            return;
        }
        if (frame.type() != RelayFrame.UNIT) {
            add(frame, false, 0);
            return;
        }
        ByteBuffer payload = frame.payload();
        if (payload.remaining() < RelayFrame.UNIT_HEADER) {
            return;
        }
        int flagsAt = payload.position() + RelayFrame.UNIT_HEADER - 1;
        boolean key = (payload.get(flagsAt) & RelayFrame.KEY_FRAME) != 0;
        if (units >= maxUnits || bytes + payload.remaining() > maxBytes) {
            dropUnits();
        }
        if (untilKeyFrame && !key) {
            dropped++;
            return;
        }
        untilKeyFrame = false;
        add(frame, true, gap ? RelayFrame.UNITS_DROPPED : 0);
        gap = false;
    }

    /** Throws away the pictures that wait; the next one taken is a key frame. */
    private void dropUnits() {
        waiting.removeIf(Waiting::unit);
        dropped += units;
        bytes = 0;
        units = 0;
        untilKeyFrame = true;
        gap = true;
    }

    private void add(RelayFrame frame, boolean unit, int moreFlags) {
        ByteBuffer payload = frame.payload();
        ByteBuffer message = ByteBuffer.allocate(1 + payload.remaining());
        message.put((byte) frame.type()).put(payload.duplicate()).flip();
        if (unit) {
            message.put(RelayFrame.UNIT_HEADER, (byte) (message.get(RelayFrame.UNIT_HEADER) | moreFlags));
            bytes += payload.remaining();
            units++;
        }
        waiting.add(new Waiting(message, unit));
        notifyAll();
    }

    /** The next message: {@code uint8} type and payload. Waits for one; null when closed. */
    synchronized @Nullable ByteBuffer take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        Waiting next = waiting.removeFirst();
        if (next.unit) {
            units--;
            bytes -= next.message.remaining() - 1;
        }
        return next.message;
    }

    /** Units not sent because the viewer was too slow. */
    synchronized long dropped() {
        return dropped;
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }
}
