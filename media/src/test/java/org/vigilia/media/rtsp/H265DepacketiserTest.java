package org.vigilia.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.StreamInfo.Codec;
import org.vigilia.media.codec.AccessUnit;
import org.vigilia.media.codec.ParameterSets;
import org.vigilia.media.codec.UnitAssembler;
import org.vigilia.media.codec.VideoFormat;

final class H265DepacketiserTest {
    /** Of a rendered 160x96 test pattern. */
    private static final String VPS = "40010c01ffff01600000030090000003000003001eba0240";

    private static final String SPS =
            "42010101600000030090000003000003001ea014206165ba924caf0168080000030008000003005040";
    private static final String PPS = "4401c172b46240";

    private final List<String> pictures = new ArrayList<>();
    private final List<VideoFormat> formats = new ArrayList<>();
    private final UnitAssembler assembler = new UnitAssembler(
            UnpooledByteBufAllocator.DEFAULT, new ParameterSets(Codec.H265), new UnitAssembler.Sink() {
                @Override
                public void format(VideoFormat format) {
                    formats.add(format);
                }

                @Override
                public void unit(AccessUnit unit) {
                    byte[] bytes = new byte[unit.bytes().readableBytes() - AccessUnit.ROOM];
                    unit.bytes().getBytes(AccessUnit.ROOM, bytes);
                    pictures.add(HexFormat.of().formatHex(bytes));
                    unit.bytes().release();
                }
            });

    private void take(H265Depacketiser depacketiser, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        depacketiser.take(Unpooled.wrappedBuffer(bytes), 0, bytes.length, assembler);
    }

    private static String sized(String unit) {
        return HexFormat.of().toHexDigits((short) (unit.length() / 2)) + unit;
    }

    @Test
    void readsAggregatesAndFragments() {
        H265Depacketiser depacketiser = new H265Depacketiser(false);
        take(depacketiser, "6001" + sized(VPS) + sized(SPS) + sized(PPS));
        take(depacketiser, "620193" + "af0102");
        take(depacketiser, "620113" + "0304");
        take(depacketiser, "620153" + "0506");
        assembler.finish(1, 1);
        String slice = "2601af010203040506";
        assertThat(pictures).hasSize(1);
        assertThat(pictures.get(0)).endsWith("00000009" + slice);
        assertThat(formats.get(0).widthPx()).isEqualTo(160);
        assertThat(formats.get(0).heightPx()).isEqualTo(96);
    }

    @Test
    void readsOrderNumbersWhereTheCameraSendsThem() {
        H265Depacketiser depacketiser = new H265Depacketiser(true);
        take(depacketiser, "6001" + "0000" + sized(VPS) + "00" + sized(SPS) + "00" + sized(PPS));
        take(depacketiser, "620193" + "0001" + "af0102");
        take(depacketiser, "620153" + "0506");
        assembler.finish(1, 1);
        assertThat(pictures).hasSize(1);
        assertThat(pictures.get(0)).endsWith("00000007" + "2601af01020506");
    }

    @Test
    void aFragmentWithoutItsBeginningBreaksThePicture() {
        H265Depacketiser depacketiser = new H265Depacketiser(false);
        take(depacketiser, "6001" + sized(VPS) + sized(SPS) + sized(PPS));
        take(depacketiser, "620153" + "0506");
        assembler.finish(1, 1);
        assertThat(pictures).isEmpty();
        assertThat(assembler.brokenUnits()).isEqualTo(1);
    }
}
