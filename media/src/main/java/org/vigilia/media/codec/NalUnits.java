package org.vigilia.media.codec;

import org.vigilia.contract.relay.StreamInfo.Codec;

/** The kinds of NAL units (H.264 table 7-1, H.265 table 7-1). */
public final class NalUnits {
    private NalUnits() {}

    /** {@code first} is the first byte of the unit, 0 to 255. */
    public static int type(Codec codec, int first) {
        return codec == Codec.H264 ? first & 0x1f : first >> 1 & 0x3f;
    }

    /** Bytes of a unit's header. */
    public static int headerBytes(Codec codec) {
        return codec == Codec.H264 ? 1 : 2;
    }

    /** Whether no encoder may send this: the forbidden bit, or a type that RTP keeps for itself. */
    static boolean isForbidden(Codec codec, int first) {
        if ((first & 0x80) != 0) {
            return true;
        }
        int type = type(codec, first);
        return codec == Codec.H264 ? type == 0 || type >= 24 : type >= 48 && type <= 50;
    }

    static boolean isSlice(Codec codec, int type) {
        return codec == Codec.H264 ? type >= 1 && type <= 5 : type <= 31;
    }

    static boolean isKey(Codec codec, int type) {
        return codec == Codec.H264 ? type == 5 : type >= 16 && type <= 21;
    }

    static boolean isParameterSet(Codec codec, int type) {
        return codec == Codec.H264 ? type == 7 || type == 8 : type >= 32 && type <= 34;
    }
}
