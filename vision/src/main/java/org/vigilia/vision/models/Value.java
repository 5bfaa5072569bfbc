package org.vigilia.vision.models;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A tensor on its way from TensorFlow's graph into ONNX's.
 *
 * <p>TensorFlow convolves channels-last, ONNX channels-first, and converted graphs are full of transpositions between
 * the two. A value therefore carries its layout: a TensorFlow {@code Transpose} only renames the axes and writes no
 * node, and a real transposition is written only where two operations disagree.
 *
 * @param name name of the ONNX value
 * @param layout {@code layout[k]} is the TensorFlow axis that ONNX axis {@code k} holds
 * @param dims length of each ONNX axis
 * @param padding padding not yet written, to be merged into the operation that reads it; null if none
 */
record Value(
        String name, int[] layout, long[] dims, @Nullable Padding padding) {

    /**
     * Constant padding around a tensor.
     *
     * @param before elements added before each ONNX axis
     * @param after elements added after each ONNX axis
     * @param value what is added
     */
    record Padding(long[] before, long[] after, float value) {}

    Value(String name, int[] layout, long[] dims) {
        this(name, layout, dims, null);
    }

    static int[] sameAxes(int rank) {
        int[] axes = new int[rank];
        Arrays.setAll(axes, i -> i);
        return axes;
    }

    /** The ONNX axis that holds a TensorFlow axis; negative axes count from the end. */
    int axis(int tensorFlowAxis) {
        int wanted = tensorFlowAxis < 0 ? tensorFlowAxis + layout.length : tensorFlowAxis;
        for (int k = 0; k < layout.length; k++) {
            if (layout[k] == wanted) {
                return k;
            }
        }
        throw new ConversionException(name + " has no axis " + tensorFlowAxis);
    }

    /** The same data after TensorFlow's {@code Transpose(permutation)}. */
    Value transposed(int[] permutation) {
        int[] moved = new int[layout.length];
        for (int j = 0; j < permutation.length; j++) {
            moved[axis(permutation[j])] = j;
        }
        return new Value(name, moved, dims, padding);
    }

    Value padded(int[] beforeAndAfter, float value) {
        long[] before = new long[dims.length];
        long[] after = new long[dims.length];
        for (int a = 0; a < dims.length; a++) {
            before[axis(a)] = beforeAndAfter[2 * a];
            after[axis(a)] = beforeAndAfter[2 * a + 1];
        }
        return new Value(name, layout, dims, new Padding(before, after, value));
    }

    boolean laidOutAs(int[] wanted) {
        return Arrays.equals(layout, wanted);
    }
}
