package org.vigilia.vision.detect;

import java.nio.FloatBuffer;
import java.util.List;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/** Reads boxes out of a network's output tensors. Holds no state: usable by many threads. */
sealed interface OutputDecoder permits NanoDetDecoder, YoloxDecoder, Yolov8Decoder {

    /**
     * Shape of one output.
     *
     * @param name as in the network
     * @param dims lengths of its axes
     */
    record Shape(String name, long[] dims) {

        int dim(int axis) {
            return (int) dims[axis];
        }
    }

    /**
     * Finds the candidates whose score is at least {@code keep}.
     *
     * @param outputs in the order of the shapes the decoder was made for
     */
    void decode(List<FloatBuffer> outputs, WantedClasses wanted, float keep, Candidates found);

    /**
     * The decoder for a card's layout.
     *
     * @throws ModelUnusable if the network's outputs do not have that layout; says which were found
     */
    static OutputDecoder of(ModelCard card, List<Shape> shapes) throws ModelUnusable {
        return switch (card.decoder()) {
            case NANODET -> NanoDetDecoder.of(card, shapes);
            case YOLOX -> YoloxDecoder.of(card, shapes);
            case YOLOV8 -> Yolov8Decoder.of(card, shapes);
        };
    }

    /** The error for a network whose outputs are laid out otherwise than its card says. */
    static ModelUnusable unknownLayout(ModelCard card, String expected, List<Shape> shapes) {
        StringBuilder found = new StringBuilder();
        for (Shape shape : shapes) {
            found.append(found.isEmpty() ? "" : ", ").append(shape.name()).append(' ');
            found.append(java.util.Arrays.toString(shape.dims()));
        }
        return new ModelUnusable(
                card.folder().resolve(ModelCard.NETWORK) + ": the outputs are not laid out as decoder '"
                        + card.decoder().name().toLowerCase(java.util.Locale.ROOT) + "' in " + ModelCard.FILE
                        + " says. Expected "
                        + expected + "; found " + found);
    }

    /** Number of grid cells of the strides 8, 16 and 32. */
    static int cells(ModelCard card) {
        int cells = 0;
        for (int stride = 8; stride <= 32; stride *= 2) {
            cells += cells(card, stride);
        }
        return cells;
    }

    static int cells(ModelCard card, int stride) {
        return columns(card, stride) * ((card.input().heightPx() + stride - 1) / stride);
    }

    static int columns(ModelCard card, int stride) {
        return (card.input().widthPx() + stride - 1) / stride;
    }
}
