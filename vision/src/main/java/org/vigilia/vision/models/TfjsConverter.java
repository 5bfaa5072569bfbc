package org.vigilia.vision.models;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a TensorFlow.js graph as ONNX, for one input size.
 *
 * <p>Covers the operations of the pinned networks, no more: an operation it does not know ends the conversion with an
 * error that names the node. Starts from the outputs, so nodes that nothing reads vanish. Biases that follow a
 * convolution are folded into it, and padding into the operation that it pads.
 *
 * <p>Not thread-safe; one instance per conversion. See decision 0020-networks-are-converted-at-set-up.
 */
final class TfjsConverter {

    /** The layout in which ONNX convolves: TensorFlow's channel axis moved behind the batch. */
    private static final int[] CHANNELS_FIRST = {0, 3, 1, 2};

    private final TfjsGraph source;
    private final OnnxGraph target;
    private final int width;
    private final int height;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Constant> folded = new HashMap<>();
    /** Input size the network was drawn for, ONNX order. */
    private long @Nullable [] drawnFor;

    private TfjsConverter(TfjsGraph source, String name, int width, int height) {
        this.source = source;
        this.target = new OnnxGraph(name);
        this.width = width;
        this.height = height;
    }

    /**
     * Converts a fully convolutional graph with one NCHW picture input.
     *
     * @param width network input width in pixels, a multiple of 32
     * @param height network input height in pixels, a multiple of 32
     * @throws ConversionException if the graph holds something this converter does not know
     */
    static ModelProto convert(TfjsGraph graph, String name, int width, int height) {
        if (width < 32 || height < 32 || width % 32 != 0 || height % 32 != 0) {
            throw new ConversionException(
                    "network input " + width + "x" + height + ": both sides must be positive multiples of 32");
        }
        TfjsConverter converter = new TfjsConverter(graph, name, width, height);
        for (String output : graph.outputs()) {
            converter.resolve(output);
            Value value = converter.value(output);
            Value plain = converter.laidOut(value, Value.sameAxes(value.layout().length));
            if (!plain.name().equals(output)) {
                converter.target.node("Identity", output, List.of(plain.name()));
            }
            converter.target.output(output, plain.dims());
        }
        return converter.target.build();
    }

    /** Converts everything that {@code output} needs, deepest first, without recursion. */
    private void resolve(String output) {
        Deque<String> open = new ArrayDeque<>(List.of(output));
        while (!open.isEmpty()) {
            String name = open.peek();
            if (known(name)) {
                open.pop();
                continue;
            }
            TfjsNode node = source.node(name);
            List<String> missing = node.inputs().stream()
                    .map(TfjsGraph::producer)
                    .filter(input -> !known(input))
                    .toList();
            if (missing.isEmpty()) {
                convert(node);
                open.pop();
            } else {
                missing.forEach(open::push);
            }
        }
    }

    private boolean known(String name) {
        return values.containsKey(name) || folded.containsKey(name) || source.constant(name) != null;
    }

    private void convert(TfjsNode node) {
        switch (node.op()) {
            case "Placeholder" -> placeholder(node);
            case "Identity" -> values.put(node.name(), input(node, 0));
            case "Transpose" ->
                values.put(node.name(), input(node, 0).transposed(whole(node, 1).toInts()));
            case "Pad" ->
                values.put(node.name(), input(node, 0).padded(whole(node, 1).toInts(), 0));
            case "PadV2" ->
                values.put(
                        node.name(),
                        input(node, 0)
                                .padded(
                                        whole(node, 1).toInts(),
                                        weights(node, 2).values()[0]));
            case "SparseToDense" -> sparseToDense(node);
            case "Add", "AddV2" -> add(node);
            case "Conv2D" -> convolution(node);
            case "MaxPool" -> maxPool(node);
            case "LeakyRelu" ->
                elementwise(node, "LeakyRelu", OnnxGraph.real("alpha", node.floatAttribute("alpha", 0.2f)));
            case "Sigmoid" -> elementwise(node, "Sigmoid");
            case "ConcatV2" -> concat(node);
            case "SplitV" -> split(node);
            case "ResizeBilinear" -> resize(node);
            case "Reshape" -> reshape(node);
            default ->
                throw new ConversionException("node " + node.name() + " is a " + node.op()
                        + ", which this converter does not know (known: those of the pinned networks)");
        }
    }

    private void placeholder(TfjsNode node) {
        var dims = node.attributes().path("shape").path("shape").path("dim");
        if (dims.size() != 4 || dims.get(1).path("size").asInt() != 3) {
            throw new ConversionException("input " + node.name() + ": expected one picture, [1,3,height,width]");
        }
        drawnFor = new long[] {
            1, 3, dims.get(2).path("size").asLong(), dims.get(3).path("size").asLong()
        };
        long[] wanted = {1, 3, height, width};
        target.input(node.name(), wanted);
        values.put(node.name(), new Value(node.name(), Value.sameAxes(4), wanted));
    }

    /** Only the empty case is used by the pinned networks: a constant filled with its default. */
    private void sparseToDense(TfjsNode node) {
        if (whole(node, 0).values().length != 0) {
            throw new ConversionException("node " + node.name() + ": SparseToDense with entries");
        }
        int[] dims = whole(node, 1).toInts();
        long[] filled = new long[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        Arrays.fill(filled, whole(node, 3).values()[0]);
        folded.put(node.name(), new Constant.Whole(dims, filled));
    }

    private void add(TfjsNode node) {
        if (constant(node.inputs().get(0)) instanceof Constant.Whole a
                && constant(node.inputs().get(1)) instanceof Constant.Whole b
                && a.values().length == b.values().length) {
            long[] sum = new long[a.values().length];
            Arrays.setAll(sum, i -> a.values()[i] + b.values()[i]);
            folded.put(node.name(), new Constant.Whole(a.dims(), sum));
            return;
        }
        Value left = input(node, 0);
        Value right = laidOut(input(node, 1), left.layout());
        if (!Arrays.equals(left.dims(), right.dims())) {
            throw new ConversionException("node " + node.name() + " adds " + Arrays.toString(left.dims()) + " and "
                    + Arrays.toString(right.dims()) + "; broadcasting is not supported");
        }
        target.node("Add", node.name(), List.of(left.name(), right.name()));
        values.put(node.name(), new Value(node.name(), left.layout(), left.dims()));
    }

    private void elementwise(TfjsNode node, String op, AttributeProto... attributes) {
        Value value = input(node, 0);
        target.node(op, node.name(), List.of(value.name()), attributes);
        values.put(node.name(), new Value(node.name(), value.layout(), value.dims()));
    }

    private void convolution(TfjsNode node) {
        requireChannelsLast(node);
        Value picture = laidOutForWindow(node, 0);
        Constant.Weights filter = weights(node, 1);
        int[] shape = filter.dims();
        if (shape[2] != picture.dims()[1]) {
            throw new ConversionException("node " + node.name() + ": grouped convolution");
        }
        int[] dilations = node.wholeNumbers("dilations");
        Window window = Window.of(node, picture, 0f, new int[] {shape[0], shape[1]}, dilations);
        String weights = target.floats(
                node.name() + "/weights", outputChannelFirst(filter), shape[3], shape[2], shape[0], shape[1]);
        List<String> inputs = new ArrayList<>(List.of(picture.name(), weights));
        String name = node.name();
        TfjsNode reader = source.onlyReader(node.name());
        Constant.Weights bias = reader == null ? null : biasOf(reader, node.name(), shape[3]);
        if (reader != null && bias != null) {
            name = reader.name();
            inputs.add(target.floats(node.name() + "/bias", bias.values(), shape[3]));
        }
        List<AttributeProto> attributes = new ArrayList<>(window.attributes());
        attributes.add(OnnxGraph.wholeList("dilations", dilations[1], dilations[2]));
        target.node("Conv", name, inputs, attributes.toArray(new AttributeProto[0]));
        Value result = new Value(name, CHANNELS_FIRST, window.outputDims(picture, shape[3]));
        values.put(node.name(), result);
        values.put(name, result);
    }

    /** The constant that {@code reader} adds to every pixel of a convolution's channels, or null. */
    private Constant.@Nullable Weights biasOf(TfjsNode reader, String convolution, int channels) {
        if (!List.of("Add", "AddV2", "BiasAdd").contains(reader.op())) {
            return null;
        }
        String other = reader.inputs().get(reader.inputs().get(0).equals(convolution) ? 1 : 0);
        return constant(other) instanceof Constant.Weights bias
                        && bias.alongLastAxis()
                        && bias.values().length == channels
                ? bias
                : null;
    }

    private void maxPool(TfjsNode node) {
        requireChannelsLast(node);
        Value picture = laidOutForWindow(node, 0);
        int[] size = node.wholeNumbers("ksize");
        Window window =
                Window.of(node, picture, Float.NEGATIVE_INFINITY, new int[] {size[1], size[2]}, new int[] {1, 1, 1, 1});
        List<AttributeProto> attributes = new ArrayList<>(window.attributes());
        attributes.add(OnnxGraph.wholeList("kernel_shape", size[1], size[2]));
        target.node("MaxPool", node.name(), List.of(picture.name()), attributes.toArray(new AttributeProto[0]));
        values.put(node.name(), new Value(node.name(), CHANNELS_FIRST, window.outputDims(picture, picture.dims()[1])));
    }

    private void concat(TfjsNode node) {
        int last = node.inputs().size() - 1;
        Value first = input(node, 0);
        int axis = first.axis(whole(node, last).toInts()[0]);
        long[] dims = first.dims().clone();
        List<String> names = new ArrayList<>(List.of(first.name()));
        for (int i = 1; i < last; i++) {
            Value next = laidOut(input(node, i), first.layout());
            names.add(next.name());
            dims[axis] += next.dims()[axis];
        }
        target.node("Concat", node.name(), names, OnnxGraph.whole("axis", axis));
        values.put(node.name(), new Value(node.name(), first.layout(), dims));
    }

    private void split(TfjsNode node) {
        Value value = input(node, 0);
        int axis = value.axis(whole(node, 2).toInts()[0]);
        long[] lengths = whole(node, 1).values();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            String part = i == 0 ? node.name() : node.name() + ":" + i;
            long[] dims = value.dims().clone();
            dims[axis] = lengths[i];
            values.put(part, new Value(part, value.layout(), dims));
            parts.add(part);
        }
        String sizes = target.wholes(node.name() + "/sizes", lengths);
        target.node("Split", parts, List.of(value.name(), sizes), OnnxGraph.whole("axis", axis));
    }

    private void resize(TfjsNode node) {
        Value picture = laidOut(input(node, 0), CHANNELS_FIRST);
        int[] drawn = whole(node, 1).toInts();
        if (drawnFor == null || !node.flag("half_pixel_centers") || node.flag("align_corners")) {
            throw new ConversionException("node " + node.name() + ": only half-pixel bilinear resizing is supported");
        }
        long[] dims = picture.dims().clone();
        dims[2] = scaled(node, drawn[0], height, drawnFor[2]);
        dims[3] = scaled(node, drawn[1], width, drawnFor[3]);
        String sizes = target.wholes(node.name() + "/sizes", dims);
        target.node(
                "Resize",
                node.name(),
                List.of(picture.name(), "", "", sizes),
                OnnxGraph.text("mode", "linear"),
                OnnxGraph.text("coordinate_transformation_mode", "half_pixel"));
        values.put(node.name(), new Value(node.name(), CHANNELS_FIRST, dims));
    }

    private static long scaled(TfjsNode node, long drawn, long input, long drawnInput) {
        if (drawn * input % drawnInput != 0) {
            throw new ConversionException("node " + node.name() + ": " + drawn + " of " + drawnInput
                    + " pixels does not scale to an input of " + input);
        }
        return drawn * input / drawnInput;
    }

    private void reshape(TfjsNode node) {
        Value value = input(node, 0);
        Value plain = laidOut(value, Value.sameAxes(value.layout().length));
        long[] wanted = whole(node, 1).values();
        long all = Arrays.stream(plain.dims()).reduce(1, (a, b) -> a * b);
        long given = Arrays.stream(wanted).filter(d -> d > 0).reduce(1, (a, b) -> a * b);
        long[] dims = Arrays.stream(wanted).map(d -> d < 0 ? all / given : d).toArray();
        target.node("Reshape", node.name(), List.of(plain.name(), target.wholes(node.name() + "/shape", wanted)));
        values.put(node.name(), new Value(node.name(), Value.sameAxes(dims.length), dims));
    }

    /** TensorFlow's [height, width, in, out] as ONNX's [out, in, height, width]. */
    private static float[] outputChannelFirst(Constant.Weights filter) {
        int[] d = filter.dims();
        float[] from = filter.values();
        float[] to = new float[from.length];
        for (int y = 0, i = 0; y < d[0]; y++) {
            for (int x = 0; x < d[1]; x++) {
                for (int in = 0; in < d[2]; in++) {
                    for (int out = 0; out < d[3]; out++) {
                        to[((out * d[2] + in) * d[0] + y) * d[1] + x] = from[i++];
                    }
                }
            }
        }
        return to;
    }

    private static void requireChannelsLast(TfjsNode node) {
        if (!node.text("data_format").equals("NHWC")) {
            throw new ConversionException("node " + node.name() + ": data format " + node.text("data_format"));
        }
    }

    private Constant.Whole whole(TfjsNode node, int index) {
        if (constant(node.inputs().get(index)) instanceof Constant.Whole found) {
            return found;
        }
        throw new ConversionException("node " + node.name() + ": input " + index + " must be constant whole numbers");
    }

    private Constant.Weights weights(TfjsNode node, int index) {
        if (constant(node.inputs().get(index)) instanceof Constant.Weights found) {
            return found;
        }
        throw new ConversionException("node " + node.name() + ": input " + index + " must be a constant");
    }

    private @Nullable Constant constant(String name) {
        Constant own = folded.get(name);
        return own != null ? own : source.constant(name);
    }

    private Value value(String name) {
        Value value = values.get(name);
        if (value == null) {
            throw new ConversionException("a constant where a computed value is expected: " + name);
        }
        return value;
    }

    private Value input(TfjsNode node, int index) {
        Value value = value(node.inputs().get(index));
        if (value.padding() != null && !node.op().equals("Transpose")) {
            throw new ConversionException("node " + node.name() + ": a " + node.op() + " cannot take padding");
        }
        return value;
    }

    /** Input of a sliding-window operation: channels first, padding still attached. */
    private Value laidOutForWindow(TfjsNode node, int index) {
        return laidOut(value(node.inputs().get(index)), CHANNELS_FIRST);
    }

    private Value laidOut(Value value, int[] wanted) {
        if (value.laidOutAs(wanted)) {
            return value;
        }
        if (value.padding() != null) {
            throw new ConversionException(value.name() + ": padding across a change of layout");
        }
        String name = value.name() + "/as" + Arrays.toString(wanted).replaceAll("[^0-9]", "");
        Value known = values.get(name);
        if (known != null) {
            return known;
        }
        long[] permutation = new long[wanted.length];
        long[] dims = new long[wanted.length];
        for (int k = 0; k < wanted.length; k++) {
            int from = value.axis(wanted[k]);
            permutation[k] = from;
            dims[k] = value.dims()[from];
        }
        target.node("Transpose", name, List.of(value.name()), OnnxGraph.wholeList("perm", permutation));
        Value moved = new Value(name, wanted, dims);
        values.put(name, moved);
        return moved;
    }
}
