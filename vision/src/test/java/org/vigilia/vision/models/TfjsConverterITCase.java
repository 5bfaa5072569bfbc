package org.vigilia.vision.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small graph of the kind that is converted, against a convolution written out in plain loops. */
final class TfjsConverterITCase {

    private static final int SIDE = 32;
    private static final int OUT = 4;

    private static final String GRAPH = """
            {"modelTopology":{"node":[
             {"name":"in","op":"Placeholder","attr":{"shape":{"shape":{"dim":[
               {"size":"1"},{"size":"3"},{"size":"32"},{"size":"32"}]}}}},
             {"name":"pads","op":"Const"},{"name":"last","op":"Const"},{"name":"first","op":"Const"},
             {"name":"w","op":"Const"},{"name":"b","op":"Const"},
             {"name":"pad","op":"Pad","input":["in","pads"]},
             {"name":"t","op":"Transpose","input":["pad","last"]},
             {"name":"conv","op":"Conv2D","input":["t","w"],"attr":{"data_format":{"s":"TkhXQw=="},
               "padding":{"s":"VkFMSUQ="},"strides":{"list":{"i":["1","2","2","1"]}},
               "dilations":{"list":{"i":["1","1","1","1"]}}}},
             {"name":"sum","op":"Add","input":["conv","b"]},
             {"name":"t2","op":"Transpose","input":["sum","first"]},
             {"name":"%s","op":"%s","input":["t2"],"attr":{"alpha":{"f":0.1}}},
             {"name":"unread","op":"Nonsense","input":["t2"]}]},
             "signature":{"outputs":{"act":{"name":"act:0"}}},
             "weightsManifest":[{"weights":[
             {"name":"pads","shape":[4,2],"dtype":"int32"},{"name":"last","shape":[4],"dtype":"int32"},
             {"name":"first","shape":[4],"dtype":"int32"},
             {"name":"w","shape":[3,3,3,4],"dtype":"float32"},{"name":"b","shape":[4],"dtype":"float32"}]}]}
            """;

    private final float[] weights = new float[3 * 3 * 3 * OUT];
    private final float[] bias = new float[OUT];

    private TfjsGraph graph(String op, long seed) throws Exception {
        Random random = new Random(seed);
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : new int[] {0, 0, 0, 0, 1, 1, 1, 1, 0, 2, 3, 1, 0, 3, 1, 2}) {
            bytes.putInt(number);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
            bytes.putFloat(weights[i]);
        }
        for (int i = 0; i < OUT; i++) {
            bias[i] = (float) random.nextGaussian();
            bytes.putFloat(bias[i]);
        }
        byte[] json = String.format(GRAPH, "act", op).getBytes(StandardCharsets.UTF_8);
        return TfjsGraph.read(json, java.util.Arrays.copyOf(bytes.array(), bytes.position()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aConvolutionGivesWhatPlainLoopsGive(long seed) throws Exception {
        ModelProto model = TfjsConverter.convert(graph("LeakyRelu", seed), "small", SIDE, SIDE);
        assertThat(model.getGraph().getNodeList())
                .as("transpositions, padding and bias leave no node")
                .extracting(node -> node.getOpType())
                .containsExactly("Conv", "LeakyRelu");
        float[] picture = new float[3 * SIDE * SIDE];
        Random random = new Random(seed);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) random.nextGaussian();
        }
        FloatBuffer found = run(
                model,
                OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), FloatBuffer.wrap(picture), new long[] {1, 3, SIDE, SIDE}));
        float[] expected = expected(picture);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).as("seed %d value %d", seed, i).isCloseTo(expected[i], within(1e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void theEightBitNetworkTakesBytesAndGivesNearlyTheSame(long seed) throws Exception {
        ModelProto floating = TfjsConverter.convert(graph("LeakyRelu", seed), "small", SIDE, SIDE);
        ModelCard.Input input =
                new ModelCard.Input(SIDE, SIDE, true, List.of(110.0, 115.0, 120.0), List.of(50.0, 55.0, 60.0), false);
        byte[] rgb = new byte[3 * SIDE * SIDE];
        new Random(seed).nextBytes(rgb);
        float[] picture = new float[rgb.length];
        for (int i = 0; i < SIDE * SIDE; i++) {
            for (int plane = 0; plane < 3; plane++) {
                int value = rgb[3 * i + 2 - plane] & 255;
                picture[plane * SIDE * SIDE + i] = (float)
                        ((value - input.mean().get(plane)) / input.deviation().get(plane));
            }
        }
        float[] expected = expected(picture);
        float min = 0;
        float max = 0;
        for (float value : expected) {
            min = Math.min(min, value * (value < 0 ? 10 : 1));
            max = Math.max(max, value);
        }
        Ranges ranges = new Ranges();
        ranges.put("sum", min, max);
        ranges.put("act", min / 10, max);
        ModelProto whole = Quantiser.quantise(floating, ranges, input);
        FloatBuffer found = run(
                whole,
                OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(),
                        ByteBuffer.wrap(rgb),
                        new long[] {1, SIDE, SIDE, 3},
                        OnnxJavaType.UINT8));
        double sum = 0;
        int width = SIDE / 2;
        int counted = 0;
        for (int i = 0; i < expected.length; i++) {
            if (i % width > 0 && i / width % width > 0) {
                sum += Math.abs(found.get(i) - expected[i]);
                counted++;
            }
        }
        assertThat(sum / counted)
                .as("seed %d: mean error away from the edge", seed)
                .isLessThan(0.012 * (max - min));
    }

    @Test
    void rangesOfAnotherNetworkAreRefused() throws Exception {
        ModelProto model = TfjsConverter.convert(graph("LeakyRelu", 1), "small", SIDE, SIDE);
        Ranges foreign = new Ranges();
        foreign.put("elsewhere", 0, 1);
        assertThatThrownBy(() -> Quantiser.quantise(model, foreign, ModelStore.input(new InputSize(SIDE, SIDE))))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("another network");
    }

    @Test
    void anUnknownOperationIsNamed() throws Exception {
        TfjsGraph graph = graph("Erf", 1);
        assertThatThrownBy(() -> TfjsConverter.convert(graph, "small", SIDE, SIDE))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining("act")
                .hasMessageContaining("Erf");
        assertThatThrownBy(() -> TfjsConverter.convert(graph, "small", 100, 64))
                .hasMessageContaining("multiples of 32");
    }

    private static FloatBuffer run(ModelProto model, OnnxTensor input) throws Exception {
        try (input;
                OrtSession session = OrtEnvironment.getEnvironment().createSession(model.toByteArray());
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }

    /** Pad 1, 3x3 convolution with stride 2, bias, leaky ReLU, channels first. */
    private float[] expected(float[] picture) {
        int side = SIDE / 2;
        float[] result = new float[OUT * side * side];
        for (int o = 0; o < OUT; o++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double sum = bias[o];
                    for (int k = 0; k < 27; k++) {
                        int row = 2 * y + k / 9 - 1;
                        int column = 2 * x + k / 3 % 3 - 1;
                        if (row >= 0 && column >= 0 && row < SIDE && column < SIDE) {
                            sum += picture[(k % 3 * SIDE + row) * SIDE + column] * weights[k * OUT + o];
                        }
                    }
                    result[(o * side + y) * side + x] = (float) (sum < 0 ? 0.1 * sum : sum);
                }
            }
        }
        return result;
    }
}
