package org.vigilia.vision.models;

import java.util.Arrays;

/**
 * A constant tensor of a TensorFlow.js graph, in TensorFlow's own axis order.
 *
 * <p>Values are held in row-major order. An empty {@code dims} is a scalar.
 */
sealed interface Constant {

    /** Lengths of the axes, outermost first. */
    int[] dims();

    /** Floating-point values: weights, biases, padding values. */
    record Weights(int[] dims, float[] values) implements Constant {

        /** True if every axis but the last has length 1, so that the values line up with channels in NHWC order. */
        boolean alongLastAxis() {
            return dims.length > 0 && dims[dims.length - 1] == values.length;
        }
    }

    /** Whole numbers: shapes, permutations, axes. */
    record Whole(int[] dims, long[] values) implements Constant {

        int[] toInts() {
            return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
        }
    }
}
