package org.vigilia.contract.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RelayCodecTest {

    @Test
    void messagesSurviveAnyCutting() {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        List<RelayFrame> sent = new ArrayList<>();
        ByteBuffer wire = ByteBuffer.allocate(1 << 20);
        for (int i = 0; i < 200; i++) {
            byte[] payload = new byte[random.nextInt(4000)];
            random.nextBytes(payload);
            RelayFrame frame = new RelayFrame(random.nextInt(256), ByteBuffer.wrap(payload));
            sent.add(frame);
            wire.put(RelayCodec.encode(frame));
        }
        wire.flip();
        List<RelayFrame> got = new ArrayList<>();
        RelayCodec.Decoder decoder = new RelayCodec.Decoder();
        byte[] piece = new byte[3000];
        while (wire.hasRemaining()) {
            int count = Math.min(wire.remaining(), 1 + random.nextInt(random.nextBoolean() ? 3 : 3000));
            wire.get(piece, 0, count);
            decoder.feed(ByteBuffer.wrap(piece, 0, count), got::add);
        }
        assertThat(got).isEqualTo(sent);
    }

    @Test
    void refusesLengthsThatNoMessageHas() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, RelayFrame.MAX_LENGTH + 1, Integer.MAX_VALUE}) {
            ByteBuffer wire = ByteBuffer.allocate(4).putInt(length).flip();
            assertThatIllegalArgumentException().isThrownBy(() -> new RelayCodec.Decoder().feed(wire, frame -> {}));
        }
    }

    @Test
    void headerAndPayloadAreTheSameBytesAsTheWholeMessage() {
        ByteBuffer payload = ByteBuffer.wrap("picture".getBytes(StandardCharsets.UTF_8));
        ByteBuffer whole = RelayCodec.encode(new RelayFrame(RelayFrame.UNIT, payload));
        ByteBuffer parts = ByteBuffer.allocate(64)
                .put(RelayCodec.header(RelayFrame.UNIT, payload.remaining()))
                .put(payload)
                .flip();
        assertThat(whole).isEqualTo(parts);
    }

    @Test
    void aUnitComesApartAsItWasPutTogether() {
        ByteBuffer payload = ByteBuffer.allocate(RelayFrame.UNIT_HEADER + 3);
        RelayUnit.putHeader(
                payload, 1_795_000_000_000_001L, 1_795_000_000_020_002L, 0xffff_fffeL, RelayFrame.KEY_FRAME);
        payload.put(new byte[] {1, 2, 3}).flip();
        RelayUnit unit = RelayUnit.from(payload);
        assertThat(unit.captureMicros()).isEqualTo(1_795_000_000_000_001L);
        assertThat(unit.arrivalMicros()).isEqualTo(1_795_000_000_020_002L);
        assertThat(unit.number()).isEqualTo(0xffff_fffeL);
        assertThat(unit.isKeyFrame()).isTrue();
        assertThat(unit.isAfterDrop()).isFalse();
        assertThat(unit.bytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThatIllegalArgumentException().isThrownBy(() -> RelayUnit.from(ByteBuffer.allocate(20)));
    }

    @Test
    void aStreamComesApartAsItWasPutTogether() {
        RelayStream stream = new RelayStream(
                ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)), ByteBuffer.wrap(new byte[] {1, 77, 64, 31}));
        assertThat(RelayStream.from(stream.toPayload())).isEqualTo(stream);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RelayStream.from(ByteBuffer.wrap(new byte[] {0, 9, '{'})));
    }

    @Test
    void soundComesThroughWholeAndDamagedSoundIsRefused() {
        RelaySound sound = new RelaySound(
                -5,
                1L << 50,
                SoundCoding.AAC,
                2,
                true,
                48_000,
                ByteBuffer.wrap(new byte[] {0x14, 8}),
                ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(RelaySound.from(sound.toPayload())).isEqualTo(sound);
        byte[] whole = new byte[sound.toPayload().remaining()];
        sound.toPayload().get(whole);
        assertThatThrownBy(() -> RelaySound.from(ByteBuffer.wrap(whole, 0, 20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("25 bytes");
        whole[16] = 77;
        assertThatThrownBy(() -> RelaySound.from(ByteBuffer.wrap(whole))).hasMessageContaining("coding 77");
        whole[16] = 0;
        whole[17] = 0;
        assertThatThrownBy(() -> RelaySound.from(ByteBuffer.wrap(whole))).hasMessageContaining("0 channels");
    }
}
