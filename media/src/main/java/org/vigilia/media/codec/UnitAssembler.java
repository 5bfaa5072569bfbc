package org.vigilia.media.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.StreamInfo.Codec;

/**
 * Puts NAL units together into access units, and lets only those through that a decoder can make something of: the
 * first is a key picture, nothing is missing in it, its slices name parameter sets that exist. After a picture was lost
 * or broken the next one let through is again a key picture. Nothing is decoded, bytes are copied as they came.
 *
 * <p>Not thread-safe.
 */
public final class UnitAssembler {
    private static final int MAX_UNIT_BYTES = 8 * 1024 * 1024;
    private static final int FIRST_GUESS_BYTES = 16 * 1024;
    private static final int SLICE_HEAD = 16;

    /** Where finished pictures go. */
    public interface Sink {
        /** The stream is now this; comes before the first picture, and on every change. */
        void format(VideoFormat format);

        /** A picture; the sink must release it. */
        void unit(AccessUnit unit);
    }

    private final ByteBufAllocator allocator;
    private final ParameterSets sets;
    private final Codec codec;
    private final Sink sink;
    private final byte[] head = new byte[SLICE_HEAD];

    private @Nullable ByteBuf out;
    private int guess = FIRST_GUESS_BYTES;
    private int nalStart = -1;
    private boolean sliced;
    private boolean key;
    private boolean broken;
    private boolean needsKey = true;
    private boolean formatTold;
    private boolean closed;
    private int pictureSet = -1;
    private long brokenUnits;
    private long goodUnits;

    public UnitAssembler(ByteBufAllocator allocator, ParameterSets sets, Sink sink) {
        this.allocator = allocator;
        this.sets = sets;
        this.codec = sets.codec();
        this.sink = sink;
    }

    /** Pictures thrown away because something was missing or unreadable. */
    public long brokenUnits() {
        return brokenUnits;
    }

    public long goodUnits() {
        return goodUnits;
    }

    /** Whether the picture begun so far already has a slice, so that a marker may end it. */
    public boolean hasSlice() {
        return sliced || broken;
    }

    public boolean isInNal() {
        return nalStart >= 0;
    }

    /** Begins a NAL unit; its bytes follow with {@link #append}. */
    public void beginNal() {
        if (closed) {
            return;
        }
        ByteBuf buffer = out;
        if (buffer == null) {
            buffer = allocator.directBuffer(guess);
            buffer.writeZero(AccessUnit.ROOM);
            out = buffer;
        }
        nalStart = buffer.writerIndex();
        buffer.writeInt(0);
    }

    /** More bytes of the NAL unit that was begun; ignored when none is. */
    public void append(ByteBuf in, int start, int count) {
        ByteBuf buffer = out;
        if (nalStart < 0 || buffer == null) {
            return;
        }
        if (buffer.writerIndex() + count > MAX_UNIT_BYTES) {
            breakUnit();
            return;
        }
        buffer.writeBytes(in, start, count);
    }

    /** One more byte of the NAL unit that was begun. */
    public void append(int value) {
        if (nalStart >= 0 && out != null) {
            out.writeByte(value);
        }
    }

    /** Ends the NAL unit that was begun, and looks at what it is. */
    public void endNal() {
        ByteBuf buffer = out;
        if (nalStart < 0 || buffer == null) {
            return;
        }
        int start = nalStart + 4;
        int length = buffer.writerIndex() - start;
        buffer.setInt(nalStart, length);
        int from = nalStart;
        nalStart = -1;
        if (length < NalUnits.headerBytes(codec) || NalUnits.isForbidden(codec, buffer.getUnsignedByte(start))) {
            buffer.writerIndex(from);
            broken = true;
            return;
        }
        int type = NalUnits.type(codec, buffer.getUnsignedByte(start));
        if (NalUnits.isParameterSet(codec, type)) {
            byte[] set = new byte[length];
            buffer.getBytes(start, set);
            sets.offer(set);
        } else if (NalUnits.isSlice(codec, type)) {
            look(buffer, start, length, type);
        }
    }

    private void look(ByteBuf buffer, int start, int length, int type) {
        if (sliced) {
            return;
        }
        sliced = true;
        key = NalUnits.isKey(codec, type);
        int count = Math.min(length, SLICE_HEAD);
        buffer.getBytes(start, head, 0, count);
        try {
            BitReader in = new BitReader(head, NalUnits.headerBytes(codec), count);
            if (codec == Codec.H264) {
                boolean first = in.ue() == 0;
                int kind = in.ue(9) % 5;
                pictureSet = in.ue(255);
                broken |= !first || key && kind != 2 && kind != 4;
            } else {
                broken |= !in.flag();
                if (type >= 16 && type <= 23) {
                    in.skip(1);
                }
                pictureSet = in.ue(63);
            }
            broken |= !sets.hasPictureSet(pictureSet);
        } catch (Malformed unreadable) {
            broken = true;
        }
    }

    /** Something of the picture is missing; what was begun is thrown away when it ends. */
    public void breakUnit() {
        if (nalStart >= 0 && out != null) {
            out.writerIndex(nalStart);
            nalStart = -1;
        }
        broken = true;
    }

    /**
     * Pictures are missing between the last one and this: wait for the next key picture. A picture that is begun is
     * broken with it.
     */
    public void lost() {
        needsKey = true;
        breakUnit();
    }

    /** Ends the picture and gives it on when it is whole. */
    public void finish(long captureMicros, long arrivalMicros) {
        ByteBuf buffer = out;
        boolean whole = sliced && !broken && nalStart < 0;
        out = null;
        nalStart = -1;
        if (buffer == null) {
            reset();
            return;
        }
        try {
            if (!whole) {
                brokenUnits++;
                needsKey = true;
                sets.forgetTrial();
                return;
            }
            if (key && (sets.hasNews() || !formatTold)) {
                sink.format(sets.settle(pictureSet));
                formatTold = true;
            }
            if (needsKey && !key) {
                return;
            }
            needsKey = false;
            goodUnits++;
            guess = Math.max(FIRST_GUESS_BYTES, key ? guess : buffer.readableBytes() * 5 / 4);
            sink.unit(new AccessUnit(buffer.retain(), key, captureMicros, arrivalMicros));
        } catch (Malformed unreadable) {
            brokenUnits++;
            needsKey = true;
        } finally {
            buffer.release();
            reset();
        }
    }

    private void reset() {
        sliced = false;
        key = false;
        broken = false;
        pictureSet = -1;
    }

    /** Frees what was begun. */
    public void close() {
        closed = true;
        if (out != null) {
            out.release();
            out = null;
        }
        nalStart = -1;
    }
}
