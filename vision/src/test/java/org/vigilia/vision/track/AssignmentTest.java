package org.vigilia.vision.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.Box;

class AssignmentTest {

    @Test
    void findsTheSameTotalAsTryingEverything() {
        for (long seed = 1; seed <= 400; seed++) {
            Random random = new Random(seed);
            double[][] cost = costs(random, 1 + random.nextInt(5), 1 + random.nextInt(5));

            int[] chosen = Assignment.solve(cost, 1);

            assertThat(total(cost, chosen)).as("seed " + seed).isCloseTo(cheapest(cost, 0, 0), within(1e-9));
            assertThat(Arrays.stream(chosen).filter(c -> c >= 0).distinct().count())
                    .as("no column twice, seed " + seed)
                    .isEqualTo(Arrays.stream(chosen).filter(c -> c >= 0).count());
        }
    }

    @Test
    void neverMakesAForbiddenOrTooDearPair() {
        double no = Double.POSITIVE_INFINITY;

        assertThat(Assignment.solve(new double[][] {{no, 0.5}, {no, 0.4}, {1.2, no}}, 1))
                .containsExactly(-1, 1, -1);
        assertThat(Assignment.solve(new double[0][0], 1)).isEmpty();
    }

    @Test
    void pairingByNeighbourhoodEqualsPairingEverythingAtOnce() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            List<Box> a = boxes(random, 40);
            List<Box> b = boxes(random, 40);
            double[][] cost = new double[a.size()][b.size()];
            for (int i = 0; i < a.size(); i++) {
                for (int j = 0; j < b.size(); j++) {
                    cost[i][j] = price(a.get(i), b.get(j));
                }
            }

            int[] partner = Pairing.match(a, b, (i, j) -> price(a.get(i), b.get(j)));

            assertThat(total(cost, partner))
                    .as("seed " + seed)
                    .isCloseTo(total(cost, Assignment.solve(cost, 1)), within(1e-9));
        }
    }

    private static double price(Box a, Box b) {
        double overlap = a.overlap(b);
        return overlap > 0.1 ? 1 - overlap : Double.POSITIVE_INFINITY;
    }

    private static List<Box> boxes(Random random, int count) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boxes.add(new Box(
                    random.nextDouble(),
                    random.nextDouble() * 0.3,
                    0.02 + 0.1 * random.nextDouble(),
                    0.05 + 0.1 * random.nextDouble()));
        }
        return boxes;
    }

    private static double[][] costs(Random random, int rows, int columns) {
        double[][] cost = new double[rows][columns];
        for (double[] row : cost) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble() * 1.3;
            }
        }
        return cost;
    }

    private static double total(double[][] cost, int[] chosen) {
        double sum = 0;
        for (int i = 0; i < chosen.length; i++) {
            sum += chosen[i] < 0 ? 1 : cost[i][chosen[i]];
        }
        return sum;
    }

    private static double cheapest(double[][] cost, int row, int used) {
        if (row == cost.length) {
            return 0;
        }
        double best = 1 + cheapest(cost, row + 1, used);
        for (int j = 0; j < cost[row].length; j++) {
            if ((used >> j & 1) == 0 && cost[row][j] <= 1) {
                best = Math.min(best, cost[row][j] + cheapest(cost, row + 1, used | 1 << j));
            }
        }
        return best;
    }
}
