package org.vigilia.vision.detect;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/**
 * NanoDet's outputs: for each cell of the grids of stride 8, 16 and 32 the class scores, and for each side of the box a
 * distribution over distances from the cell's centre ("Generalized Focal Loss", Li et al. 2020).
 *
 * <p>Two layouts: six tensors, scores {@code [1,cells,classes]} and distances {@code [1,cells,4*bins]} per stride; or
 * one tensor {@code [1,allCells,classes+4*bins]}.
 */
final class NanoDetDecoder implements OutputDecoder {

    /** Where one stride's cells lie: which outputs, from which element, how far from cell to cell. */
    private record Grid(
            int stride,
            int columns,
            int cells,
            int scores,
            int scoresAt,
            int scoresStep,
            int boxes,
            int boxesAt,
            int boxesStep) {}

    private final List<Grid> grids;
    private final int bins;

    private NanoDetDecoder(List<Grid> grids, int bins) {
        this.grids = grids;
        this.bins = bins;
    }

    static NanoDetDecoder of(ModelCard card, List<Shape> shapes) throws ModelUnusable {
        int classes = card.classes().size();
        List<Grid> grids = new ArrayList<>();
        int bins = 0;
        int joined = shapes.size() == 1 && shapes.get(0).dims().length == 3
                ? shapes.get(0).dim(2)
                : 0;
        if (joined > classes && (joined - classes) % 4 == 0 && shapes.get(0).dim(1) == OutputDecoder.cells(card)) {
            bins = (joined - classes) / 4;
            int first = 0;
            for (int stride = 8; stride <= 32; stride *= 2) {
                int cells = OutputDecoder.cells(card, stride);
                grids.add(new Grid(
                        stride,
                        OutputDecoder.columns(card, stride),
                        cells,
                        0,
                        first * joined,
                        joined,
                        0,
                        first * joined + classes,
                        joined));
                first += cells;
            }
        } else {
            for (int stride = 8; stride <= 32; stride *= 2) {
                int cells = OutputDecoder.cells(card, stride);
                int scores = find(shapes, cells, classes, true);
                int boxes = find(shapes, cells, classes, false);
                if (scores < 0 || boxes < 0 || shapes.size() != 6) {
                    throw OutputDecoder.unknownLayout(
                            card,
                            "[1," + OutputDecoder.cells(card) + ",classes+4*bins], or for each of the "
                                    + "strides 8, 16, 32 (" + cells + " cells at stride " + stride + ") a [1,cells,"
                                    + classes
                                    + "] and a [1,cells,4*bins]",
                            shapes);
                }
                bins = shapes.get(boxes).dim(2) / 4;
                grids.add(new Grid(
                        stride, OutputDecoder.columns(card, stride), cells, scores, 0, classes, boxes, 0, 4 * bins));
            }
        }
        return new NanoDetDecoder(List.copyOf(grids), bins);
    }

    private static int find(List<Shape> shapes, int cells, int classes, boolean scores) {
        for (int i = 0; i < shapes.size(); i++) {
            Shape shape = shapes.get(i);
            boolean fits = shape.dims().length == 3 && shape.dim(1) == cells;
            if (fits && (scores ? shape.dim(2) == classes : shape.dim(2) != classes && shape.dim(2) % 4 == 0)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void decode(List<FloatBuffer> outputs, WantedClasses wanted, float keep, Candidates found) {
        for (Grid grid : grids) {
            FloatBuffer scores = outputs.get(grid.scores());
            FloatBuffer boxes = outputs.get(grid.boxes());
            for (int cell = 0; cell < grid.cells(); cell++) {
                int at = grid.scoresAt() + cell * grid.scoresStep();
                for (int w = 0; w < wanted.count(); w++) {
                    float score = scores.get(at + wanted.indices()[w]);
                    if (score >= keep) {
                        add(grid, cell, boxes, score, wanted.kinds().get(w), found);
                    }
                }
            }
        }
    }

    private void add(Grid grid, int cell, FloatBuffer boxes, float score, ObjectClass kind, Candidates found) {
        int at = grid.boxesAt() + cell * grid.boxesStep();
        float x = (cell % grid.columns() + 0.5f) * grid.stride();
        float y = (cell / grid.columns() + 0.5f) * grid.stride();
        float left = x - expectation(boxes, at) * grid.stride();
        float top = y - expectation(boxes, at + bins) * grid.stride();
        float right = x + expectation(boxes, at + 2 * bins) * grid.stride();
        float bottom = y + expectation(boxes, at + 3 * bins) * grid.stride();
        found.add(left, top, right, bottom, score, kind);
    }

    /** Mean of a distribution over 0, 1, 2 … given by its logits. */
    private float expectation(FloatBuffer logits, int at) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < bins; i++) {
            max = Math.max(max, logits.get(at + i));
        }
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < bins; i++) {
            double share = Math.exp(logits.get(at + i) - max);
            sum += share;
            weighted += share * i;
        }
        return (float) (weighted / sum);
    }
}
