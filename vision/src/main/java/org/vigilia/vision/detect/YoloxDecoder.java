package org.vigilia.vision.detect;

import java.nio.FloatBuffer;
import java.util.List;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/**
 * YOLOX's output as its authors export it: one tensor {@code [1,cells,5+classes]}, a row for each cell of the grids of
 * stride 8, 16, 32: centre relative to the cell, logarithm of the size, both in strides; objectness; class scores.
 */
final class YoloxDecoder implements OutputDecoder {

    private final ModelCard card;
    private final int row;

    private YoloxDecoder(ModelCard card, int row) {
        this.card = card;
        this.row = row;
    }

    static YoloxDecoder of(ModelCard card, List<Shape> shapes) throws ModelUnusable {
        int row = 5 + card.classes().size();
        int cells = OutputDecoder.cells(card);
        if (shapes.size() != 1
                || shapes.get(0).dims().length != 3
                || shapes.get(0).dim(1) != cells
                || shapes.get(0).dim(2) != row) {
            throw OutputDecoder.unknownLayout(card, "one tensor [1," + cells + "," + row + "]", shapes);
        }
        return new YoloxDecoder(card, row);
    }

    @Override
    public void decode(List<FloatBuffer> outputs, WantedClasses wanted, float keep, Candidates found) {
        FloatBuffer out = outputs.get(0);
        int at = 0;
        for (int stride = 8; stride <= 32; stride *= 2) {
            int columns = OutputDecoder.columns(card, stride);
            int cells = OutputDecoder.cells(card, stride);
            for (int cell = 0; cell < cells; cell++, at += row) {
                float objectness = out.get(at + 4);
                if (objectness < keep) {
                    continue;
                }
                for (int w = 0; w < wanted.count(); w++) {
                    float score = objectness * out.get(at + 5 + wanted.indices()[w]);
                    if (score >= keep) {
                        float x = (out.get(at) + cell % columns) * stride;
                        float y = (out.get(at + 1) + cell / columns) * stride;
                        float halfWidth = (float) Math.exp(out.get(at + 2)) * stride / 2;
                        float halfHeight = (float) Math.exp(out.get(at + 3)) * stride / 2;
                        found.add(
                                x - halfWidth,
                                y - halfHeight,
                                x + halfWidth,
                                y + halfHeight,
                                score,
                                wanted.kinds().get(w));
                    }
                }
            }
        }
    }
}
