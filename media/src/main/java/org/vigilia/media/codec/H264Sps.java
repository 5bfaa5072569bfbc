package org.vigilia.media.codec;

import java.util.Locale;

/**
 * What relaying needs of an H.264 sequence parameter set (7.3.2.1.1).
 *
 * @param id 0 to 31
 * @param profile profile_idc
 * @param constraints the constraint_set flags as one byte
 * @param level level_idc
 * @param chromaFormat chroma_format_idc, 0 to 3
 * @param lumaDepth bits a sample
 * @param chromaDepth bits a sample
 * @param widthPx after cropping
 * @param heightPx after cropping
 * @param fps 0 when unsaid
 */
record H264Sps(
        int id,
        int profile,
        int constraints,
        int level,
        int chromaFormat,
        int lumaDepth,
        int chromaDepth,
        int widthPx,
        int heightPx,
        double fps) {
    private static final int MAX_SIDE_PX = 16384;

    static boolean hasChroma(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    String codecString() {
        return String.format(Locale.ROOT, "avc1.%02x%02x%02x", profile, constraints, level);
    }

    /** {@code unit} is the whole NAL unit with its header byte. */
    static H264Sps parse(byte[] unit) throws Malformed {
        BitReader in = new BitReader(unit, 1, unit.length);
        int profile = in.small(8);
        int constraints = in.small(8);
        int level = in.small(8);
        int id = in.ue(31);
        int chroma = 1;
        int lumaDepth = 8;
        int chromaDepth = 8;
        boolean planes = false;
        if (hasChroma(profile)) {
            chroma = in.ue(3);
            planes = chroma == 3 && in.flag();
            lumaDepth = 8 + in.ue(6);
            chromaDepth = 8 + in.ue(6);
            in.skip(1);
            if (in.flag()) {
                skipScaling(in, chroma == 3 ? 12 : 8);
            }
        }
        in.ue(12);
        skipOrderCount(in);
        in.ue(16);
        in.skip(1);
        int widthMbs = in.ue(MAX_SIDE_PX / 16 - 1) + 1;
        int heightUnits = in.ue(MAX_SIDE_PX / 16 - 1) + 1;
        int fields = in.flag() ? 1 : 2;
        if (fields == 2) {
            in.skip(1);
        }
        in.skip(1);
        int width = widthMbs * 16;
        int height = heightUnits * 16 * fields;
        if (in.flag()) {
            int unitX = chroma == 1 || chroma == 2 ? 2 : 1;
            int unitY = (chroma == 1 ? 2 : 1) * fields;
            if (planes) {
                unitX = 1;
                unitY = fields;
            }
            width -= unitX * (in.ue(MAX_SIDE_PX) + in.ue(MAX_SIDE_PX));
            height -= unitY * (in.ue(MAX_SIDE_PX) + in.ue(MAX_SIDE_PX));
        }
        if (width <= 0 || height <= 0) {
            throw new Malformed("picture cropped to nothing");
        }
        double fps = in.flag() ? fps(in) : 0;
        return new H264Sps(id, profile, constraints, level, chroma, lumaDepth, chromaDepth, width, height, fps);
    }

    private static void skipScaling(BitReader in, int lists) throws Malformed {
        for (int i = 0; i < lists; i++) {
            if (in.flag()) {
                int last = 8;
                int next = 8;
                for (int j = 0; j < (i < 6 ? 16 : 64); j++) {
                    if (next != 0) {
                        next = last + in.se() & 0xff;
                    }
                    last = next == 0 ? last : next;
                }
            }
        }
    }

    private static void skipOrderCount(BitReader in) throws Malformed {
        int type = in.ue(2);
        if (type == 0) {
            in.ue(12);
        } else if (type == 1) {
            in.skip(1);
            in.se();
            in.se();
            int cycle = in.ue(255);
            for (int i = 0; i < cycle; i++) {
                in.se();
            }
        }
    }

    /** Annex E.1.1, up to the timing. A broken VUI only loses the frame rate. */
    private static double fps(BitReader in) {
        try {
            if (in.flag() && in.small(8) == 255) {
                in.skip(32);
            }
            if (in.flag()) {
                in.skip(1);
            }
            if (in.flag()) {
                in.skip(4);
                if (in.flag()) {
                    in.skip(24);
                }
            }
            if (in.flag()) {
                in.ue();
                in.ue();
            }
            if (!in.flag()) {
                return 0;
            }
            long tick = in.bits(32);
            long scale = in.bits(32);
            double fps = tick == 0 ? 0 : scale / (2.0 * tick);
            return fps >= 0.1 && fps <= 240 ? fps : 0;
        } catch (Malformed shortVui) {
            return 0;
        }
    }
}
