package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import org.vigilia.media.codec.UnitAssembler;

/** Takes NAL units out of RTP payloads. Not thread-safe; one a stream. */
sealed interface Depacketiser permits H264Depacketiser, H265Depacketiser {
    /** One payload: {@code length} bytes, at least one, at {@code start}. */
    void take(ByteBuf in, int start, int length, UnitAssembler out);
}
