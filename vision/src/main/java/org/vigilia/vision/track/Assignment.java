package org.vigilia.vision.track;

import java.util.Arrays;

/**
 * The cheapest way to pair rows with columns, where a row may also stay alone for a price.
 *
 * <p>Shortest augmenting paths with potentials (Jonker and Volgenant 1987; the form of Crouse 2016), O(rows² · columns).
 */
final class Assignment {

    private Assignment() {}

    /**
     * Pairs rows and columns.
     *
     * @param cost rows × columns; {@link Double#POSITIVE_INFINITY} forbids a pair
     * @param alone what a row costs that gets no column; pairs that cost more are not made
     * @return for each row its column, or −1
     */
    static int[] solve(double[][] cost, double alone) {
        int rows = cost.length;
        if (rows == 0) {
            return new int[0];
        }
        int columns = cost[0].length;
        // every row has a private extra column that stands for staying alone
        int width = columns + rows;
        double[] rowPotential = new double[rows + 1];
        double[] columnPotential = new double[width + 1];
        int[] rowOfColumn = new int[width + 1];
        int[] cameFrom = new int[width + 1];
        double[] shortest = new double[width + 1];
        boolean[] done = new boolean[width + 1];
        for (int row = 1; row <= rows; row++) {
            Arrays.fill(shortest, Double.POSITIVE_INFINITY);
            Arrays.fill(done, false);
            rowOfColumn[0] = row;
            int column = 0;
            do {
                done[column] = true;
                int from = rowOfColumn[column];
                double step = Double.POSITIVE_INFINITY;
                int next = -1;
                for (int j = 1; j <= width; j++) {
                    if (done[j]) {
                        continue;
                    }
                    double reduced =
                            price(cost, alone, from - 1, j - 1, columns) - rowPotential[from] - columnPotential[j];
                    if (reduced < shortest[j]) {
                        shortest[j] = reduced;
                        cameFrom[j] = column;
                    }
                    if (shortest[j] < step) {
                        step = shortest[j];
                        next = j;
                    }
                }
                for (int j = 0; j <= width; j++) {
                    if (done[j]) {
                        rowPotential[rowOfColumn[j]] += step;
                        columnPotential[j] -= step;
                    } else {
                        shortest[j] -= step;
                    }
                }
                column = next;
            } while (rowOfColumn[column] != 0);
            while (column != 0) {
                int before = cameFrom[column];
                rowOfColumn[column] = rowOfColumn[before];
                column = before;
            }
        }
        int[] result = new int[rows];
        Arrays.fill(result, -1);
        for (int j = 1; j <= columns; j++) {
            if (rowOfColumn[j] != 0) {
                result[rowOfColumn[j] - 1] = j - 1;
            }
        }
        return result;
    }

    private static double price(double[][] cost, double alone, int row, int column, int columns) {
        if (column < columns) {
            double price = cost[row][column];
            return price <= alone ? price : Double.POSITIVE_INFINITY;
        }
        return column - columns == row ? alone : Double.POSITIVE_INFINITY;
    }
}
