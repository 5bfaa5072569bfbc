package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.vigilia.media.source.SourceListener;

/**
 * The metadata track of an ONVIF camera (ONVIF Streaming Specification, 5.1.2.1.1): XML documents cut into RTP packets,
 * the last of each with the marker bit. Documents with a hole are dropped. Not thread-safe.
 */
final class MetadataReceiver {
    static final String ENCODING = "VND.ONVIF.METADATA";
    private static final int MAX_DOCUMENT = 1 << 20;
    private static final int HEADER = 12;

    private final SenderClock clock;
    private final SourceListener listener;
    private final ByteArrayOutputStream document = new ByteArrayOutputStream();
    private int expected = -1;
    private boolean holed;

    MetadataReceiver(int clockHz, Duration clockLimit, SourceListener listener) {
        this.clock = new SenderClock(clockHz, clockLimit);
        this.listener = listener;
    }

    void report(ByteBuf in, int start, int length, long nowMicros) {
        VideoReceiver.report(clock, in, start, length, nowMicros);
    }

    void packet(ByteBuf in, int start, int length, long nowMicros) {
        // extensions and contributing sources are not used on this track
        if (length <= HEADER || (in.getByte(start) & 0xff) != 0x80) {
            holed = true;
            return;
        }
        int sequence = in.getUnsignedShort(start + 2);
        holed |= expected >= 0 && sequence != expected || document.size() + length > MAX_DOCUMENT;
        expected = sequence + 1 & 0xffff;
        if (!holed) {
            try {
                in.getBytes(start + HEADER, document, length - HEADER);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        if ((in.getByte(start + 1) & 0x80) != 0) {
            if (!holed) {
                listener.analytics(clock.captureMicros(in.getInt(start + 4), nowMicros), document.toByteArray());
            }
            document.reset();
            holed = false;
        }
    }
}
