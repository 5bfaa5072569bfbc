package org.vigilia.vision.mark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.vision.mark.Pattern.Grid;

class AgreementTest {
    private static final Grid GRID = new Grid(40, 22);
    private static final int CELL_PX = 8;
    private static final int WIDTH = GRID.columns() * CELL_PX;
    private static final int HEIGHT = GRID.rows() * CELL_PX;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static byte[] key(int opening) {
        return ByteBuffer.allocate(4).putInt(opening).array();
    }

    /** Soft hills, and something bright in the middle. */
    private static byte[] street() {
        byte[] grey = new byte[WIDTH * HEIGHT];
        for (int i = 0; i < grey.length; i++) {
            int x = i % WIDTH;
            int y = i / WIDTH;
            boolean car = Math.abs(x - WIDTH / 2) < 30 && Math.abs(y - HEIGHT / 2) < 15;
            grey[i] = (byte) (car ? 220 : 90 + 40 * Math.sin(x / 23.0) + 30 * Math.cos(y / 17.0));
        }
        return grey;
    }

    private byte[] copy(byte[] original, byte[] offsets, double gain, double noise) {
        byte[] copy = new byte[original.length];
        for (int i = 0; i < copy.length; i++) {
            double value = ((original[i] & 0xff) + offsets[i]) * gain + 7 + random.nextGaussian() * noise;
            // every ninth row carries text
            copy[i] = (byte) Math.max(0, Math.min(255, i / WIDTH % 9 == 0 ? value + 40 : value));
        }
        return copy;
    }

    @Test
    void oneOfAHundredMarksIsFoundUnderNoiseTextAndAnotherContrast() {
        byte[] original = street();
        byte[] offsets = Pattern.of(key(42), GRID).offsets(WIDTH, HEIGHT, 1);
        Agreement agreement = new Agreement(GRID, CELL_PX);
        for (int i = 0; i < 10; i++) {
            agreement.add(original, copy(original, offsets, 0.9, 6));
        }
        assertThat(agreement.likeness()).isGreaterThan(0.5);
        for (int opening = 0; opening < 100; opening++) {
            double z = agreement.z(Pattern.of(key(opening), GRID));
            if (opening == 42) {
                assertThat(z).as("seed " + seed).isGreaterThan(12);
            } else {
                assertThat(z).as("seed %d, opening %d", seed, opening).isLessThan(5.5);
            }
        }
    }

    @Test
    void whatCarriesNoMarkAgreesWithPatternsAsOftenAsFairCoinsDo() {
        byte[] original = street();
        Agreement agreement = new Agreement(GRID, CELL_PX);
        for (int i = 0; i < 4; i++) {
            agreement.add(original, copy(original, new byte[original.length], 1.1, 3));
        }
        double[] rest = agreement.rest();
        double squares = 0;
        int many = 4_000;
        double highest = 0;
        for (int opening = 0; opening < many; opening++) {
            double z = Agreement.z(Pattern.of(key(opening), GRID), rest);
            squares += z * z;
            highest = Math.max(highest, Math.abs(z));
        }
        assertThat(squares / many).as("seed " + seed).isBetween(0.85, 1.15);
        assertThat(highest).as("seed " + seed).isLessThan(6.2);
    }

    @Test
    void aMarkChangesNoPixelByMoreThanItsDepthAndTheMeanByNothingThatIsSeen() {
        byte[] offsets = Pattern.of(key(random.nextInt()), Grid.of(1280, 720)).offsets(1280, 720, Marking.DEPTH);
        long sum = 0;
        for (byte offset : offsets) {
            assertThat(Math.abs(offset)).isLessThanOrEqualTo((int) Marking.DEPTH);
            sum += offset;
        }
        assertThat(Math.abs((double) sum / offsets.length)).as("seed " + seed).isLessThan(0.2);
    }
}
