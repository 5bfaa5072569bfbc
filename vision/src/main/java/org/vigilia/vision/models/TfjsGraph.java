package org.vigilia.vision.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A TensorFlow.js graph model held in memory: its operations and its constants.
 *
 * <p>Reads the {@code model.json} with its weight manifest. Weights stored as float16, or as uint8/uint16 with scale
 * and minimum, are widened to float.
 */
final class TfjsGraph {

    private final Map<String, TfjsNode> nodes = new LinkedHashMap<>();
    private final Map<String, Constant> constants = new HashMap<>();
    private final Map<String, Integer> readers = new HashMap<>();
    private final List<String> outputs = new ArrayList<>();

    private TfjsGraph() {}

    /**
     * Reads a graph.
     *
     * @param json the {@code model.json}
     * @param weights the concatenated weight files the manifest names, in its order
     * @throws IOException if the manifest asks for more bytes than there are, or for an unknown number format
     */
    static TfjsGraph read(byte[] json, byte[] weights) throws IOException {
        JsonNode root = JsonMapper.builder().build().readTree(json);
        TfjsGraph graph = new TfjsGraph();
        graph.readConstants(root.path("weightsManifest"), weights);
        for (JsonNode node : root.path("modelTopology").path("node")) {
            List<String> inputs = new ArrayList<>();
            for (JsonNode input : node.path("input")) {
                String name = input.asString();
                if (!name.startsWith("^")) {
                    inputs.add(name);
                    graph.readers.merge(producer(name), 1, Integer::sum);
                }
            }
            String name = node.path("name").asString();
            graph.nodes.put(name, new TfjsNode(name, node.path("op").asString(), inputs, node.path("attr")));
        }
        for (JsonNode output : root.path("signature").path("outputs")) {
            graph.outputs.add(producer(output.path("name").asString()));
        }
        graph.outputs.sort(null);
        if (graph.nodes.isEmpty() || graph.outputs.isEmpty()) {
            throw new IOException("not a TensorFlow.js graph model: it names no nodes or no outputs");
        }
        return graph;
    }

    /** The part of a value's name before the output number. */
    static String producer(String value) {
        int colon = value.lastIndexOf(':');
        return colon < 0 ? value : value.substring(0, colon);
    }

    TfjsNode node(String name) {
        TfjsNode node = nodes.get(name);
        if (node == null) {
            throw new ConversionException("the graph reads a node that it does not hold: " + name);
        }
        return node;
    }

    @Nullable
    Constant constant(String value) {
        return constants.get(producer(value));
    }

    /** Number of places that read a node's outputs. */
    int readers(String name) {
        return readers.getOrDefault(name, 0);
    }

    /** The one node that reads {@code name}, or null if there is none or more than one. */
    @Nullable
    TfjsNode onlyReader(String name) {
        if (readers(name) != 1) {
            return null;
        }
        for (TfjsNode node : nodes.values()) {
            for (String input : node.inputs()) {
                if (producer(input).equals(name)) {
                    return node;
                }
            }
        }
        return null;
    }

    /** Names of the output nodes, sorted. */
    List<String> outputs() {
        return List.copyOf(outputs);
    }

    private void readConstants(JsonNode manifest, byte[] bytes) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode group : manifest) {
            for (JsonNode weight : group.path("weights")) {
                String name = weight.path("name").asString();
                int[] dims = new int[weight.path("shape").size()];
                int count = 1;
                for (int i = 0; i < dims.length; i++) {
                    dims[i] = weight.path("shape").get(i).asInt();
                    count *= dims[i];
                }
                try {
                    constants.put(name, readConstant(weight, dims, count, data));
                } catch (java.nio.BufferUnderflowException e) {
                    throw new IOException("the weight file ends inside the constant " + name, e);
                }
            }
        }
    }

    private static Constant readConstant(JsonNode weight, int[] dims, int count, ByteBuffer data) throws IOException {
        String type = weight.path("dtype").asString();
        JsonNode quantization = weight.path("quantization");
        if (type.equals("int32") && quantization.isMissingNode()) {
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                values[i] = data.getInt();
            }
            return new Constant.Whole(dims, values);
        }
        if (!type.equals("float32")) {
            throw new IOException("the constant " + weight.path("name").asString() + " has the number format " + type
                    + ", which this converter does not read");
        }
        String stored =
                quantization.isMissingNode() ? type : quantization.path("dtype").asString();
        float scale = (float) quantization.path("scale").asDouble(1);
        float min = (float) quantization.path("min").asDouble(0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (stored) {
                case "float32" -> data.getFloat();
                case "float16" -> halfToFloat(data.getShort());
                case "uint8" -> (data.get() & 0xFF) * scale + min;
                case "uint16" -> (data.getShort() & 0xFFFF) * scale + min;
                default -> throw new IOException("unknown weight format " + stored);
            };
        }
        return new Constant.Weights(dims, values);
    }

    /** IEEE 754 binary16 to binary32, subnormals and infinities included. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xFF : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }
}
