package org.vigilia.media.relay;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayDeque;
import java.util.Deque;
import org.vigilia.contract.relay.RelayFrame;

/**
 * One who watches a stream. What waits for it is bounded in bytes and age; when it cannot follow, units are left out up
 * to the next key picture, which is marked. Used on the event loop of its channel only.
 */
final class Subscriber {
    private static final int UNIT_FLAGS = 25;

    private final Channel channel;
    private final QueueLimit limit;
    private final ChannelFutureListener written;
    private final Deque<Long> waitingSince = new ArrayDeque<>();
    private long waitingBytes;
    private final Deque<Integer> waitingSizes = new ArrayDeque<>();
    private boolean needsKey = true;
    private boolean dropping;

    Subscriber(Channel channel, QueueLimit limit) {
        this.channel = channel;
        this.limit = limit;
        this.written = done -> {
            waitingSince.removeFirst();
            waitingBytes -= waitingSizes.removeFirst();
        };
    }

    /** Takes over the message, whatever waits. */
    void send(ByteBuf message) {
        int size = message.readableBytes();
        waitingSince.addLast(System.nanoTime());
        waitingSizes.addLast(size);
        waitingBytes += size;
        channel.write(message).addListener(written);
    }

    /** After what it got on joining: whether that was a key picture and all since. */
    void joined(boolean hasKey) {
        needsKey = !hasKey;
    }

    /** Sends the unit if it can follow; how many units were left out, 0 or 1. */
    int offer(ByteBuf message, boolean key) {
        boolean full = isFull();
        if (full || needsKey && !key) {
            // before the first picture nothing is missed
            dropping |= full || !needsKey;
            needsKey = true;
            return dropping ? 1 : 0;
        }
        if (dropping) {
            ByteBuf marked = channel.alloc().directBuffer(UNIT_FLAGS + 1);
            marked.writeBytes(message, message.readerIndex(), UNIT_FLAGS);
            marked.writeByte(message.getByte(message.readerIndex() + UNIT_FLAGS) | RelayFrame.UNITS_DROPPED);
            send(marked);
            send(message.retainedSlice(
                    message.readerIndex() + UNIT_FLAGS + 1, message.readableBytes() - UNIT_FLAGS - 1));
        } else {
            send(message.retainedDuplicate());
        }
        needsKey = false;
        dropping = false;
        flush();
        return 0;
    }

    /** Sends a message that may be missed; whether it did. */
    boolean offer(ByteBuf message) {
        if (isFull()) {
            return false;
        }
        send(message.retainedDuplicate());
        flush();
        return true;
    }

    private boolean isFull() {
        Long oldest = waitingSince.peekFirst();
        return oldest != null
                && (waitingBytes > limit.bytes()
                        || System.nanoTime() - oldest > limit.age().toNanos());
    }

    void flush() {
        channel.flush();
    }

    void close() {
        channel.close();
    }
}
