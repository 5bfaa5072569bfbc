package org.vigilia.sim.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigilia.sim.testing.Repository;

/** A pretend camera's card, in memory. */
final class CardTest {
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
    private static final int FPS = 10;

    private final EmbeddedChannel viewer = new EmbeddedChannel();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    private record Sent(Instant taken, int flags, int request) {}

    private CameraStream stream(double fps) throws IOException {
        return new CameraStream(viewer.eventLoop(), Clip.read(Repository.pattern("small.h264")), fps, clock);
    }

    private List<Sent> sent() {
        List<Sent> sent = new ArrayList<>();
        for (ByteBuf bytes = viewer.readOutbound(); bytes != null; bytes = viewer.readOutbound()) {
            while (bytes.isReadable()) {
                bytes.skipBytes(2);
                ByteBuf packet = bytes.readSlice(bytes.readUnsignedShort());
                if ((packet.getByte(0) & 0x10) != 0) {
                    assertThat(packet.getUnsignedShort(12)).isEqualTo(0xabac);
                    assertThat(packet.getUnsignedShort(14)).isEqualTo(3);
                    long nanos = Math.round(packet.getUnsignedInt(20) * 1e9 / (1L << 32));
                    sent.add(new Sent(
                            Instant.ofEpochSecond(packet.getUnsignedInt(16) - NTP_TO_UNIX_SECONDS, nanos),
                            packet.getUnsignedByte(24),
                            packet.getUnsignedByte(25)));
                }
            }
            bytes.release();
        }
        return sent;
    }

    @Test
    void replaysASpanFromTheKeyPictureBeforeItAndSaysWhenEachWasTaken() throws IOException {
        Card card = new Card(viewer.eventLoop(), stream(FPS), clock);
        Card.Range range = new Card.Range(NOW.minusSeconds(20), NOW.minusSeconds(15));
        assertThat(card.has(range)).isTrue();

        card.play(viewer, range, 7);

        List<Sent> sent = sent();
        assertThat(sent).hasSizeGreaterThanOrEqualTo(5 * FPS);
        assertThat(sent.get(0).taken()).isBeforeOrEqualTo(range.from().plusMillis(100));
        assertThat(sent.get(0).flags()).isEqualTo(0x80 | 0x20);
        assertThat(sent.get(sent.size() - 1).flags() & 0x40).isEqualTo(0x40);
        assertThat(sent.get(sent.size() - 1).taken())
                .isBetween(range.to().minusMillis(101), range.to().minusNanos(1));
        assertThat(sent).allMatch(one -> one.request() == 7);
        for (int i = 1; i < sent.size(); i++) {
            assertThat(Duration.between(sent.get(i - 1).taken(), sent.get(i).taken()))
                    .isBetween(Duration.ofMillis(99), Duration.ofMillis(101));
        }
        assertThat(sent.stream().filter(one -> (one.flags() & 0x80) != 0)).hasSizeGreaterThan(1);
    }

    @Test
    void hasADayOfPicturesAndNoneOfTheFuture() throws IOException {
        Card card = new Card(viewer.eventLoop(), stream(FPS), clock);
        assertThat(card.has(new Card.Range(NOW.minusSeconds(90_000), NOW.minusSeconds(86_401))))
                .isFalse();
        assertThat(card.has(new Card.Range(NOW.plusSeconds(1), NOW.plusSeconds(9))))
                .isFalse();
        card.play(viewer, new Card.Range(NOW.minusSeconds(1), NOW.plusSeconds(9)), 1);
        assertThat(sent().stream().map(Sent::taken)).isNotEmpty().allMatch(NOW::isAfter);
    }

    @Test
    void showsWhatWasShownLive() throws IOException {
        // so slow that the next picture is known
        CameraStream stream = stream(0.001);
        Clip clip = stream.ownClip();
        assertThat(stream.pictureAt(-1))
                .isSameAs(clip.pictures().get(clip.pictures().size() - 1));
        assertThat(stream.pictureAt(1)).isSameAs(clip.pictures().get(1));
        // whoever watches alone sees the clip from its beginning
        stream.add(viewer, false);
        assertThat(stream.pictureAt(0)).isSameAs(clip.pictures().get(0));
        assertThat(stream.pictureAt(1)).isSameAs(clip.pictures().get(0));
        assertThat(stream.pictureAt(3)).isSameAs(clip.pictures().get(2));
        assertThat(stream.timeline(NOW).index(NOW)).isEqualTo(1);
    }

    @Test
    void spansAreReadAsClientsWriteThem() {
        assertThat(Card.Range.parse("clock=20261129T080000.500Z-20261129T080010Z"))
                .contains(
                        new Card.Range(Instant.parse("2026-11-29T08:00:00.5Z"), Instant.parse("2026-11-29T08:00:10Z")));
        for (String odd : List.of(
                "", "npt=0.000-", "clock=20261129T080010Z-20261129T080000Z", "clock=x-y", "clock=20261129T080010Z-")) {
            assertThat(Card.Range.parse(odd)).as(odd).isEmpty();
        }
    }
}
