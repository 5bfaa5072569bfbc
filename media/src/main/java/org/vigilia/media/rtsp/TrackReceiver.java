package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import org.vigilia.media.source.SourceFigures;

/** One track of a conversation: its packets in, what they hold out to the listener. Not thread-safe. */
interface TrackReceiver {

    /** Takes an RTP packet. */
    void packet(ByteBuf in, int start, int length, long nowMicros);

    /** Takes an RTCP packet; only sender reports matter. */
    void report(ByteBuf in, int start, int length, long nowMicros);

    /** What was counted, with what the connection has counted. */
    SourceFigures figures(long bytes, long garbage);

    void close();
}
