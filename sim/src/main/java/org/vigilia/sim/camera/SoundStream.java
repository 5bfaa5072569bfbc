package org.vigilia.sim.camera;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A pretend camera's microphone: plays its track to whoever listens, a packet for each piece (RFC 3551), with a sender report
 * about every five seconds. Who listens alone hears the track from its beginning. Used on one event loop only.
 */
final class SoundStream {
    static final int CHANNEL = 4;
    private static final int REPORT_SECONDS = 5;
    private static final int DYNAMIC_TYPE = 98;
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private final EventLoop loop;
    private final Soundtrack track;
    private final double pieceNanos;
    private final long reportEvery;
    private final Clock clock;
    private final Set<Channel> listeners = new HashSet<>();
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final int firstTimestamp = ThreadLocalRandom.current().nextInt();
    private int sequence = ThreadLocalRandom.current().nextInt(0x10000);
    private long startNanos;
    private long next;
    private boolean playing;

    SoundStream(EventLoop loop, Soundtrack track, Clock clock) {
        this.loop = loop;
        this.track = track;
        this.pieceNanos = 1e9 * track.samples() / track.rate();
        this.reportEvery = Math.max(1, (long) REPORT_SECONDS * track.rate() / track.samples());
        this.clock = clock;
    }

    /** What DESCRIBE says of it (RFC 8866). */
    String description(String control) {
        int type = payloadType();
        return "m=audio 0 RTP/AVP " + type + "\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:" + type + " " + track.coding() + "/"
                + track.rate() + "/1\r\n"
                + (track.format().isEmpty() ? "" : "a=fmtp:" + type + " " + track.format() + "\r\n")
                + "a=control:" + control + "\r\n";
    }

    private int payloadType() {
        return track.coding().equals("PCMU") ? 0 : DYNAMIC_TYPE;
    }

    void add(Channel listener) {
        listeners.add(listener);
        if (!playing) {
            playing = true;
            next = 0;
            startNanos = System.nanoTime();
            loop.schedule(this::tick, (long) pieceNanos, TimeUnit.NANOSECONDS);
        }
    }

    void remove(Channel listener) {
        listeners.remove(listener);
    }

    private void tick() {
        if (listeners.isEmpty()) {
            playing = false;
            return;
        }
        // a machine that is busy may be late; nothing is left out then
        while (next < (long) ((System.nanoTime() - startNanos) / pieceNanos)) {
            play();
            next++;
        }
        long due = startNanos + (long) ((next + 1) * pieceNanos) - System.nanoTime();
        loop.schedule(this::tick, Math.max(0, due), TimeUnit.NANOSECONDS);
    }

    private void play() {
        byte[] piece = track.pieces().get((int) (next % track.pieces().size()));
        int timestamp = firstTimestamp + (int) (next * track.samples());
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer(16 + piece.length + 32);
        if (next % reportEvery == 0) {
            report(out, timestamp);
        }
        out.writeByte('$').writeByte(CHANNEL).writeShort(12 + piece.length);
        out.writeByte(0x80).writeByte(payloadType() | (marked() ? 0x80 : 0));
        out.writeShort(sequence++).writeInt(timestamp).writeInt(ssrc).writeBytes(piece);
        for (Channel listener : listeners) {
            if (listener.isWritable()) {
                listener.writeAndFlush(out.retainedDuplicate(), listener.voidPromise());
            }
        }
        out.release();
    }

    /** Each packet of AAC ends a frame (RFC 3640, 3.1); of other sound the first is told (RFC 3551, 4.1). */
    private boolean marked() {
        return next == 0 || !track.format().isEmpty();
    }

    private void report(ByteBuf out, int timestamp) {
        long ageNanos = System.nanoTime() - (startNanos + (long) (next * pieceNanos));
        Instant taken = clock.instant().minusNanos(ageNanos);
        out.writeByte('$').writeByte(CHANNEL + 1).writeShort(28);
        out.writeByte(0x80).writeByte(200).writeShort(6).writeInt(ssrc);
        out.writeInt((int) (taken.getEpochSecond() + NTP_TO_UNIX_SECONDS));
        out.writeInt((int) (((long) taken.getNano() << 32) / 1_000_000_000L));
        out.writeInt(timestamp)
                .writeInt((int) next)
                .writeInt((int) next * track.pieces().get(0).length);
    }
}
