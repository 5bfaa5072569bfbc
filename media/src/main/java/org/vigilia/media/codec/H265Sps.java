package org.vigilia.media.codec;

import java.util.Locale;

/**
 * What relaying needs of an H.265 sequence parameter set (7.3.2.2).
 *
 * @param id 0 to 15
 * @param tier profile space, tier flag and profile as one byte
 * @param compatibility general_profile_compatibility_flags
 * @param constraints the 48 bits after them
 * @param level general_level_idc
 * @param layers sps_max_sub_layers_minus1 + 1
 * @param nested sps_temporal_id_nesting_flag
 * @param chromaFormat chroma_format_idc
 * @param lumaDepth bits a sample
 * @param chromaDepth bits a sample
 * @param widthPx after cropping
 * @param heightPx after cropping
 */
record H265Sps(
        int id,
        int tier,
        long compatibility,
        long constraints,
        int level,
        int layers,
        boolean nested,
        int chromaFormat,
        int lumaDepth,
        int chromaDepth,
        int widthPx,
        int heightPx) {
    private static final int MAX_SIDE_PX = 16384;

    static H265Sps parse(byte[] unit) throws Malformed {
        BitReader in = new BitReader(unit, 2, unit.length);
        in.skip(4);
        int more = in.small(3);
        if (more > 6) {
            throw new Malformed("too many sub-layers");
        }
        boolean nested = in.flag();
        int tier = in.small(8);
        long compatibility = in.bits(32);
        long constraints = in.bits(24) << 24 | in.bits(24);
        int level = in.small(8);
        skipSubLayers(in, more);
        int id = in.ue(15);
        int chroma = in.ue(3);
        boolean planes = chroma == 3 && in.flag();
        int width = in.ue(MAX_SIDE_PX);
        int height = in.ue(MAX_SIDE_PX);
        if (in.flag()) {
            int unitX = !planes && (chroma == 1 || chroma == 2) ? 2 : 1;
            int unitY = !planes && chroma == 1 ? 2 : 1;
            width -= unitX * (in.ue(MAX_SIDE_PX) + in.ue(MAX_SIDE_PX));
            height -= unitY * (in.ue(MAX_SIDE_PX) + in.ue(MAX_SIDE_PX));
        }
        if (width <= 0 || height <= 0) {
            throw new Malformed("picture cropped to nothing");
        }
        int lumaDepth = 8 + in.ue(8);
        int chromaDepth = 8 + in.ue(8);
        return new H265Sps(
                id,
                tier,
                compatibility,
                constraints,
                level,
                more + 1,
                nested,
                chroma,
                lumaDepth,
                chromaDepth,
                width,
                height);
    }

    private static void skipSubLayers(BitReader in, int more) throws Malformed {
        boolean[] profile = new boolean[more];
        boolean[] level = new boolean[more];
        for (int i = 0; i < more; i++) {
            profile[i] = in.flag();
            level[i] = in.flag();
        }
        if (more > 0) {
            in.skip(2 * (8 - more));
        }
        for (int i = 0; i < more; i++) {
            in.skip((profile[i] ? 88 : 0) + (level[i] ? 8 : 0));
        }
    }

    /** ISO/IEC 14496-15 annex E.3. */
    String codecString() {
        StringBuilder text = new StringBuilder("hvc1.");
        int space = tier >> 6;
        if (space > 0) {
            text.append((char) ('A' + space - 1));
        }
        text.append(tier & 0x1f);
        text.append('.').append(Long.toHexString(Integer.reverse((int) compatibility) & 0xffff_ffffL));
        text.append('.').append((tier & 0x20) == 0 ? 'L' : 'H').append(level);
        int last = 6;
        while (last > 0 && (constraints >> 8 * (6 - last) & 0xff) == 0) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            text.append('.').append(String.format(Locale.ROOT, "%X", constraints >> 8 * (5 - i) & 0xff));
        }
        return text.toString();
    }
}
