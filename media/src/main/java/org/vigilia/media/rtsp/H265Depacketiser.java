package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import org.vigilia.media.codec.UnitAssembler;

/** RFC 7798: single NAL units, aggregation packets, fragmentation units. */
final class H265Depacketiser implements Depacketiser {
    private static final int AGGREGATION = 48;
    private static final int FRAGMENT = 49;

    /** Whether units carry a decoding order number (sprop-max-don-diff above 0). */
    private final boolean orderNumbers;

    H265Depacketiser(boolean orderNumbers) {
        this.orderNumbers = orderNumbers;
    }

    @Override
    public void take(ByteBuf in, int start, int length, UnitAssembler out) {
        int type = in.getUnsignedByte(start) >> 1 & 0x3f;
        int extra = orderNumbers ? 2 : 0;
        if (length <= 2 + extra) {
            out.breakUnit();
        } else if (type == AGGREGATION) {
            aggregate(in, start + 2, start + length, out);
        } else if (type == FRAGMENT) {
            fragment(in, start, length, out);
        } else if (type < AGGREGATION) {
            if (out.isInNal()) {
                out.breakUnit();
            }
            out.beginNal();
            out.append(in, start, 2);
            out.append(in, start + 2 + extra, length - 2 - extra);
            out.endNal();
        } else {
            out.breakUnit();
        }
    }

    private void aggregate(ByteBuf in, int start, int end, UnitAssembler out) {
        if (out.isInNal()) {
            out.breakUnit();
        }
        int at = start;
        int order = orderNumbers ? 2 : 0;
        while (at + order + 2 < end) {
            at += order;
            int count = in.getUnsignedShort(at);
            at += 2;
            if (count < 2 || at + count > end) {
                out.breakUnit();
                return;
            }
            out.beginNal();
            out.append(in, at, count);
            out.endNal();
            at += count;
            order = orderNumbers ? 1 : 0;
        }
    }

    private void fragment(ByteBuf in, int start, int length, UnitAssembler out) {
        int header = in.getUnsignedByte(start + 2);
        boolean begins = (header & 0x80) != 0;
        int skip = 3 + (orderNumbers && begins ? 2 : 0);
        if (length <= skip || begins == out.isInNal()) {
            out.breakUnit();
            if (length <= skip) {
                return;
            }
        }
        if (begins) {
            out.beginNal();
            out.append(in.getUnsignedByte(start) & 0x81 | (header & 0x3f) << 1);
            out.append(in.getUnsignedByte(start + 1));
        }
        out.append(in, start + skip, length - skip);
        if ((header & 0x40) != 0) {
            out.endNal();
        }
    }
}
