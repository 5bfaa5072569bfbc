package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import org.vigilia.media.codec.UnitAssembler;

/** RFC 6184 in its non-interleaved mode: single NAL units, STAP-A, FU-A. */
final class H264Depacketiser implements Depacketiser {
    private static final int STAP_A = 24;
    private static final int FU_A = 28;

    @Override
    public void take(ByteBuf in, int start, int length, UnitAssembler out) {
        int first = in.getUnsignedByte(start);
        int type = first & 0x1f;
        if (type >= 1 && type < STAP_A) {
            whole(in, start, length, out);
        } else if (type == STAP_A) {
            aggregate(in, start + 1, start + length, out);
        } else if (type == FU_A && length > 2) {
            fragment(in, start, length, first, out);
        } else {
            out.breakUnit();
        }
    }

    private static void whole(ByteBuf in, int start, int length, UnitAssembler out) {
        if (out.isInNal()) {
            out.breakUnit();
        }
        out.beginNal();
        out.append(in, start, length);
        out.endNal();
    }

    private static void aggregate(ByteBuf in, int start, int end, UnitAssembler out) {
        int at = start;
        while (at + 2 < end) {
            int count = in.getUnsignedShort(at);
            at += 2;
            if (count == 0 || at + count > end) {
                out.breakUnit();
                return;
            }
            whole(in, at, count, out);
            at += count;
        }
    }

    private static void fragment(ByteBuf in, int start, int length, int first, UnitAssembler out) {
        int header = in.getUnsignedByte(start + 1);
        boolean begins = (header & 0x80) != 0;
        if (begins == out.isInNal()) {
            // the end of the unit before, or the beginning of this one, never came
            out.breakUnit();
        }
        if (begins) {
            out.beginNal();
            out.append(first & 0xe0 | header & 0x1f);
        }
        out.append(in, start + 2, length - 2);
        if ((header & 0x40) != 0) {
            out.endNal();
        }
    }
}
