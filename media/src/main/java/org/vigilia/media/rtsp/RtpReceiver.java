package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import org.vigilia.media.codec.UnitAssembler;

/**
 * Takes the RTP packets of one stream (RFC 3550, 5.1), counts what is missing and ends pictures: by the marker bit, or
 * when the timestamp changes. Not thread-safe.
 */
final class RtpReceiver {
    private static final int HEADER = 12;
    /** A jump of more packets than this is a camera that began to count anew. */
    private static final int MAX_GAP = 3000;
    /** ONVIF Streaming Specification, 6.3: when the picture was taken. */
    private static final int REPLAY_EXTENSION = 0xabac;

    private final int payloadType;
    private final Depacketiser depacketiser;
    private final UnitAssembler assembler;
    private final SenderClock clock;
    private final boolean replay;

    private int expected = -1;
    private long takenAt = -1;
    private int takenStamp;
    private int timestamp;
    private boolean begun;
    private long arrivalMicros;
    private long packets;
    private long lost;
    private long unreadable;

    RtpReceiver(int payloadType, Depacketiser depacketiser, UnitAssembler assembler, SenderClock clock) {
        this(payloadType, depacketiser, assembler, clock, false);
    }

    /** {@code replay}: times are taken from the header extension of ONVIF, where there is one. */
    RtpReceiver(
            int payloadType, Depacketiser depacketiser, UnitAssembler assembler, SenderClock clock, boolean replay) {
        this.replay = replay;
        this.payloadType = payloadType;
        this.depacketiser = depacketiser;
        this.assembler = assembler;
        this.clock = clock;
    }

    void packet(ByteBuf in, int start, int length, long nowMicros) {
        packets++;
        if (length < HEADER || (in.getByte(start) & 0xc0) != 0x80) {
            unreadable++;
            return;
        }
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        if ((second & 0x7f) != payloadType) {
            return;
        }
        int offset = HEADER + 4 * (first & 0x0f);
        if ((first & 0x10) != 0 && offset + 4 <= length) {
            int words = in.getUnsignedShort(start + offset + 2);
            if (replay
                    && words >= 3
                    && in.getUnsignedShort(start + offset) == REPLAY_EXTENSION
                    && offset + 16 <= length) {
                takenAt = SenderClock.micros(in.getInt(start + offset + 4), in.getInt(start + offset + 8));
                takenStamp = in.getInt(start + 4);
            }
            offset += 4 + 4 * words;
        }
        int end = length - ((first & 0x20) != 0 ? in.getUnsignedByte(start + length - 1) : 0);
        if (end < offset) {
            unreadable++;
            return;
        }
        if (!count(in.getUnsignedShort(start + 2))) {
            return;
        }
        int stamp = in.getInt(start + 4);
        if (begun && stamp != timestamp && assembler.hasSlice()) {
            finish();
        }
        if (!begun || stamp != timestamp) {
            begun = true;
            timestamp = stamp;
            arrivalMicros = nowMicros;
        }
        if (end > offset) {
            depacketiser.take(in, start + offset, end - offset, assembler);
        }
        if ((second & 0x80) != 0 && assembler.hasSlice()) {
            finish();
        }
    }

    /** Whether the packet is to be used: late and repeated ones are not. */
    private boolean count(int sequence) {
        int ahead = expected < 0 ? 0 : sequence - expected & 0xffff;
        if (ahead >= 0x8000 && ahead < 0x10000 - MAX_GAP || ahead < 0x8000 && ahead > MAX_GAP) {
            assembler.lost();
        } else if (ahead >= 0x8000) {
            return false;
        } else if (ahead > 0) {
            lost += ahead;
            assembler.lost();
        }
        expected = sequence + 1 & 0xffff;
        return true;
    }

    private void finish() {
        long capture = takenAt >= 0
                ? takenAt + (long) (timestamp - takenStamp) * 1_000_000L / clock.clockHz()
                : clock.captureMicros(timestamp, arrivalMicros);
        assembler.finish(capture, arrivalMicros);
        begun = false;
    }

    long packets() {
        return packets;
    }

    long lost() {
        return lost;
    }

    long unreadable() {
        return unreadable;
    }
}
