package org.vigilia.vision.models;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.List;

/**
 * How a convolution or pooling window slides over a picture: stride and padding, merged from the operation itself and
 * from a {@code Pad} before it.
 *
 * @param strides vertical, horizontal
 * @param pads top, left, bottom, right
 * @param extent height and width of the window, dilation included
 */
record Window(int[] strides, long[] pads, int[] extent) {

    /**
     * Reads the window of a node.
     *
     * @param neutral the padding value that the operation itself implies: 0 for convolution, -infinity for maximum
     */
    static Window of(TfjsNode node, Value picture, float neutral, int[] size, int[] dilations) {
        int[] strides = node.wholeNumbers("strides");
        Value.Padding padding = picture.padding();
        int[] extent = {(size[0] - 1) * dilations[1] + 1, (size[1] - 1) * dilations[2] + 1};
        int[] steps = {strides[1], strides[2]};
        long[] pads = new long[4];
        if (node.text("padding").equals("SAME")) {
            if (padding != null) {
                throw new ConversionException("node " + node.name() + ": padding before SAME padding");
            }
            for (int i = 0; i < 2; i++) {
                long length = picture.dims()[2 + i];
                long windows = (length + steps[i] - 1) / steps[i];
                long total = Math.max(0, (windows - 1) * steps[i] + extent[i] - length);
                pads[i] = total / 2;
                pads[2 + i] = total - total / 2;
            }
        } else if (padding != null) {
            if (Float.compare(padding.value(), neutral) != 0
                    || padding.before()[0] + padding.before()[1] + padding.after()[0] + padding.after()[1] != 0) {
                throw new ConversionException("node " + node.name() + ": padding that a " + node.op()
                        + " cannot express, value " + padding.value());
            }
            pads = new long[] {padding.before()[2], padding.before()[3], padding.after()[2], padding.after()[3]};
        }
        return new Window(steps, pads, extent);
    }

    List<AttributeProto> attributes() {
        return List.of(OnnxGraph.wholeList("strides", strides[0], strides[1]), OnnxGraph.wholeList("pads", pads));
    }

    long[] outputDims(Value picture, long channels) {
        long[] dims = {picture.dims()[0], channels, 0, 0};
        for (int i = 0; i < 2; i++) {
            dims[2 + i] = (picture.dims()[2 + i] + pads[i] + pads[2 + i] - extent[i]) / strides[i] + 1;
        }
        return dims;
    }
}
