package org.vigilia.sim.camera;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.Random;

/**
 * Puts pictures into RTP packets, framed for an RTSP connection (RFC 2326 10.12): H.264 by RFC 6184 (single units and
 * FU-A), H.265 by RFC 7798 (single units and FU). One per stream: all viewers get the same bytes. Not thread-safe.
 */
final class RtpWriter {
    static final int VIDEO_CHANNEL = 0;
    static final int VIDEO_PAYLOAD_TYPE = 96;
    static final int METADATA_CHANNEL = 2;
    static final int METADATA_PAYLOAD_TYPE = 107;
    static final int CLOCK_HZ = 90_000;
    private static final int MAX_PAYLOAD = 1400;
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private static final byte[] NO_EXTENSION = new byte[0];

    private final int ssrc;
    private int sequence;
    private int metadataSequence;
    /** Of the next packet. */
    private byte[] extension = NO_EXTENSION;

    private long packets;
    private long octets;

    RtpWriter(Random random) {
        ssrc = random.nextInt();
        sequence = random.nextInt(0x10000);
    }

    int sequence() {
        return sequence & 0xffff;
    }

    /** All packets of one picture; the last has the marker bit. */
    ByteBuf write(ByteBufAllocator allocator, VideoCodec codec, Picture picture, int timestamp) {
        int size = 0;
        for (byte[] unit : picture.units()) {
            size += unit.length + 20 * (unit.length / (MAX_PAYLOAD - 3) + 1);
        }
        ByteBuf out = allocator.buffer(size);
        int last = picture.units().size() - 1;
        for (int i = 0; i <= last; i++) {
            byte[] unit = picture.units().get(i);
            if (unit.length <= MAX_PAYLOAD) {
                packet(out, timestamp, i == last, unit.length);
                out.writeBytes(unit);
            } else {
                fragments(out, codec, unit, timestamp, i == last);
            }
        }
        return out;
    }

    /** The same; the first packet carries a header extension (RFC 3550, 5.3.1), whole words with their own head. */
    ByteBuf write(ByteBufAllocator allocator, VideoCodec codec, Picture picture, int timestamp, byte[] firstExtension) {
        extension = firstExtension;
        return write(allocator, codec, picture, timestamp);
    }

    private void fragments(ByteBuf out, VideoCodec codec, byte[] unit, int timestamp, boolean lastUnit) {
        int header = codec.headerBytes();
        int type = codec.nalType(unit, 0);
        int offset = header;
        while (offset < unit.length) {
            int count = Math.min(MAX_PAYLOAD - header - 1, unit.length - offset);
            boolean end = offset + count == unit.length;
            packet(out, timestamp, lastUnit && end, header + 1 + count);
            if (codec == VideoCodec.H264) {
                out.writeByte(unit[0] & 0xe0 | 28);
            } else {
                out.writeByte(unit[0] & 0x81 | 49 << 1).writeByte(unit[1]);
            }
            out.writeByte((offset == header ? 0x80 : 0) | (end ? 0x40 : 0) | type);
            out.writeBytes(unit, offset, count);
            offset += count;
        }
    }

    private void packet(ByteBuf out, int timestamp, boolean marker, int payload) {
        out.writeByte('$').writeByte(VIDEO_CHANNEL).writeShort(12 + extension.length + payload);
        out.writeByte(extension.length == 0 ? 0x80 : 0x90).writeByte(VIDEO_PAYLOAD_TYPE | (marker ? 0x80 : 0));
        out.writeShort(sequence++).writeInt(timestamp).writeInt(ssrc).writeBytes(extension);
        extension = NO_EXTENSION;
        packets++;
        octets += payload;
    }

    /** A metadata document with the timestamp of its picture; one per stream, so its packets are counted apart. */
    ByteBuf write(ByteBufAllocator allocator, byte[] document, int timestamp) {
        ByteBuf out = allocator.buffer(document.length + 20 * (document.length / MAX_PAYLOAD + 1));
        for (int at = 0; at < document.length; at += MAX_PAYLOAD) {
            int count = Math.min(MAX_PAYLOAD, document.length - at);
            boolean last = at + count == document.length;
            out.writeByte('$').writeByte(METADATA_CHANNEL).writeShort(12 + count);
            out.writeByte(0x80).writeByte(METADATA_PAYLOAD_TYPE | (last ? 0x80 : 0));
            out.writeShort(metadataSequence++).writeInt(timestamp).writeInt(~ssrc);
            out.writeBytes(document, at, count);
        }
        return out;
    }

    /** A sender report (RFC 3550 6.4.1) that says: at this moment the stream's clock stood there. */
    ByteBuf senderReport(ByteBufAllocator allocator, int channel, Instant now, int timestamp) {
        ByteBuf out = allocator.buffer(32);
        out.writeByte('$').writeByte(channel + 1).writeShort(28);
        out.writeByte(0x80).writeByte(200).writeShort(6).writeInt(channel == VIDEO_CHANNEL ? ssrc : ~ssrc);
        out.writeInt((int) (now.getEpochSecond() + NTP_TO_UNIX_SECONDS));
        out.writeInt((int) (((long) now.getNano() << 32) / 1_000_000_000L));
        out.writeInt(timestamp).writeInt((int) packets).writeInt((int) octets);
        return out;
    }
}
