package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TfjsGraphTest {

    private static byte[] json(String weight) {
        return ("{\"modelTopology\":{\"node\":[{\"name\":\"w\",\"op\":\"Const\"}]},\"signature\":{\"outputs\":"
                        + "{\"o\":{\"name\":\"w:0\"}}},\"weightsManifest\":[{\"weights\":[" + weight + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void halfPrecisionNumbersAreWidenedExactly() {
        assertThat(TfjsGraph.halfToFloat((short) 0x3C00)).isEqualTo(1f);
        assertThat(TfjsGraph.halfToFloat((short) 0xC000)).isEqualTo(-2f);
        assertThat(TfjsGraph.halfToFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(TfjsGraph.halfToFloat((short) 0x7BFF)).isEqualTo(65504f);
        assertThat(TfjsGraph.halfToFloat((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(TfjsGraph.halfToFloat((short) 0x8000)).isEqualTo(-0f);
    }

    @Test
    void byteWeightsAreScaled() throws IOException {
        TfjsGraph graph = TfjsGraph.read(
                json("{\"name\":\"w\",\"shape\":[2],\"dtype\":\"float32\",\"quantization\":"
                        + "{\"dtype\":\"uint8\",\"scale\":0.5,\"min\":-1}}"),
                new byte[] {0, (byte) 200});
        assertThat(graph.constant("w"))
                .isInstanceOfSatisfying(
                        Constant.Weights.class, w -> assertThat(w.values()).containsExactly(-1f, 99f));
    }

    @Test
    void aWeightFileThatEndsTooSoonIsAnErrorThatNamesTheConstant() {
        assertThatThrownBy(
                        () -> TfjsGraph.read(json("{\"name\":\"w\",\"shape\":[9],\"dtype\":\"float32\"}"), new byte[8]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("constant w");
    }

    @Test
    void somethingElseIsNotAGraph() {
        assertThatThrownBy(() -> TfjsGraph.read("{}".getBytes(StandardCharsets.UTF_8), new byte[0]))
                .hasMessageContaining("not a TensorFlow.js graph");
    }
}
