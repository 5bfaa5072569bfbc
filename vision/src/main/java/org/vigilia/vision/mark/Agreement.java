package org.vigilia.vision.mark;

import java.util.Arrays;
import org.vigilia.vision.mark.Pattern.Grid;

/**
 * What is left of a copy when its original is taken away, cell by cell, and how far it agrees with a pattern.
 *
 * <p>Both pictures come at the same small size. Contrast and brightness are fitted first, pixels that differ much – the
 * visible text, things that moved – are left out, and of each cell the mean of its neighbours is taken away, so that only
 * what changes from cell to cell counts. Then {@code z} is the sum of the rest times the pattern's signs, over the root of
 * the sum of its squares. For a pattern that has nothing to do with the copy its chance of being that high is at most
 * exp(-z²/2), whatever the copy is (Hoeffding 1963, for Rademacher sums). Not thread-safe.
 */
final class Agreement {

    private static final double LEAST_REACH = 6;
    private static final double MOST_REACH = 25;
    private static final double SIGMAS = 2.5;

    private final Grid grid;
    private final int cellPx;
    private final double[] sums;
    private final long[] counts;
    private double likeness;
    private int pictures;

    /** @param cellPx pixels of a cell's side in the pictures that will come */
    Agreement(Grid grid, int cellPx) {
        this.grid = grid;
        this.cellPx = cellPx;
        sums = new double[grid.cells()];
        counts = new long[grid.cells()];
    }

    int widthPx() {
        return grid.columns() * cellPx;
    }

    int heightPx() {
        return grid.rows() * cellPx;
    }

    /** Brightness of a picture of the original and of the same one in the copy. */
    void add(byte[] original, byte[] copy) {
        double[] line = {1, 0, MOST_REACH};
        line = fit(original, copy, line, Double.MAX_VALUE);
        line = fit(original, copy, line, MOST_REACH);
        line = fit(original, copy, line, reach(line));
        double reach = reach(line);
        int width = widthPx();
        for (int i = 0; i < original.length; i++) {
            double rest = (copy[i] & 0xff) - line[0] * (original[i] & 0xff) - line[1];
            if (Math.abs(rest) <= reach) {
                int cell = i / width / cellPx * grid.columns() + i % width / cellPx;
                sums[cell] += rest;
                counts[cell]++;
            }
        }
        likeness += correlation(original, copy);
        pictures++;
    }

    private static double reach(double[] line) {
        return Math.max(LEAST_REACH, Math.min(MOST_REACH, SIGMAS * line[2]));
    }

    /** {@code [gain, offset, sigma]} of the pixels that are no further than {@code reach} from the last fit. */
    private static double[] fit(byte[] original, byte[] copy, double[] last, double reach) {
        double n = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < original.length; i++) {
            int a = original[i] & 0xff;
            int b = copy[i] & 0xff;
            if (Math.abs(b - last[0] * a - last[1]) <= reach) {
                n++;
                x += a;
                y += b;
                xx += (double) a * a;
                xy += (double) a * b;
                yy += (double) b * b;
            }
        }
        double spread = xx - x * x / Math.max(1, n);
        if (n < original.length / 10.0 || spread < n) {
            return last;
        }
        double gain = (xy - x * y / n) / spread;
        double rest = Math.max(0, (yy - y * y / n) - gain * (xy - x * y / n));
        return new double[] {gain, (y - gain * x) / n, Math.sqrt(rest / n)};
    }

    private static double correlation(byte[] one, byte[] other) {
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < one.length; i++) {
            int a = one[i] & 0xff;
            int b = other[i] & 0xff;
            x += a;
            y += b;
            xx += (double) a * a;
            xy += (double) a * b;
            yy += (double) b * b;
        }
        double n = one.length;
        double spread = Math.sqrt((xx - x * x / n) * (yy - y * y / n));
        return spread < 1e-9 ? 0 : (xy - x * y / n) / spread;
    }

    /** How alike the pictures are, -1 to 1: a copy is above 0.8. */
    double likeness() {
        return pictures == 0 ? 0 : likeness / pictures;
    }

    /** How far a pattern agrees with what is left. */
    double z(Pattern pattern) {
        return z(pattern, rest());
    }

    static double z(Pattern pattern, double[] rest) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < rest.length; i++) {
            sum += rest[i] * pattern.signs()[i];
            squares += rest[i] * rest[i];
        }
        return squares == 0 ? 0 : sum / Math.sqrt(squares);
    }

    /** What is left of each cell, without its surroundings; far outliers are cut to size. */
    double[] rest() {
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = counts[i] == 0 ? 0 : sums[i] / counts[i];
        }
        double[] rest = new double[means.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = counts[i] == 0 ? 0 : means[i] - around(means, i);
        }
        double[] sizes = Arrays.stream(rest).map(Math::abs).sorted().toArray();
        double most = 4 * sizes[sizes.length / 2];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = Math.max(-most, Math.min(most, rest[i]));
        }
        return rest;
    }

    private double around(double[] means, int cell) {
        double sum = 0;
        int count = 0;
        int column = cell % grid.columns();
        int row = cell / grid.columns();
        for (int y = Math.max(0, row - 1); y <= Math.min(grid.rows() - 1, row + 1); y++) {
            for (int x = Math.max(0, column - 1); x <= Math.min(grid.columns() - 1, column + 1); x++) {
                int other = y * grid.columns() + x;
                if (other != cell && counts[other] > 0) {
                    sum += means[other];
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
