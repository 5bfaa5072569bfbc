package org.vigilia.media.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.relay.StreamInfo.Codec;
import org.vigilia.media.codec.Malformed;

final class FlvReaderTest {
    private static final byte[] STREAM = HexFormat.of()
            .parseHex("464c5601010000000900000000" + tag("1700000000014d0028ffe10004674d002801000268ee")
                    + tag("1701000000" + "000000036588ff") + tag("2701000000" + "00000002419a"));

    private final List<byte[]> sets = new ArrayList<>();
    private final List<Integer> pictures = new ArrayList<>();

    private static String tag(String data) {
        return "09" + HexFormat.of().toHexDigits(data.length() / 2).substring(2) + "00000000000000" + data + "00000000";
    }

    private void read(byte[] bytes) throws IOException, Malformed {
        FlvReader.read(new ByteArrayInputStream(bytes), new FlvReader.Pictures() {
            @Override
            public void parameterSets(Codec codec, List<byte[]> units) {
                sets.addAll(units);
            }

            @Override
            public void picture(ByteBuffer units) {
                pictures.add(units.remaining());
            }
        });
    }

    @Test
    void readsParameterSetsAndPictures() throws Exception {
        read(STREAM);
        assertThat(sets).hasSize(2);
        assertThat(pictures).containsExactly(7, 6);
    }

    @Test
    void survivesNoise() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = STREAM.clone();
            for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                read(bytes);
            } catch (Malformed expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }
}
