package org.vigilia.vision.source;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be looked at of one camera. When it gets too long, everything up to the next key frame is dropped: late
 * pictures are worth less than fresh ones, and half a group of pictures cannot be decoded. Of the camera's own analytics
 * the oldest are dropped. Safe for many threads.
 */
public final class ArrivalQueue {

    private static final int MAX_DOCUMENTS = 64;
    private static final long MAX_DOCUMENT_BYTES = 2 << 20;

    private final int maxUnits;
    private final long maxBytes;
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private int units;
    private int documents;
    private long documentBytes;
    private long bytes;
    private long dropped;
    private boolean gap;

    /**
     * An empty queue.
     *
     * @param maxUnits access units that may wait
     * @param maxBytes of access units that may wait
     */
    public ArrivalQueue(int maxUnits, long maxBytes) {
        this.maxUnits = maxUnits;
        this.maxBytes = maxBytes;
    }

    /** Adds what came; may drop units and analytics, never streams or statuses. */
    public synchronized void offer(Arrival arrival) {
        if (arrival instanceof Arrival.Analytics analytics) {
            waiting.add(arrival);
            documents++;
            documentBytes += analytics.document().remaining();
            while (documents > MAX_DOCUMENTS || documentBytes > MAX_DOCUMENT_BYTES) {
                dropOldestDocument();
            }
            return;
        }
        if (!(arrival instanceof Arrival.Unit unit)) {
            waiting.add(arrival);
            return;
        }
        int size = unit.unit().bytes().remaining();
        if (unit.unit().isKeyFrame()) {
            if (units > maxUnits / 2) {
                dropWaiting();
            }
        } else if (gap) {
            dropped++;
            return;
        } else if (units >= maxUnits || bytes + size > maxBytes) {
            dropWaiting();
            dropped++;
            return;
        }
        waiting.add(gap ? new Arrival.Unit(unit.unit(), unit.arrivedNanos(), true) : unit);
        gap = false;
        units++;
        bytes += size;
    }

    private void dropOldestDocument() {
        for (var all = waiting.iterator(); all.hasNext(); ) {
            if (all.next() instanceof Arrival.Analytics oldest) {
                all.remove();
                forget(oldest);
                return;
            }
        }
    }

    private void forget(Arrival.Analytics analytics) {
        documents--;
        documentBytes -= analytics.document().remaining();
    }

    private void dropWaiting() {
        dropped += units;
        waiting.removeIf(Arrival.Unit.class::isInstance);
        units = 0;
        bytes = 0;
        gap = true;
    }

    /** Takes the next; null when nothing waits. */
    public synchronized @Nullable Arrival poll() {
        Arrival next = waiting.poll();
        if (next instanceof Arrival.Unit unit) {
            units--;
            bytes -= unit.unit().bytes().remaining();
        } else if (next instanceof Arrival.Analytics analytics) {
            forget(analytics);
        }
        return next;
    }

    public synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Access units that wait. */
    public synchronized int depth() {
        return units;
    }

    /** Access units dropped so far. */
    public synchronized long dropped() {
        return dropped;
    }
}
