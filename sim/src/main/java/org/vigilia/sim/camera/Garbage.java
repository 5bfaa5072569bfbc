package org.vigilia.sim.camera;

import io.netty.buffer.ByteBuf;
import java.util.Random;

/** Spoils packed pictures the way broken cameras and links do. */
final class Garbage {
    private Garbage() {}

    /** Overwrites every payload with noise; with {@code framing} also the lengths and markers between packets. */
    static void spoil(ByteBuf packed, Random random, boolean framing) {
        int at = packed.readerIndex();
        while (at + 16 < packed.writerIndex()) {
            int end = Math.min(at + 4 + packed.getUnsignedShort(at + 2), packed.writerIndex());
            for (int i = at + 16; i < end; i++) {
                packed.setByte(i, random.nextInt());
            }
            if (framing) {
                packed.setInt(at, random.nextInt());
            }
            at = end;
        }
    }
}
