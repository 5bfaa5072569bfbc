package org.vigilia.vision.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vigilia.contract.scene.Detection;
import org.vigilia.contract.scene.ObjectClass;
import org.vigilia.vision.decode.FileDecoder;
import org.vigilia.vision.decode.Picture;
import org.vigilia.vision.models.ModelCard;
import org.vigilia.vision.models.ModelUnusable;
import org.vigilia.vision.models.TinyNetwork;
import org.vigilia.vision.testing.Footage;

/**
 * Networks that users bring: each answers with one person at 32..64 x 16..80 pixels of its 160x96 input, and that is
 * what must come out.
 */
final class UserNetworkITCase {

    private static final String CARD = """
            decoder: %s
            input: {width: 160, height: 96}
            classes: [kite, person]
            """;

    /** Cells of strides 8, 16 and 32 in a 160x96 input. */
    private static final int[] CELLS = {240, 60, 15};

    /** The cell of stride 16 whose centre is at 40, 40. */
    private static final int CELL = 2 * 10 + 2;

    @TempDir
    Path folder;

    @Test
    void nanoDetWithSixOutputs() throws Exception {
        TinyNetwork network = new TinyNetwork();
        for (int grid = 0; grid < 3; grid++) {
            float[] scores = new float[CELLS[grid] * 2];
            float[] boxes = new float[CELLS[grid] * 44];
            if (grid == 1) {
                scores[2 * CELL + 1] = 0.8f;
                distances(boxes, CELL * 44);
            }
            network.answers("scores" + grid, scores, 1, CELLS[grid], 2);
            network.answers("boxes" + grid, boxes, 1, CELLS[grid], 44);
        }
        assertFindsThePerson(network.write(folder, String.format(CARD, "nanodet")), 0.8);
    }

    @Test
    void nanoDetWithOneJoinedOutput() throws Exception {
        float[] rows = new float[315 * 46];
        rows[(240 + CELL) * 46 + 1] = 0.7f;
        distances(rows, (240 + CELL) * 46 + 2);
        ModelCard card =
                new TinyNetwork().answers("output", rows, 1, 315, 46).write(folder, String.format(CARD, "nanodet"));
        assertFindsThePerson(card, 0.7);
    }

    @Test
    void yolox() throws Exception {
        float[] rows = new float[315 * 7];
        float[] row = {1, 1, (float) Math.log(2), (float) Math.log(4), 0.9f, 0, 0.8f};
        System.arraycopy(row, 0, rows, (240 + CELL) * 7, 7);
        ModelCard card =
                new TinyNetwork().answers("output", rows, 1, 315, 7).write(folder, String.format(CARD, "yolox"));
        assertFindsThePerson(card, 0.72);
    }

    @Test
    void yolov8() throws Exception {
        float[] columns = new float[6 * 5];
        float[] column = {48, 48, 32, 64, 0, 0.6f};
        for (int row = 0; row < 6; row++) {
            columns[row * 5 + 3] = column[row];
            columns[row * 5 + 4] = row == 5 ? 0.5f : column[row] + 2;
        }
        ModelCard card =
                new TinyNetwork().answers("output", columns, 1, 6, 5).write(folder, String.format(CARD, "yolov8"));
        assertFindsThePerson(card, 0.6);
    }

    @Test
    void anUnknownLayoutIsAnErrorThatSaysWhatAndWhere() throws Exception {
        for (String decoder : List.of("nanodet", "yolox", "yolov8")) {
            ModelCard card = new TinyNetwork()
                    .answers("strange", new float[70], 1, 7, 10)
                    .write(folder, String.format(CARD, decoder));
            assertThatThrownBy(() -> Detector.open(List.of(card)))
                    .isInstanceOf(ModelUnusable.class)
                    .hasMessageContaining(folder.resolve("model.onnx").toString())
                    .hasMessageContaining("'" + decoder + "'")
                    .hasMessageContaining("Expected")
                    .hasMessageContaining("strange [1, 7, 10]");
        }
    }

    @Test
    void aNetworkForAnotherInputOrClassesIsRefused() throws Exception {
        TinyNetwork network = new TinyNetwork().answers("output", new float[30], 1, 6, 5);
        ModelCard wrongSize =
                network.write(folder, String.format(CARD, "yolov8").replace("width: 160", "width: 320"));
        assertThatThrownBy(() -> Detector.open(List.of(wrongSize)))
                .isInstanceOf(ModelUnusable.class)
                .hasMessageContaining("[1, 3, 96, 320]");
        ModelCard onlyKites =
                network.write(folder, String.format(CARD, "yolov8").replace("[kite, person]", "[kite, gull]"));
        assertThatThrownBy(() -> Detector.open(List.of(onlyKites)))
                .isInstanceOf(ModelUnusable.class)
                .hasMessageContaining("classes names none of")
                .hasMessageContaining("person");
    }

    private static void assertFindsThePerson(ModelCard card, double score) throws Exception {
        try (Detector detector = Detector.open(List.of(card));
                FileDecoder decoder = FileDecoder.open(Footage.pattern("h264", card.folder()));
                Picture picture = Objects.requireNonNull(decoder.next())) {
            for (int again = 0; again < 2; again++) {
                Look look = detector.look(picture);
                assertThat(look.detections()).hasSize(1);
                assertThat(look.rgb()).hasSize(160 * 96 * 3);
                Detection found = look.detections().get(0);
                assertThat(found.kind()).isEqualTo(ObjectClass.PERSON);
                assertThat(found.score()).isCloseTo(score, within(1e-4));
                double[] sides = {
                    found.box().left() * 160,
                    found.box().top() * 96,
                    found.box().right() * 160,
                    found.box().bottom() * 96
                };
                assertThat(sides).containsExactly(new double[] {32, 16, 64, 80}, within(0.01));
            }
        }
    }

    /** Half a stride to the left, 1.5 up, 1.5 to the right, 2.5 down: two equal logits each. */
    private static void distances(float[] boxes, int at) {
        Arrays.fill(boxes, at, at + 44, -50);
        int[] low = {0, 1, 1, 2};
        for (int side = 0; side < 4; side++) {
            boxes[at + side * 11 + low[side]] = 3;
            boxes[at + side * 11 + low[side] + 1] = 3;
        }
    }
}
