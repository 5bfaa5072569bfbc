package org.vigilia.media.codec;

/**
 * Reads the bits of a NAL unit, leaving out emulation prevention bytes (H.264 7.3.1, H.265 7.3.1.1). Reading past the
 * end throws {@link Malformed}. Not thread-safe.
 */
final class BitReader {
    private final byte[] bytes;
    private final int end;
    private int position;
    private int bit;
    private int zeros;

    BitReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    int bit() throws Malformed {
        if (bit == 0 && zeros >= 2 && position < end && bytes[position] == 3) {
            position++;
            zeros = 0;
        }
        if (position >= end) {
            throw new Malformed("unit ends too early");
        }
        int value = bytes[position] >> 7 - bit & 1;
        if (++bit == 8) {
            bit = 0;
            zeros = bytes[position] == 0 ? zeros + 1 : 0;
            position++;
        }
        return value;
    }

    boolean flag() throws Malformed {
        return bit() == 1;
    }

    /** Up to 32 bits, as an unsigned number. */
    long bits(int count) throws Malformed {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    int small(int count) throws Malformed {
        return (int) bits(count);
    }

    void skip(int count) throws Malformed {
        for (int i = 0; i < count; i++) {
            bit();
        }
    }

    /** Exp-Golomb, unsigned: 0 to 2^31 - 2. */
    int ue() throws Malformed {
        int leading = 0;
        while (bit() == 0) {
            if (++leading > 30) {
                throw new Malformed("number too long");
            }
        }
        return (int) ((1L << leading) - 1 + bits(leading));
    }

    /** {@link #ue()} of at most {@code max}. */
    int ue(int max) throws Malformed {
        int value = ue();
        if (value > max) {
            throw new Malformed("value " + value + " over " + max);
        }
        return value;
    }

    /** Exp-Golomb, signed. */
    int se() throws Malformed {
        int value = ue();
        return (value & 1) == 1 ? (value >>> 1) + 1 : -(value >>> 1);
    }
}
