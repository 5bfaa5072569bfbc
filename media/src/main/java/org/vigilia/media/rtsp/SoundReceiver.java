package org.vigilia.media.rtsp;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;
import org.vigilia.media.source.SourceFigures;
import org.vigilia.media.source.SourceListener;

/** The sound track of one conversation: G.711, L16, AAC (RFC 3640) or Opus (RFC 7587). Not thread-safe. */
final class SoundReceiver implements TrackReceiver {
    private static final int HEADER = 12;
    /** An AAC frame says 1024 samples, whatever its length in bytes. */
    private static final int AAC_SAMPLES = 1024;

    private final SessionDescription.Track track;
    private final SoundCoding coding;
    private final ByteBuffer configuration;
    private final SourceListener listener;
    private final SenderClock clock;
    private final AacUnits aac;
    private int expected = -1;
    private boolean afterLoss;
    private boolean closed;
    private long packets;
    private long lost;
    private long unreadable;

    /** {@code track} is of a coding that {@link #coding} knows. */
    SoundReceiver(SessionDescription.Track track, Duration clockLimit, SourceListener listener) {
        this.track = track;
        this.coding = coding(track).orElseThrow();
        this.listener = listener;
        this.clock = new SenderClock(track.clockHz(), clockLimit);
        this.aac = new AacUnits(track.parameters());
        this.configuration = ByteBuffer.wrap(
                coding == SoundCoding.AAC ? hex(track.parameters().get("config")) : new byte[0]);
    }

    /** How the track is coded; empty when that is not read here. */
    static Optional<SoundCoding> coding(SessionDescription.Track track) {
        return switch (track.encoding()) {
            case "PCMU" -> Optional.of(SoundCoding.PCMU);
            case "PCMA" -> Optional.of(SoundCoding.PCMA);
            case "L16" -> Optional.of(SoundCoding.L16);
            case "OPUS" -> Optional.of(SoundCoding.OPUS);
            case "MPEG4-GENERIC" ->
                hex(track.parameters().get("config")).length >= 2 && AacUnits.readable(track.parameters())
                        ? Optional.of(SoundCoding.AAC)
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static byte[] hex(@Nullable String text) {
        try {
            return text == null ? new byte[0] : HexFormat.of().parseHex(text.strip());
        } catch (IllegalArgumentException notHex) {
            return new byte[0];
        }
    }

    @Override
    public void packet(ByteBuf in, int start, int length, long nowMicros) {
        packets++;
        if (length < HEADER || (in.getByte(start) & 0xc0) != 0x80) {
            unreadable++;
            return;
        }
        int first = in.getUnsignedByte(start);
        int second = in.getUnsignedByte(start + 1);
        if ((second & 0x7f) != track.payloadType() || closed) {
            return;
        }
        int offset = HEADER + 4 * (first & 0x0f);
        if ((first & 0x10) != 0 && offset + 4 <= length) {
            offset += 4 + 4 * in.getUnsignedShort(start + offset + 2);
        }
        int end = length - ((first & 0x20) != 0 ? in.getUnsignedByte(start + length - 1) : 0);
        if (end <= offset) {
            unreadable++;
            return;
        }
        if (!count(in.getUnsignedShort(start + 2))) {
            return;
        }
        byte[] payload = new byte[end - offset];
        in.getBytes(start + offset, payload);
        long micros = clock.captureMicros(in.getInt(start + 4), nowMicros);
        if (coding != SoundCoding.AAC) {
            tell(micros, nowMicros, ByteBuffer.wrap(payload));
            return;
        }
        int number = 0;
        for (ByteBuffer unit : aac.take(payload, (second & 0x80) != 0)) {
            tell(micros + number++ * 1_000_000L * AAC_SAMPLES / track.clockHz(), nowMicros, unit);
        }
    }

    private void tell(long captureMicros, long arrivalMicros, ByteBuffer bytes) {
        listener.sound(new RelaySound(
                captureMicros,
                arrivalMicros,
                coding,
                track.channels(),
                afterLoss,
                track.clockHz(),
                configuration,
                bytes));
        afterLoss = false;
    }

    /** Whether the packet is to be used: late and repeated ones are not. */
    private boolean count(int sequence) {
        int ahead = expected < 0 ? 0 : sequence - expected & 0xffff;
        if (ahead >= 0xff00) {
            return false;
        }
        if (ahead > 0) {
            lost += ahead < 0x8000 ? ahead : 0;
            afterLoss = true;
            aac.forget();
        }
        expected = sequence + 1 & 0xffff;
        return true;
    }

    @Override
    public void report(ByteBuf in, int start, int length, long nowMicros) {
        VideoReceiver.report(clock, in, start, length, nowMicros);
    }

    @Override
    public SourceFigures figures(long bytes, long garbage) {
        return new SourceFigures(
                bytes, packets, lost, garbage + unreadable + aac.unreadable(), 0, clock.offsetMicros());
    }

    @Override
    public void close() {
        closed = true;
    }
}
