package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.vigilia.media.codec.Malformed;

/**
 * Cuts what comes on an RTSP connection into answers and interleaved packets (RFC 2326, 10.12). Packets are handed on
 * where they lie, without a copy; only one cut in two by the network is put together first.
 */
final class InterleavedReader extends ChannelInboundHandlerAdapter {
    private static final int MAX_HEAD = 16 * 1024;
    private static final int MAX_BODY = 64 * 1024;

    /** Where the pieces go. */
    interface Pieces {
        void answer(RtspAnswer answer);

        /** A packet on one of the 256 channels; the bytes are valid during the call only. */
        void packet(int channel, ByteBuf in, int start, int length);

        /** Bytes that are neither: the connection is out of step. */
        void outOfStep(String detail);

        void hungUp(String detail);
    }

    private final Pieces pieces;
    private final ByteBuf carry = Unpooled.buffer(2048, 4 + MAX_HEAD + MAX_BODY + 65536);
    private boolean over;

    InterleavedReader(Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && !over) {
                if (carry.isReadable()) {
                    complete(in);
                } else if (!take(in)) {
                    carry.clear();
                    carry.writeBytes(in);
                }
            }
        } catch (Malformed garbage) {
            over = true;
            pieces.outOfStep(String.valueOf(garbage.getMessage()));
        } finally {
            in.release();
        }
    }

    /** Moves as many bytes into the carry as complete what it holds, and takes it. */
    private void complete(ByteBuf in) throws Malformed {
        int first = carry.getByte(carry.readerIndex());
        int missing;
        if (first != '$') {
            missing = in.readableBytes();
        } else if (carry.readableBytes() < 4) {
            missing = 4 - carry.readableBytes();
        } else {
            missing = 4 + carry.getUnsignedShort(carry.readerIndex() + 2) - carry.readableBytes();
        }
        carry.writeBytes(in, Math.min(missing, in.readableBytes()));
        while (carry.isReadable() && !over && take(carry)) {
            continue;
        }
        carry.discardReadBytes();
    }

    /** Takes one piece off; false when it is not complete. */
    private boolean take(ByteBuf in) throws Malformed {
        int start = in.readerIndex();
        if (in.getByte(start) != '$') {
            return takeText(in, start);
        }
        if (in.readableBytes() < 4) {
            return false;
        }
        int length = in.getUnsignedShort(start + 2);
        if (in.readableBytes() < 4 + length) {
            return false;
        }
        in.skipBytes(4 + length);
        pieces.packet(in.getUnsignedByte(start + 1), in, start + 4, length);
        return true;
    }

    private boolean takeText(ByteBuf in, int start) throws Malformed {
        int first = in.getByte(start);
        if (first == '\r' || first == '\n') {
            in.skipBytes(1);
            return true;
        }
        if (first < 'A' || first > 'Z') {
            throw new Malformed("neither an answer nor a packet");
        }
        int limit = Math.min(in.writerIndex(), start + MAX_HEAD);
        int end = -1;
        for (int i = start; i + 3 < limit; i++) {
            if (in.getByte(i) == '\r' && in.getInt(i) == 0x0d0a0d0a) {
                end = i + 4;
                break;
            }
            if (in.getByte(i) < 9) {
                throw new Malformed("control bytes in an answer");
            }
        }
        if (end < 0) {
            if (limit - start >= MAX_HEAD) {
                throw new Malformed("answer too long");
            }
            return false;
        }
        String head = in.toString(start, end - start, StandardCharsets.UTF_8);
        int body = bodyLength(head);
        if (in.writerIndex() < end + body) {
            return false;
        }
        in.readerIndex(end + body);
        RtspAnswer answer = RtspAnswer.parse(head, in.toString(end, body, StandardCharsets.UTF_8));
        if (answer != null) {
            pieces.answer(answer);
        } else if (!head.contains("RTSP/1.0")) {
            // requests of the camera itself (some announce or ask) are left unanswered
            throw new Malformed("not RTSP");
        }
        return true;
    }

    private static int bodyLength(String head) throws Malformed {
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                try {
                    int length = Integer.parseInt(line.substring(15).strip());
                    if (length >= 0 && length <= MAX_BODY) {
                        return length;
                    }
                } catch (NumberFormatException e) {
                    throw new Malformed("Content-Length is no number");
                }
                throw new Malformed("answer's body too long");
            }
        }
        return 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!over) {
            over = true;
            pieces.hungUp("the camera closed the connection");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!over) {
            over = true;
            pieces.hungUp("connection broke: " + cause.getClass().getSimpleName());
        }
        context.close();
    }
}
