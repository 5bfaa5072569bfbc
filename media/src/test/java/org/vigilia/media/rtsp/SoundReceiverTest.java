package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.fact.CameraHealth.Condition;
import org.vigilia.contract.relay.RelaySound;
import org.vigilia.contract.relay.SoundCoding;
import org.vigilia.contract.relay.StreamInfo;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.VideoFormat;
import org.vigilia.media.source.AfterEnd;
import org.vigilia.media.source.SourceListener;

/** From the packets of a sound track to its pieces: what cameras send, with loss and with noise. */
final class SoundReceiverTest {

    private static final String PLAIN =
            "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n" + "m=audio 0 RTP/AVP 0\r\na=control:track1\r\n";
    private static final String AAC = "v=0\r\nm=audio 0 RTP/AVP 97\r\na=rtpmap:97 mpeg4-generic/16000/1\r\n"
            + "a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=1408\r\n";

    private final List<RelaySound> pieces = new ArrayList<>();
    private final SourceListener listener = new SourceListener() {
        @Override
        public void format(VideoFormat format, double fps, StreamInfo.Clock clock, String clockDetail) {
            throw new AssertionError("a picture");
        }

        @Override
        public void unit(AccessUnit unit) {
            throw new AssertionError("a picture");
        }

        @Override
        public void analytics(long captureMicros, byte[] document) {
            throw new AssertionError("a document");
        }

        @Override
        public void sound(RelaySound piece) {
            pieces.add(piece);
        }

        @Override
        public void ended(Condition condition, String detail, AfterEnd next) {
            throw new AssertionError(detail);
        }
    };
    private int sequence = 65_534;

    private SoundReceiver receiver(String description) {
        SessionDescription.Track track = SessionDescription.parse(description).tracks().stream()
                .filter(one -> one.kind().equals("audio"))
                .findFirst()
                .orElseThrow();
        return new SoundReceiver(track, Duration.ofSeconds(3), listener);
    }

    private void send(SoundReceiver receiver, int type, boolean marker, int timestamp, byte[] payload) {
        ByteBuf packet = Unpooled.buffer();
        packet.writeByte(0x80).writeByte(type | (marker ? 0x80 : 0)).writeShort(sequence++ & 0xffff);
        packet.writeInt(timestamp).writeInt(1).writeBytes(payload);
        receiver.packet(packet, 0, packet.readableBytes(), 5_000_000);
    }

    private static byte[] bytes(RelaySound piece) {
        byte[] bytes = new byte[piece.bytes().remaining()];
        piece.bytes().duplicate().get(bytes);
        return bytes;
    }

    @Test
    void aPayloadTypeThatNeedsNoWordsIsKnown() {
        SoundReceiver receiver = receiver(PLAIN);
        send(receiver, 0, false, 160, new byte[] {1, 2, 3});
        send(receiver, 0, false, 320, new byte[] {4, 5});
        assertThat(pieces).hasSize(2);
        assertThat(pieces.get(0).coding()).isEqualTo(SoundCoding.PCMU);
        assertThat(pieces.get(0).rate()).isEqualTo(8_000);
        assertThat(pieces.get(0).channels()).isEqualTo(1);
        assertThat(bytes(pieces.get(1))).containsExactly(4, 5);
        assertThat(pieces.get(1).afterLoss()).isFalse();
    }

    @Test
    void lostPacketsAreCountedAndTold() {
        SoundReceiver receiver = receiver(PLAIN);
        send(receiver, 0, false, 0, new byte[] {1});
        sequence += 3;
        send(receiver, 0, false, 640, new byte[] {2});
        sequence -= 2;
        send(receiver, 0, false, 320, new byte[] {3});
        assertThat(pieces).hasSize(2);
        assertThat(pieces.get(1).afterLoss()).isTrue();
        assertThat(receiver.figures(0, 0).lostPackets()).isEqualTo(3);
    }

    /** RFC 3640: the length of the headers in bits, then 13 bits of size and 3 of index each, then the frames. */
    private static byte[] payload(int[] sizes, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(sizes.length * 16 >> 8);
        out.write(sizes.length * 16);
        for (int size : sizes) {
            out.write(size << 3 >> 8);
            out.write(size << 3);
        }
        out.writeBytes(data);
        return out.toByteArray();
    }

    @Test
    void severalAacFramesOfAPacketComeEachWithItsTime() {
        SoundReceiver receiver = receiver(AAC);
        send(receiver, 97, true, 0, payload(new int[] {2, 3}, new byte[] {1, 2, 3, 4, 5}));
        assertThat(pieces).hasSize(2);
        assertThat(bytes(pieces.get(0))).containsExactly(1, 2);
        assertThat(bytes(pieces.get(1))).containsExactly(3, 4, 5);
        assertThat(pieces.get(1).captureMicros() - pieces.get(0).captureMicros())
                .isEqualTo(64_000);
        assertThat(pieces.get(0).coding()).isEqualTo(SoundCoding.AAC);
        assertThat(pieces.get(0).configuration().remaining()).isEqualTo(2);
    }

    @Test
    void anAacFrameInSeveralPacketsIsPutTogetherUnlessOneIsMissing() {
        byte[] whole = new byte[2500];
        new Random(3).nextBytes(whole);
        SoundReceiver receiver = receiver(AAC);
        for (boolean lossy : new boolean[] {true, false}) {
            for (int from = 0; from < whole.length; from += 1000) {
                byte[] part = java.util.Arrays.copyOfRange(whole, from, Math.min(whole.length, from + 1000));
                sequence += lossy && from == 1000 ? 1 : 0;
                send(receiver, 97, from + 1000 >= whole.length, 0, payload(new int[] {whole.length}, part));
            }
        }
        assertThat(pieces).hasSize(1);
        assertThat(bytes(pieces.get(0))).isEqualTo(whole);
        assertThat(pieces.get(0).afterLoss()).isTrue();
        assertThat(receiver.figures(0, 0).garbage()).isPositive();
    }

    @Test
    void noiseDoesNoHarm() {
        long seed = 11;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (String description : List.of(PLAIN, AAC)) {
            SoundReceiver receiver = receiver(description);
            for (int i = 0; i < 5_000; i++) {
                byte[] payload = new byte[random.nextInt(60)];
                random.nextBytes(payload);
                send(receiver, random.nextInt(8) == 0 ? random.nextInt(128) : 97, random.nextBoolean(), i, payload);
                ByteBuf raw = Unpooled.wrappedBuffer(payload);
                receiver.packet(raw, 0, payload.length, i);
                receiver.report(raw, 0, payload.length, i);
            }
        }
        assertThat(pieces)
                .allSatisfy(piece -> assertThat(piece.bytes().remaining()).isLessThan(1 << 16));
    }

    @Test
    void codingsThatOnlyTheChildReadsAreLeftToIt() {
        SessionDescription description = SessionDescription.parse(
                "v=0\r\nm=audio 0 RTP/AVP 98\r\n"
                        + "a=rtpmap:98 MP4A-LATM/16000\r\nm=audio 0 RTP/AVP 99\r\na=rtpmap:99 opus/48000/2\r\n"
                        + "m=audio 0 RTP/AVP 100\r\na=rtpmap:100 mpeg4-generic/16000\r\na=fmtp:100 mode=CELP-vbr;config=zz\r\n");
        assertThat(description.tracks().stream().map(SoundReceiver::coding).toList())
                .containsExactly(
                        java.util.Optional.empty(),
                        java.util.Optional.of(SoundCoding.OPUS),
                        java.util.Optional.empty());
        assertThat(description.tracks().get(1).channels()).isEqualTo(2);
    }
}
