package org.vigilia.sim.camera;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads requests and skips the receiver reports that come between them on the same connection. */
final class RtspRequestDecoder extends ByteToMessageDecoder {
    private static final int MAX_HEAD = 16 * 1024;
    private static final ByteBuf END =
            Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));

    private int bodyLeft;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (bodyLeft > 0) {
            int count = Math.min(bodyLeft, in.readableBytes());
            in.skipBytes(count);
            bodyLeft -= count;
            return;
        }
        if (in.getByte(in.readerIndex()) == '$') {
            if (in.readableBytes() >= 4) {
                int length = 4 + in.getUnsignedShort(in.readerIndex() + 2);
                if (in.readableBytes() >= length) {
                    in.skipBytes(length);
                }
            }
            return;
        }
        int end = ByteBufUtil.indexOf(END, in);
        if (end < 0) {
            if (in.readableBytes() > MAX_HEAD) {
                throw new TooLongFrameException("request head over " + MAX_HEAD + " bytes");
            }
            return;
        }
        String head = in.readString(end - in.readerIndex(), StandardCharsets.UTF_8);
        in.skipBytes(END.readableBytes());
        String[] lines = head.strip().split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        if (first.length != 3) {
            throw new TooLongFrameException("not a request");
        }
        bodyLeft = Math.max(0, Integer.parseInt(headers.getOrDefault("content-length", "0")));
        out.add(new RtspRequest(first[0], first[1], headers));
    }
}
