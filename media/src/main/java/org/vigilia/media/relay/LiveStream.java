package org.vigilia.media.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelayFrame;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.RelayStream;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.contract.relay.StreamStatus;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import tools.jackson.databind.json.JsonMapper;

/**
 * One stream of one camera as its subscribers see it: how it is, what it is, and every unit since the last key picture,
 * so that whoever joins sees a picture at once. A unit is one buffer, shared by the cache and all subscribers.
 *
 * <p>Used on one event loop only.
 */
public final class LiveStream {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private final Clock clock;
    private final long cacheMaxBytes;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private final List<ByteBuf> sinceKey = new ArrayList<>();
    private long sinceKeyBytes;

    private StreamStatus status;
    private @Nullable VideoFormat format;
    private @Nullable StreamInfo info;
    private @Nullable ByteBuf streamMessage;
    private long number;
    private boolean gap;
    private long units;
    private long bytes;
    private long dropped;
    private final Deque<long[]> window = new ArrayDeque<>();
    private long windowBytes;

    public LiveStream(Clock clock, long cacheMaxBytes) {
        this.clock = clock;
        this.cacheMaxBytes = cacheMaxBytes;
        this.status = new StreamStatus(Condition.OFFLINE, clock.instant(), "connecting");
    }

    public StreamStatus status() {
        return status;
    }

    /** What the stream is; null while nothing is known. */
    public @Nullable StreamInfo info() {
        return info;
    }

    /** Tells how the connection is; the time only moves when the condition changes. */
    public void status(Condition condition, String detail) {
        if (status.condition() == condition && status.detail().equals(detail)) {
            return;
        }
        status =
                new StreamStatus(condition, status.condition() == condition ? status.since() : clock.instant(), detail);
        taps.forEach(tap -> tap.status(status));
        ByteBuf message = statusMessage();
        subscribers.forEach(subscriber -> subscriber.send(message.retainedDuplicate()));
        flush();
        message.release();
    }

    /** From now on gets all that goes through. */
    public void tap(Tap tap) {
        if (!taps.contains(tap)) {
            taps.add(tap);
            if (format != null && info != null) {
                tap.format(format, info);
            }
        }
    }

    /** Gets nothing any more. */
    public void untap(Tap tap) {
        taps.remove(tap);
    }

    private ByteBuf statusMessage() {
        return message(RelayFrame.STATUS, ByteBuffer.wrap(JSON.writeValueAsBytes(status)));
    }

    /** A message of its own, to be released. */
    static ByteBuf message(int type, ByteBuffer payload) {
        int length = payload.remaining();
        return Unpooled.directBuffer(5 + length)
                .writeInt(1 + length)
                .writeByte(type)
                .writeBytes(payload);
    }

    /** A new connection to the camera: frames are counted anew, and pictures are missing before its first. */
    public void connected() {
        number = 0;
        gap = units > 0;
    }

    /** What the following units are. */
    public void format(VideoFormat found, double fps, StreamInfo.Clock source) {
        StreamInfo told =
                new StreamInfo(found.codec(), found.codecString(), found.widthPx(), found.heightPx(), fps, source);
        if (found.equals(format) && told.equals(info)) {
            return;
        }
        if (!found.equals(format)) {
            forget();
        }
        format = found;
        info = told;
        taps.forEach(tap -> tap.format(found, told));
        if (streamMessage != null) {
            streamMessage.release();
        }
        RelayStream stream =
                new RelayStream(ByteBuffer.wrap(JSON.writeValueAsBytes(told)), ByteBuffer.wrap(found.configuration()));
        ByteBuf message = message(RelayFrame.STREAM, stream.toPayload());
        streamMessage = message;
        subscribers.forEach(subscriber -> subscriber.send(message.retainedDuplicate()));
        flush();
    }

    /** The next unit; takes it over. */
    public void unit(AccessUnit unit) {
        ByteBuf message = unit.bytes();
        int payload = message.readableBytes() - 5;
        int start = message.readerIndex();
        message.setInt(start, 1 + payload);
        message.setByte(start + 4, RelayFrame.UNIT);
        message.setLong(start + 5, unit.captureMicros());
        message.setLong(start + 13, unit.arrivalMicros());
        message.setInt(start + 21, (int) number++);
        message.setByte(start + 25, (unit.key() ? RelayFrame.KEY_FRAME : 0) | (gap ? RelayFrame.UNITS_DROPPED : 0));
        gap = false;
        count(payload);
        for (Tap tap : taps) {
            tap.unit(unit);
        }
        if (unit.key()) {
            forget();
        }
        if (unit.key() || !sinceKey.isEmpty()) {
            sinceKey.add(message);
            sinceKeyBytes += payload;
            message.retain();
            if (sinceKeyBytes > cacheMaxBytes) {
                forget();
            }
        }
        for (Subscriber subscriber : subscribers) {
            dropped += subscriber.offer(message, unit.key());
        }
        message.release();
    }

    /** What the camera itself saw; those who cannot follow do without. */
    public void analytics(long captureMicros, byte[] document) {
        ByteBuffer payload = ByteBuffer.allocate(8 + document.length);
        payload.putLong(captureMicros).put(document).flip();
        ByteBuf message = message(RelayFrame.ANALYTICS, payload);
        subscribers.forEach(subscriber -> subscriber.offer(message));
        message.release();
    }

    /** A piece of what the microphone hears; those who cannot follow do without. */
    public void sound(RelaySound piece) {
        taps.forEach(tap -> tap.sound(piece));
        ByteBuf message = message(RelayFrame.SOUND, piece.toPayload());
        count(message.readableBytes() - 5);
        for (Subscriber subscriber : subscribers) {
            dropped += subscriber.offer(message) ? 0 : 1;
        }
        message.release();
    }

    /** Whether anybody watches or listens. */
    public boolean wanted() {
        return !subscribers.isEmpty() || !taps.isEmpty();
    }

    private void count(int payload) {
        units++;
        bytes += payload;
        long now = System.nanoTime();
        window.addLast(new long[] {now, payload});
        windowBytes += payload;
        trim(now);
    }

    private void trim(long now) {
        while (!window.isEmpty() && now - window.getFirst()[0] > WINDOW_NANOS) {
            windowBytes -= window.removeFirst()[1];
        }
    }

    private void forget() {
        sinceKey.forEach(ByteBuf::release);
        sinceKey.clear();
        sinceKeyBytes = 0;
    }

    void add(Subscriber subscriber) {
        subscriber.send(statusMessage());
        if (streamMessage != null) {
            subscriber.send(streamMessage.retainedDuplicate());
        }
        for (ByteBuf unit : sinceKey) {
            subscriber.send(unit.retainedDuplicate());
        }
        subscriber.joined(!sinceKey.isEmpty());
        subscriber.flush();
        subscribers.add(subscriber);
    }

    void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    private void flush() {
        subscribers.forEach(Subscriber::flush);
    }

    public StreamFigures figures() {
        trim(System.nanoTime());
        double seconds = window.size() < 2 ? 0 : (window.getLast()[0] - window.getFirst()[0]) / 1e9;
        double fps = seconds < 0.2 ? 0 : (window.size() - 1) / seconds;
        long bitsPerSecond = seconds < 0.2 ? 0 : (long) (windowBytes * 8 / seconds);
        return new StreamFigures(units, bytes, fps, bitsPerSecond, subscribers.size(), dropped, sinceKeyBytes);
    }

    /** The camera is no longer ours: subscribers are told and let go. */
    public void close() {
        status(Condition.OFFLINE, "the camera was removed");
        List.copyOf(subscribers).forEach(Subscriber::close);
        subscribers.clear();
        forget();
        if (streamMessage != null) {
            streamMessage.release();
            streamMessage = null;
        }
    }
}
