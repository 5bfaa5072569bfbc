package org.vigilia.sim.camera;

/** The video codings a pretend camera can send. */
enum VideoCodec {
    H264,
    H265;

    int nalType(byte[] bytes, int start) {
        return this == H264 ? bytes[start] & 0x1f : bytes[start] >> 1 & 0x3f;
    }

    boolean isSlice(int type) {
        return this == H264 ? type >= 1 && type <= 5 : type <= 31;
    }

    boolean isKey(int type) {
        return this == H264 ? type == 5 : type >= 16 && type <= 21;
    }

    /** Whether the slice is the first of its picture. */
    boolean isFirstSlice(byte[] bytes, int start) {
        return (bytes[start + headerBytes()] & 0x80) != 0;
    }

    /** Whether a unit of this type after a slice begins the next picture (H.264 7.4.1.2.3; H.265 7.4.2.4.4). */
    boolean beginsPicture(int type) {
        return this == H264
                ? type >= 6 && type <= 9 || type >= 14 && type <= 18
                : type >= 32 && type <= 35 || type == 39 || type >= 41 && type <= 44 || type >= 48 && type <= 55;
    }

    boolean isParameterSet(int type) {
        return this == H264 ? type == 7 || type == 8 : type >= 32 && type <= 34;
    }

    int headerBytes() {
        return this == H264 ? 1 : 2;
    }
}
