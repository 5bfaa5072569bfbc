package org.vigilia.vision.detect;

import java.nio.FloatBuffer;
import java.util.List;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;

/**
 * The output layout of YOLOv8 and its successors: one tensor {@code [1,4+classes,boxes]}, rows are centre x, centre y,
 * width, height in pixels of the input and then one row of scores for each class.
 */
final class Yolov8Decoder implements OutputDecoder {

    private final int boxes;

    private Yolov8Decoder(int boxes) {
        this.boxes = boxes;
    }

    static Yolov8Decoder of(ModelCard card, List<Shape> shapes) throws ModelUnusable {
        int rows = 4 + card.classes().size();
        if (shapes.size() != 1
                || shapes.get(0).dims().length != 3
                || shapes.get(0).dim(1) != rows) {
            throw OutputDecoder.unknownLayout(card, "one tensor [1," + rows + ",boxes]", shapes);
        }
        return new Yolov8Decoder(shapes.get(0).dim(2));
    }

    @Override
    public void decode(List<FloatBuffer> outputs, WantedClasses wanted, float keep, Candidates found) {
        FloatBuffer out = outputs.get(0);
        for (int w = 0; w < wanted.count(); w++) {
            int scores = (4 + wanted.indices()[w]) * boxes;
            for (int i = 0; i < boxes; i++) {
                float score = out.get(scores + i);
                if (score >= keep) {
                    float x = out.get(i);
                    float y = out.get(boxes + i);
                    float halfWidth = out.get(2 * boxes + i) / 2;
                    float halfHeight = out.get(3 * boxes + i) / 2;
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
