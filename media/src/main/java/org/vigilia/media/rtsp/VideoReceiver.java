package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.ParameterSets;
import org.vigilia.media.codec.UnitAssembler;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.media.source.SourceListener;

/** The video track of one conversation: its packets in, its pictures out to the listener. Not thread-safe. */
final class VideoReceiver implements TrackReceiver, UnitAssembler.Sink {
    private static final int SENDER_REPORT = 200;
    private static final int SENDER_REPORT_BYTES = 28;

    private final SessionDescription.Track track;
    private final SourceListener listener;
    private final SenderClock clock;
    private final UnitAssembler assembler;
    private final RtpReceiver receiver;
    private @Nullable VideoFormat format;
    private boolean closed;

    /** {@code track} is H.264 or H.265; {@code replay}: pictures tell themselves when they were taken. */
    VideoReceiver(
            SessionDescription.Track track,
            ByteBufAllocator allocator,
            Duration clockLimit,
            boolean replay,
            SourceListener listener) {
        this.track = track;
        this.listener = listener;
        StreamInfo.Codec codec = StreamInfo.Codec.valueOf(track.encoding());
        ParameterSets sets = new ParameterSets(codec);
        track.parameterSets().forEach(sets::announce);
        assembler = new UnitAssembler(allocator, sets, this);
        clock = new SenderClock(track.clockHz(), clockLimit);
        boolean orderNumbers =
                !track.parameters().getOrDefault("sprop-max-don-diff", "0").equals("0");
        Depacketiser depacketiser =
                codec == StreamInfo.Codec.H264 ? new H264Depacketiser() : new H265Depacketiser(orderNumbers);
        receiver = new RtpReceiver(track.payloadType(), depacketiser, assembler, clock, replay);
    }

    @Override
    public void packet(ByteBuf in, int start, int length, long nowMicros) {
        receiver.packet(in, start, length, nowMicros);
    }

    @Override
    public void report(ByteBuf in, int start, int length, long nowMicros) {
        if (report(clock, in, start, length, nowMicros) && format != null) {
            tell(format);
        }
    }

    /** Whether it was a sender report that changes what the clock says of itself. */
    static boolean report(SenderClock clock, ByteBuf in, int start, int length, long nowMicros) {
        return length >= SENDER_REPORT_BYTES
                && in.getUnsignedByte(start + 1) == SENDER_REPORT
                && clock.report(in.getInt(start + 8), in.getInt(start + 12), in.getInt(start + 16), nowMicros);
    }

    @Override
    public void format(VideoFormat found) {
        format = found;
        tell(found);
    }

    private void tell(VideoFormat found) {
        if (!closed) {
            double fps = track.fps() > 0 ? track.fps() : found.fps();
            listener.format(found, fps, clock.source(), clock.detail());
        }
    }

    @Override
    public void unit(AccessUnit unit) {
        if (closed) {
            unit.bytes().release();
        } else {
            listener.unit(unit);
        }
    }

    @Override
    public SourceFigures figures(long bytes, long garbage) {
        return new SourceFigures(
                bytes,
                receiver.packets(),
                receiver.lost(),
                garbage + receiver.unreadable(),
                assembler.brokenUnits(),
                clock.offsetMicros());
    }

    @Override
    public void close() {
        closed = true;
        assembler.close();
    }
}
